"""The list of organisations, and the line above every page: both the system administrator's."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from backend.extensions import db
from backend.identity import policy
from backend.identity.errors import AnnouncementNotFound, OrganisationClosed, OrganisationNotFound, UnifiedCodeTaken
from backend.identity.models import (
    Announcement,
    Invitation,
    InvitationAnswer,
    Membership,
    Organisation,
    OrganisationState,
)
from backend.identity.organisation_queries import OrganisationFacts, organisation_facts
from backend.identity.payloads import Announce, RegisterOrganisation, RenameOrganisation
from backend.identity.service.registering import register_organisation
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.notifications.webhooks import service as webhooks
from backend.transparency import service as transparency


def add_organisation(principal: Principal, wish: RegisterOrganisation) -> OrganisationFacts:
    policy.may_keep_organisations(principal)
    taken = select(Organisation.party_id).where(Organisation.unified_code == wish.unified_code)
    if wish.unified_code is not None and db.session.scalar(taken):
        raise UnifiedCodeTaken()
    made = register_organisation(principal, wish)
    transparency.note(principal, "organisation-registered", {"organisation": made.party_id, "kind": made.kind})
    return organisation_facts(principal, made.party_id)


def rename_organisation(principal: Principal, wish: RenameOrganisation) -> OrganisationFacts:
    policy.may_keep_organisations(principal)
    organisation = active_organisation(wish.party_id)
    for name in ("name_zh", "name_en", "place_zh", "place_en"):
        if (value := getattr(wish, name)) is not None:
            setattr(organisation, name, value)
    db.session.flush()
    transparency.note(principal, "organisation-renamed", {"organisation": wish.party_id})
    return organisation_facts(principal, wish.party_id)


def close_organisation(principal: Principal, party_id: UUID) -> OrganisationFacts:
    """Nobody acts for it any more, neither people nor machines, at once, and it is told nothing more; what it holds
    and has done stays in the books.

    Its machine clients are not touched: at the door it is asked whether their organisation is active.
    """
    policy.may_keep_organisations(principal)
    organisation, now = active_organisation(party_id), clock.now()
    organisation.state = OrganisationState.CLOSED
    db.session.execute(
        update(Membership)
        .where(Membership.party_id == party_id, Membership.ended_at.is_(None))
        .values(ended_at=now, ended_by=principal.person_id)
    )
    db.session.execute(
        update(Invitation)
        .where(Invitation.party_id == party_id, Invitation.answered_at.is_(None))
        .values(answered_at=now, answer=InvitationAnswer.REVOKED)
    )
    webhooks.close_endpoints_of(principal, party_id)
    db.session.flush()
    transparency.note(principal, "organisation-closed", {"organisation": party_id})
    return organisation_facts(principal, party_id)


def announce(principal: Principal, wish: Announce) -> UUID:
    policy.may_keep_organisations(principal)
    announcement = Announcement(
        id=new_id(), text_zh=wish.text_zh, text_en=wish.text_en, is_urgent=wish.is_urgent, starts_at=wish.starts_at,
        ends_at=wish.ends_at, recorded_at=clock.now(), recorded_by=principal.person_id,
    )  # fmt: skip
    db.session.add(announcement)
    transparency.note(principal, "announced", {"announcement": announcement.id})
    return announcement.id


def take_down_announcement(principal: Principal, announcement_id: UUID) -> None:
    """It ends now; one that has not begun is not kept."""
    policy.may_keep_organisations(principal)
    announcement, now = db.session.get(Announcement, announcement_id, with_for_update=True), clock.now()
    if announcement is None:
        raise AnnouncementNotFound()
    if announcement.starts_at >= now:
        db.session.delete(announcement)
    elif announcement.ends_at > now:
        announcement.ends_at = now
    transparency.note(principal, "announcement-taken-down", {"announcement": announcement_id})


def active_organisation(party_id: UUID) -> Organisation:
    """Held until the transaction ends. Raises OrganisationNotFound, OrganisationClosed."""
    organisation = db.session.get(Organisation, party_id, with_for_update=True)
    if organisation is None:
        raise OrganisationNotFound()
    if organisation.state != OrganisationState.ACTIVE:
        raise OrganisationClosed()
    return organisation
