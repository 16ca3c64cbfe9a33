"""Who may write in the register."""

from __future__ import annotations

from uuid import UUID

from backend.kernel.errors import Forbidden
from backend.kernel.principal import Principal, Role
from backend.registry.errors import RetirementNotFound


def may_keep_the_register(principal: Principal) -> None:
    """Issuing, transferring and listing are the programme's acts until officers have sign-ins of their own."""
    if principal.role is not Role.SYSTEM:
        raise Forbidden(permission="registry:keep", role=str(principal.role))


def may_read_retirement(principal: Principal, party_id: UUID) -> None:
    """Its certificate is public; how an order led to it is its holder's."""
    if principal.party_id != party_id:
        raise RetirementNotFound()
