"""Whose clients they are."""

from __future__ import annotations

from uuid import UUID

from backend.identity.errors import OrganisationNotFound
from backend.kernel.errors import Forbidden
from backend.kernel.principal import Principal, Role


def may_look_after(principal: Principal, organisation_id: UUID) -> None:
    """A manager looks after their own organisation's, the system administrator after all; the rest do not exist."""
    if principal.role not in {Role.SYSTEM_ADMINISTRATOR, Role.SYSTEM} and principal.party_id != organisation_id:
        raise OrganisationNotFound()


def watches(principal: Principal) -> bool:
    """Who may hold back any organisation's machine, and let it in again."""
    return principal.role in {Role.SECURITY_OFFICER, Role.SYSTEM_ADMINISTRATOR}


def must_watch(principal: Principal) -> None:
    if not watches(principal):
        raise Forbidden(permission="client:hold", role=str(principal.role))
