"""End a position, or hand the manager's on."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.identity.errors import LastManager, MemberAlready, MembershipNotFound
from backend.identity.models import Membership, OrganisationKind
from backend.identity.payloads import EndMembership, HandOver
from backend.identity.roles import looks_after_itself
from backend.identity.service.inviting import (
    lock_organisation,
    members_in,
    open_organisation,
    revoke_offers_of,
)
from backend.identity.service.registering import join
from backend.kernel import clock
from backend.kernel.errors import Forbidden
from backend.kernel.principal import Principal, Role
from backend.transparency import service as transparency


def end_membership(principal: Principal, wish: EndMembership) -> None:
    """From the next request on the person acts for the organisation no longer, token or not."""
    organisation = open_organisation(principal, wish.party_id)
    membership = _live(wish.party_id, wish.membership_id)
    is_manager = membership.role == Role.ORGANISATION_MANAGER
    alone = is_manager and members_in(wish.party_id, Role.ORGANISATION_MANAGER) == 1
    if alone and looks_after_itself(OrganisationKind(organisation.kind)):
        raise LastManager()
    membership.ended_at, membership.ended_by = clock.now(), principal.person_id
    transparency.note(principal, "membership-ended", {"membership": membership.id, "role": membership.role})
    revoke_offers_of(principal, membership.person_id)


def leave(principal: Principal, membership_id: UUID) -> None:
    """Give a position up oneself. Managers are counted under the organisation's lock, as where one is removed."""
    party_id = db.session.scalar(select(Membership.party_id).where(Membership.id == membership_id))
    if party_id is None:
        raise MembershipNotFound()
    lock_organisation(party_id)
    membership = db.session.get(Membership, membership_id, with_for_update=True)
    if membership is None or membership.person_id != principal.person_id or membership.ended_at is not None:
        raise MembershipNotFound()
    if membership.role == Role.ORGANISATION_MANAGER and members_in(membership.party_id, Role.ORGANISATION_MANAGER) == 1:
        raise LastManager()
    membership.ended_at, membership.ended_by = clock.now(), principal.person_id
    transparency.note(principal, "membership-left", {"membership": membership.id, "role": membership.role})
    revoke_offers_of(principal, principal.person_id)


def hand_over(principal: Principal, wish: HandOver) -> None:
    """Make a member the manager in one's own place."""
    open_organisation(principal, wish.party_id)
    heir = _live(wish.party_id, wish.membership_id)
    if heir.person_id == principal.person_id:
        raise MemberAlready()
    mine = db.session.scalar(
        select(Membership)
        .where(Membership.party_id == wish.party_id, Membership.person_id == principal.person_id,
               Membership.role == str(Role.ORGANISATION_MANAGER), Membership.ended_at.is_(None))
        .with_for_update()
    )  # fmt: skip
    if mine is None:
        raise Forbidden(role=str(principal.role))
    join(heir.person_id, wish.party_id, Role.ORGANISATION_MANAGER, appointed_by=principal.person_id)
    mine.ended_at, mine.ended_by = clock.now(), principal.person_id
    transparency.note(principal, "organisation-handed-over", {"organisation": wish.party_id, "to": heir.person_id})
    revoke_offers_of(principal, principal.person_id)


def _live(party_id: UUID, membership_id: UUID) -> Membership:
    membership = db.session.get(Membership, membership_id, with_for_update=True)
    if membership is None or membership.party_id != party_id or membership.ended_at is not None:
        raise MembershipNotFound()
    return membership
