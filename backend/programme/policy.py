"""Who decides about the programme itself."""

from __future__ import annotations

from backend.kernel.errors import Forbidden
from backend.kernel.principal import Principal, Role

DECIDES_DAYS = frozenset({Role.SYSTEM_ADMINISTRATOR})


def may_decide_days(principal: Principal) -> None:
    if principal.role not in DECIDES_DAYS:
        raise Forbidden(role=str(principal.role))
