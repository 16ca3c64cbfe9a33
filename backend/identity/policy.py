"""Whose organisation it is."""

from __future__ import annotations

from uuid import UUID

from backend.identity.errors import OrganisationNotFound
from backend.identity.models import OrganisationKind
from backend.identity.roles import looks_after_itself
from backend.kernel.errors import Forbidden
from backend.kernel.principal import Principal, Role

SEES_ALL = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR, Role.SERVICE_DESK})


def may_look_at(principal: Principal, party_id: UUID) -> None:
    """Its own people, and the offices that keep the list. To everybody else it is not there."""
    if principal.party_id != party_id and principal.role not in SEES_ALL:
        raise OrganisationNotFound()


def may_choose_members(principal: Principal, party_id: UUID, kind: OrganisationKind) -> None:
    """A manager at home; the system administrator where nobody manages, and wherever a first manager is needed."""
    may_look_at(principal, party_id)
    at_home = (
        principal.party_id == party_id and principal.role is Role.ORGANISATION_MANAGER and looks_after_itself(kind)
    )
    if not at_home and principal.role is not Role.SYSTEM_ADMINISTRATOR:
        raise Forbidden(role=str(principal.role))


def may_keep_organisations(principal: Principal) -> None:
    if principal.role not in {Role.SYSTEM_ADMINISTRATOR, Role.SYSTEM}:
        raise Forbidden(role=str(principal.role))
