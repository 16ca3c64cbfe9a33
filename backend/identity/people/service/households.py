"""People who live together: made, offered by number, taken, left, handed over."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, update

from backend.extensions import db
from backend.identity.errors import InvitationAnswered, InvitedAlready
from backend.identity.models import InvitationAnswer
from backend.identity.people import invited, queries
from backend.identity.people.errors import (
    HeadStays,
    HouseholdFull,
    HouseholdInvitationNotFound,
    HouseholdMemberNotFound,
    HouseholdNotFound,
    HouseholdThere,
    NotTheHead,
    OneselfNot,
)
from backend.identity.people.models import Household, HouseholdInvitation, HouseholdMember
from backend.identity.people.payloads import CreateHousehold, InviteToHousehold
from backend.identity.people.queries import MyHousehold
from backend.identity.service.writing_to_numbers import refuse_floods
from backend.kernel import clock, phones
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.kernel.turns import take_turn
from backend.notifications import service as notifications
from backend.releases.queries import whole

OPEN_FOR: Final = timedelta(days=7)


def my_household(principal: Principal, _: None = None) -> MyHousehold:
    return queries.my_household(principal.person_id, invited.own_indexes(principal.person_id))


def create_household(principal: Principal, wish: CreateHousehold) -> MyHousehold:
    """One's own, with oneself as its head."""
    _at_one_place(principal)
    household = Household(id=new_id(), name=wish.name, recorded_at=clock.now())
    db.session.add(household)
    db.session.flush()
    _moves_in(household.id, principal.person_id, is_head=True)
    return my_household(principal)


def invite_to_household(principal: Principal, wish: InviteToHousehold) -> MyHousehold:
    """Write to a number that there is a place. Known and unknown numbers are invited alike."""
    refuse_floods(principal.person_id, wish.phone)
    household = _my_own(principal)
    now, indexes = clock.now(), invited.indexes_of(wish.phone)
    if set(invited.own_indexes(principal.person_id)) & set(indexes):
        raise OneselfNot()
    waiting = (HouseholdInvitation.household_id == household.id, HouseholdInvitation.answered_at.is_(None))
    db.session.execute(
        update(HouseholdInvitation)
        .where(*waiting, HouseholdInvitation.expires_at <= now)
        .values(answered_at=now, answer=str(InvitationAnswer.EXPIRED))
    )
    asked = select(HouseholdInvitation.id).where(*waiting, HouseholdInvitation.phone_index.in_(indexes))
    if db.session.scalar(asked) is not None:
        raise InvitedAlready()
    open_ones = db.session.scalar(select(func.count()).select_from(HouseholdInvitation).where(*waiting)) or 0
    _refuse_full(household.id, coming=open_ones + 1)
    invitation_id = new_id()
    db.session.add(
        HouseholdInvitation(
            id=invitation_id, household_id=household.id, invited_by=principal.person_id, recorded_at=now,
            phone_sealed=invited.sealed(wish.phone, context=f"household-invitation|{invitation_id}"),
            phone_index=invited.index_of(wish.phone), phone_masked=phones.masked(wish.phone),
            expires_at=now + OPEN_FOR,
        )
    )  # fmt: skip
    db.session.flush()
    invited.tell(wish.phone, sms="household-invitation", notice="household-invited", days=OPEN_FOR.days,
                 nickname=queries.nickname_of(principal.person_id), expires_at=now + OPEN_FOR)  # fmt: skip
    return my_household(principal)


def revoke_household_invitation(principal: Principal, invitation_id: UUID) -> MyHousehold:
    household = _my_own(principal)
    invitation = db.session.get(HouseholdInvitation, invitation_id, with_for_update=True)
    if invitation is None or invitation.household_id != household.id:
        raise HouseholdInvitationNotFound()
    _answer(invitation, InvitationAnswer.REVOKED)
    return my_household(principal)


def accept_household_invitation(principal: Principal, invitation_id: UUID) -> MyHousehold:
    """Move in. Whoever holds the number now, not whoever saw the message."""
    invitation = _to_me(principal, invitation_id)
    _at_one_place(principal)
    household = db.session.get_one(Household, invitation.household_id, with_for_update=True)
    if household.ended_at is not None:
        raise HouseholdInvitationNotFound()
    _answer(invitation, InvitationAnswer.ACCEPTED)
    _refuse_full(household.id, coming=1)
    _moves_in(household.id, principal.person_id, is_head=False)
    notifications.notify(queries.party_of(invitation.invited_by), "household-joined",
                         {"nickname": queries.nickname_of(principal.person_id)})  # fmt: skip
    return my_household(principal)


def decline_household_invitation(principal: Principal, invitation_id: UUID) -> MyHousehold:
    _answer(_to_me(principal, invitation_id), InvitationAnswer.DECLINED)
    return my_household(principal)


def leave_household(principal: Principal, _: None = None) -> MyHousehold:
    """The head leaves last, or hands it over before."""
    household, me = _mine(principal)
    if me.is_head and _members(household.id) > 1:
        raise HeadStays()
    me.ended_at, me.ended_by = clock.now(), principal.person_id
    if me.is_head:
        household.ended_at = clock.now()
        db.session.execute(
            update(HouseholdInvitation)
            .where(HouseholdInvitation.household_id == household.id, HouseholdInvitation.answered_at.is_(None))
            .values(answered_at=clock.now(), answer=str(InvitationAnswer.REVOKED))
        )
    db.session.flush()
    return my_household(principal)


def remove_from_household(principal: Principal, member_id: UUID) -> MyHousehold:
    household = _my_own(principal)
    member = _member(household.id, member_id)
    if member.is_head:
        raise HeadStays()
    member.ended_at, member.ended_by = clock.now(), principal.person_id
    db.session.flush()
    notifications.notify(queries.party_of(member.person_id), "household-removed", {"household": household.name})
    return my_household(principal)


def hand_household_over(principal: Principal, member_id: UUID) -> MyHousehold:
    """Make another member the head."""
    household = _my_own(principal)
    heir = _member(household.id, member_id)
    _, me = _mine(principal)
    me.is_head = False
    db.session.flush()  # there is one head at a time
    heir.is_head = True
    db.session.flush()
    return my_household(principal)


def _at_one_place(principal: Principal) -> None:
    take_turn(f"household:{principal.person_id}")
    if queries.live_member(principal.person_id) is not None:
        raise HouseholdThere()


def _mine(principal: Principal) -> tuple[Household, HouseholdMember]:
    """The household one lives in, locked: who comes and goes is decided one after another."""
    found = queries.live_member(principal.person_id)
    if found is None:
        raise HouseholdNotFound()
    household = db.session.get_one(Household, found.household_id, with_for_update=True)
    me = db.session.get_one(HouseholdMember, found.id, with_for_update=True, populate_existing=True)
    if me.ended_at is not None:
        raise HouseholdNotFound()
    return household, me


def _my_own(principal: Principal) -> Household:
    household, me = _mine(principal)
    if not me.is_head:
        raise NotTheHead()
    return household


def _member(household_id: UUID, member_id: UUID) -> HouseholdMember:
    member = db.session.get(HouseholdMember, member_id, with_for_update=True)
    if member is None or member.household_id != household_id or member.ended_at is not None:
        raise HouseholdMemberNotFound()
    return member


def _to_me(principal: Principal, invitation_id: UUID) -> HouseholdInvitation:
    indexes = invited.own_indexes(principal.person_id)
    invitation = db.session.get(HouseholdInvitation, invitation_id, with_for_update=True)
    if invitation is None or invitation.phone_index not in indexes:
        raise HouseholdInvitationNotFound()
    return invitation


def _answer(invitation: HouseholdInvitation, answer: InvitationAnswer) -> None:
    if invitation.answered_at is not None:
        raise InvitationAnswered(answer=str(invitation.answer))
    if invitation.expires_at <= clock.now():
        raise InvitationAnswered(answer=str(InvitationAnswer.EXPIRED))
    invitation.answered_at, invitation.answer = clock.now(), str(answer)
    db.session.flush()


def _moves_in(household_id: UUID, person_id: UUID, *, is_head: bool) -> None:
    db.session.add(HouseholdMember(id=new_id(), household_id=household_id, person_id=person_id, is_head=is_head,
                                   joined_at=clock.now()))  # fmt: skip
    db.session.flush()


def _members(household_id: UUID) -> int:
    counted = select(func.count()).select_from(HouseholdMember).where(
        HouseholdMember.household_id == household_id, HouseholdMember.ended_at.is_(None)
    )  # fmt: skip
    return db.session.scalar(counted) or 0


def _refuse_full(household_id: UUID, *, coming: int) -> None:
    most = whole("household.most_members", clock.today())
    if _members(household_id) + coming > most:
        raise HouseholdFull(most=most)
