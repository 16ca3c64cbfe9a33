"""Who may publish rules. Pure: a principal in, a refusal or nothing out."""

from backend.kernel.errors import Forbidden
from backend.kernel.principal import Principal, Role


def may_publish(principal: Principal) -> None:
    """The programme itself, until the rules office has its two pairs of eyes."""
    if principal.role is not Role.SYSTEM:
        raise Forbidden(permission="rule:publish", role=str(principal.role))
