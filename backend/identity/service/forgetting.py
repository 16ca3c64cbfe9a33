"""Somebody goes for good: what identifies them is deleted, or sealed under a key that is no more."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update

from backend.extensions import db
from backend.files import service as files
from backend.identity import personal_keys
from backend.identity.models import (
    CountedText,
    Invitation,
    InvitationAnswer,
    Membership,
    Passkey,
    PasskeyChallenge,
    Person,
    RecoveryCode,
    RefreshToken,
    SignIn,
    SmsChallenge,
    TotpFactor,
)
from backend.identity.people.models import (
    Guardianship,
    Household,
    HouseholdInvitation,
    HouseholdMember,
    NameCorrection,
    PhoneChange,
    RealName,
    RealNameTry,
    Recovery,
)
from backend.identity.people.name_correction_queries import OF_NAME_CORRECTION
from backend.identity.people.recovery_queries import OF_RECOVERY
from backend.identity.service.registering import phone_of
from backend.identity.service.writing_to_numbers import WINDOW
from backend.kernel import clock, crypto
from backend.kernel.ids import new_id

CLOSED = "account-closed"


def forget(person_id: UUID) -> None:
    """The row of the person stays, with a pseudonym in it; the number may open a new account at once."""
    indexes = crypto.keys().blind_indexes(phone_of(person_id), purpose="phone")
    # Codes first: a sign-in that is under way holds its code's row, and is over before its session is looked for.
    db.session.execute(delete(SmsChallenge).where(SmsChallenge.phone_index.in_(indexes)))
    for offers in (Invitation, HouseholdInvitation):
        _count_on(offers, offers.recorded_at, offers.phone_index.in_(indexes))
    _end_sign_ins(person_id)
    _end_positions(person_id)
    _withdraw_offers(person_id)
    cases = db.session.scalars(select(Recovery.id).where(Recovery.person_id == person_id)).all()
    files.erase_attached(OF_RECOVERY, cases)
    corrections = db.session.scalars(select(NameCorrection.id).where(NameCorrection.person_id == person_id)).all()
    files.erase_attached(OF_NAME_CORRECTION, corrections)
    for table in (TotpFactor, RecoveryCode, Passkey, PasskeyChallenge, NameCorrection, RealName, RealNameTry,
                  PhoneChange, Recovery):  # fmt: skip
        db.session.execute(delete(table).where(table.person_id == person_id))
    mine = or_(
        Guardianship.minor_id == person_id,
        Guardianship.guardian_id == person_id,
        Guardianship.phone_index.in_(indexes),
    )
    _count_on(Guardianship, Guardianship.recorded_at, mine)
    _leave_household(person_id)
    person = db.session.get_one(Person, person_id, with_for_update={"key_share": True})
    person.nickname, person.elder_mode = "", False
    db.session.flush()
    personal_keys.destroy(person_id)


def _count_on(table: Any, sent_at: Any, which: ColumnElement[bool]) -> None:
    """Delete what names a number; that it got a text today counts on, whoever has the number next."""
    gone = db.session.execute(delete(table).where(which).returning(table.phone_index, sent_at)).all()
    db.session.add_all(
        CountedText(id=new_id(), phone_index=index, sent_at=at)
        for index, at in gone if at > clock.now() - WINDOW
    )  # fmt: skip


def _end_sign_ins(person_id: UUID) -> None:
    db.session.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
        .values(ended_at=clock.now(), end_reason=CLOSED)
        .execution_options(synchronize_session=False)
    )
    mine = select(SignIn.id).where(SignIn.person_id == person_id)
    db.session.execute(delete(RefreshToken).where(RefreshToken.sign_in_id.in_(mine)))
    named = update(SignIn).where(SignIn.person_id == person_id).values(device=None)
    db.session.execute(named.execution_options(synchronize_session=False))


def _end_positions(person_id: UUID) -> None:
    db.session.execute(
        update(Membership)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .values(ended_at=clock.now(), ended_by=person_id)
        .execution_options(synchronize_session=False)
    )


def _withdraw_offers(person_id: UUID) -> None:
    """Nobody is appointed, or taken in, by somebody who is gone."""
    for offers in (Invitation, HouseholdInvitation):
        db.session.execute(
            update(offers)
            .where(offers.invited_by == person_id, offers.answered_at.is_(None))
            .values(answered_at=clock.now(), answer=str(InvitationAnswer.REVOKED))
            .execution_options(synchronize_session=False)
        )


def _leave_household(person_id: UUID) -> None:
    """Whoever heads one with others in it has handed it on before; an empty one ends."""
    now = clock.now()
    left = db.session.scalars(
        update(HouseholdMember)
        .where(HouseholdMember.person_id == person_id, HouseholdMember.ended_at.is_(None))
        .values(ended_at=now, ended_by=person_id)
        .returning(HouseholdMember.household_id)
        .execution_options(synchronize_session=False)
    ).all()
    lived_in = select(HouseholdMember.household_id).where(HouseholdMember.ended_at.is_(None))
    db.session.execute(
        update(Household)
        .where(Household.id.in_(left), Household.id.not_in(lived_in))
        .values(ended_at=now, name="")
        .execution_options(synchronize_session=False)
    )
