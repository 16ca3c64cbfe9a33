"""An organisation offers a position to a number; its owner takes it or not."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, update

from backend.extensions import db
from backend.identity import policy, queries
from backend.identity.errors import (
    InvitationAnswered,
    InvitationNotFound,
    InvitedAlready,
    MemberAlready,
    OrganisationClosed,
    OrganisationNotFound,
    RoleNotThere,
    TooManyInvitations,
)
from backend.identity.models import (
    Invitation,
    InvitationAnswer,
    Membership,
    Organisation,
    OrganisationKind,
    OrganisationState,
)
from backend.identity.organisation_queries import InvitationView, invitation_view, invitations_to
from backend.identity.payloads import InviteMember, Member, RevokeInvitation
from backend.identity.roles import ROLES_IN, looks_after_itself
from backend.identity.service.registering import join, person_by_phone, phone_of
from backend.identity.service.sms_codes import SMS_TOPIC
from backend.identity.service.writing_to_numbers import refuse_floods
from backend.kernel import clock, crypto, outbox, phones
from backend.kernel.errors import DomainError
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal, Role
from backend.transparency import service as transparency

OPEN_FOR: Final = timedelta(days=7)
OPEN_AT_MOST: Final = 50
"""Open invitations of one organisation: each sends a message to somebody."""


def invite_member(principal: Principal, wish: InviteMember) -> InvitationView:
    """Write to a number that a position is waiting. Known and unknown numbers are invited alike."""
    refuse_floods(principal.person_id, wish.phone, for_organisation=True)
    organisation = open_organisation(principal, wish.party_id)
    if wish.role not in ROLES_IN[OrganisationKind(organisation.kind)]:
        raise RoleNotThere(role=str(wish.role), kind=organisation.kind)
    now, keys, invitation_id = clock.now(), crypto.keys(), new_id()
    _expire(wish.party_id)
    indexes = keys.blind_indexes(wish.phone, purpose="phone")
    unanswered = (Invitation.party_id == wish.party_id, Invitation.answered_at.is_(None))
    if db.session.scalar(select(Invitation.id).where(*unanswered, Invitation.phone_index.in_(indexes),
                                                     Invitation.role == str(wish.role))):  # fmt: skip
        raise InvitedAlready()
    if (db.session.scalar(select(func.count()).select_from(Invitation).where(*unanswered)) or 0) >= OPEN_AT_MOST:
        raise TooManyInvitations(retry_after_s=86_400)
    known = person_by_phone(wish.phone)
    if known is not None and queries.role_for(known, wish.party_id, wish.role):
        raise MemberAlready()
    invitation = Invitation(
        id=invitation_id, party_id=wish.party_id, role=str(wish.role),
        phone_sealed=keys.encrypt(wish.phone, context=f"invitation|{invitation_id}"),
        phone_index=keys.blind_index(wish.phone, purpose="phone"),
        phone_masked=phones.masked(wish.phone), invited_by=principal.person_id, recorded_at=now,
        expires_at=now + OPEN_FOR,
    )  # fmt: skip
    db.session.add(invitation)
    db.session.flush()
    outbox.send(SMS_TOPIC, {"phone": wish.phone, "template": "invitation", "organisation": organisation.name_zh,
                            "days": OPEN_FOR.days}, expires_at=invitation.expires_at)  # fmt: skip
    transparency.note(principal, "invitation-sent", {"invitation": invitation_id, "organisation": wish.party_id,
                                                     "role": str(wish.role)})  # fmt: skip
    return invitation_view(invitation, organisation)


def revoke_invitation(principal: Principal, wish: RevokeInvitation) -> InvitationView:
    organisation = open_organisation(principal, wish.party_id)
    invitation = db.session.get(Invitation, wish.invitation_id, with_for_update=True)
    if invitation is None or invitation.party_id != wish.party_id:
        raise InvitationNotFound()
    _answer(invitation, InvitationAnswer.REVOKED)
    transparency.note(principal, "invitation-revoked", {"invitation": wish.invitation_id})
    return invitation_view(invitation, organisation)


def accept_invitation(principal: Principal, invitation_id: UUID) -> Member | DomainError:
    """Take the position. Whoever holds the number now, not whoever saw the message; and only while whoever offered it
    may still give it away. If not, the refusal is returned: the offer's end must stay written."""
    offered_by = db.session.scalar(select(Invitation.party_id).where(Invitation.id == invitation_id))
    if offered_by is None:
        raise InvitationNotFound()
    organisation = lock_organisation(offered_by)
    invitation = _mine(principal, invitation_id)
    if organisation.state != OrganisationState.ACTIVE:
        raise OrganisationClosed()
    if invitation.answered_at is None and not _may_still_offer(invitation.invited_by, organisation):
        _revoke(principal, invitation)
        return InvitationAnswered(answer=str(InvitationAnswer.REVOKED))
    _answer(invitation, InvitationAnswer.ACCEPTED)
    role = Role(invitation.role)
    join(principal.person_id, invitation.party_id, role, appointed_by=invitation.invited_by)
    transparency.note(principal, "invitation-accepted", {"invitation": invitation_id, "role": invitation.role})
    return next(member for member in queries.memberships(principal.person_id)
                if (member.party_id, member.role) == (invitation.party_id, str(role)))  # fmt: skip


def revoke_offers_of(principal: Principal, person_id: UUID) -> None:
    """A position of somebody's has just ended: what they have offered and may no longer give away ends with it."""
    db.session.flush()
    offered = (
        select(Invitation)
        .where(Invitation.invited_by == person_id, Invitation.answered_at.is_(None))
        .order_by(Invitation.id)
        .with_for_update()
    )
    for invitation in db.session.scalars(offered).all():
        if not _may_still_offer(person_id, db.session.get_one(Organisation, invitation.party_id)):
            _revoke(principal, invitation)


def _may_still_offer(person_id: UUID, organisation: Organisation) -> bool:
    """As ``policy.may_choose_members`` asks of who is acting, asked of somebody who once was."""
    if looks_after_itself(OrganisationKind(organisation.kind)) and queries.role_for(
        person_id, organisation.party_id, Role.ORGANISATION_MANAGER
    ):
        return True
    return any(member.role == Role.SYSTEM_ADMINISTRATOR for member in queries.memberships(person_id))


def _revoke(principal: Principal, invitation: Invitation) -> None:
    invitation.answered_at, invitation.answer = clock.now(), InvitationAnswer.REVOKED
    transparency.note(principal, "invitation-revoked", {"invitation": invitation.id})


def my_invitations(principal: Principal, _: None = None) -> list[InvitationView]:
    """What is offered to one's number, whatever version of the index it was written under."""
    indexes = crypto.keys().blind_indexes(phone_of(principal.person_id), purpose="phone")
    return invitations_to(indexes)


def decline_invitation(principal: Principal, invitation_id: UUID) -> None:
    _answer(_mine(principal, invitation_id), InvitationAnswer.DECLINED)


def open_organisation(principal: Principal, party_id: UUID) -> Organisation:
    """The organisation whose members the principal may choose, locked; closed ones take nobody."""
    organisation = lock_organisation(party_id)
    policy.may_choose_members(principal, party_id, OrganisationKind(organisation.kind))
    if organisation.state != OrganisationState.ACTIVE:
        raise OrganisationClosed()
    return organisation


def lock_organisation(party_id: UUID) -> Organisation:
    """Before its members are counted or changed. Raises OrganisationNotFound."""
    organisation = db.session.get(Organisation, party_id, with_for_update=True)
    if organisation is None:
        raise OrganisationNotFound()
    return organisation


def _mine(principal: Principal, invitation_id: UUID) -> Invitation:
    indexes = crypto.keys().blind_indexes(phone_of(principal.person_id), purpose="phone")
    invitation = db.session.get(Invitation, invitation_id, with_for_update=True)
    if invitation is None or invitation.phone_index not in indexes:
        raise InvitationNotFound()
    return invitation


def _answer(invitation: Invitation, answer: InvitationAnswer) -> None:
    if invitation.answered_at is not None:
        raise InvitationAnswered(answer=str(invitation.answer))
    if invitation.expires_at <= clock.now():
        raise InvitationAnswered(answer=str(InvitationAnswer.EXPIRED))
    invitation.answered_at, invitation.answer = clock.now(), answer


def _expire(party_id: UUID) -> None:
    now = clock.now()
    db.session.execute(
        update(Invitation)
        .where(Invitation.party_id == party_id, Invitation.answered_at.is_(None), Invitation.expires_at <= now)
        .values(answered_at=now, answer=InvitationAnswer.EXPIRED)
    )


def members_in(party_id: UUID, role: Role) -> int:
    """How many hold a position now."""
    counted = select(func.count()).select_from(Membership).where(
        Membership.party_id == party_id, Membership.role == str(role), Membership.ended_at.is_(None)
    )  # fmt: skip
    return db.session.scalar(counted) or 0
