"""What is kept of people beyond their sign-in. What identifies somebody is sealed; a resident number is nowhere."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model
from backend.kernel.transaction import LOST_RACES

_PERSON = "identity_persons.id"


class RealName(Model):
    """A name and number that the register of residents has confirmed, once a person and one person each.

    Name and birth date are sealed under the person's own key. Of the number there are a keyed hash, which finds it
    again and gives nothing back, and its last four characters.
    """

    __tablename__ = "identity_real_names"

    person_id: Mapped[UUID] = mapped_column(ForeignKey(_PERSON), primary_key=True)
    name_sealed: Mapped[bytes]
    name_masked: Mapped[str] = mapped_column(String(60))
    born_sealed: Mapped[bytes]
    number_index: Mapped[str] = mapped_column(String(72), unique=True)
    number_tail: Mapped[str] = mapped_column(String(4))
    checked_at: Mapped[datetime]
    check_reference: Mapped[str] = mapped_column(String(64))
    """What the register calls its answer."""


class RealNameTry(Model):
    """A question to the register: counted before it is asked, so that a lost answer costs a try as well."""

    __tablename__ = "identity_real_name_tries"
    __table_args__ = (
        Index("ix_identity_real_name_tries_person", "person_id", "requested_at"),
        Index("ix_identity_real_name_tries_number", "number_index", "requested_at"),
        CheckConstraint("outcome IN ('match', 'no-match', 'unknown', 'taken')", name="outcome"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey(_PERSON))
    number_index: Mapped[str] = mapped_column(String(72))
    requested_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(10))


class Guardianship(Model):
    """A minor names somebody by number; an adult with a checked real name takes it on, until either ends it."""

    __tablename__ = "identity_guardianships"
    __table_args__ = (
        Index("uq_identity_guardianships_live", "minor_id", unique=True, postgresql_where=text("ended_at IS NULL")),
        Index("ix_identity_guardianships_guardian", "guardian_id", postgresql_where=text("ended_at IS NULL")),
        Index("ix_identity_guardianships_phone", "phone_index",
              postgresql_where=text("ended_at IS NULL AND accepted_at IS NULL")),
        CheckConstraint("(accepted_at IS NULL) = (guardian_id IS NULL)", name="accepted_whole"),
        CheckConstraint("(accepted_at IS NULL) = (consent_version IS NULL)", name="accepted_to_a_text"),
        CheckConstraint("guardian_id <> minor_id", name="somebody_else"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    minor_id: Mapped[UUID] = mapped_column(ForeignKey(_PERSON))
    phone_sealed: Mapped[bytes]
    phone_index: Mapped[str] = mapped_column(String(72))
    phone_masked: Mapped[str] = mapped_column(String(20))
    recorded_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    guardian_id: Mapped[UUID | None] = mapped_column(ForeignKey(_PERSON))
    consent_version: Mapped[str | None] = mapped_column(String(20))
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey(_PERSON))


class Household(Model):
    """People who live together and look at a footprint together. It ends with its last member."""

    __tablename__ = "identity_households"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class HouseholdMember(Model):
    """Somebody lives in a household; in one at a time. One of them is its head."""

    __tablename__ = "identity_household_members"
    __table_args__ = (
        Index("uq_identity_household_members_live", "person_id", unique=True,
              postgresql_where=text("ended_at IS NULL")),
        Index("uq_identity_household_members_head", "household_id", unique=True,
              postgresql_where=text("ended_at IS NULL AND is_head")),
        Index("ix_identity_household_members_household", "household_id", postgresql_where=text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("identity_households.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey(_PERSON))
    is_head: Mapped[bool]
    joined_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey(_PERSON))


class HouseholdInvitation(Model):
    """The head offers a place to whoever has a number; open until it is answered or its week is over."""

    __tablename__ = "identity_household_invitations"
    __table_args__ = (
        Index("uq_identity_household_invitations_open", "household_id", "phone_index", unique=True,
              postgresql_where=text("answered_at IS NULL")),
        Index("ix_identity_household_invitations_phone", "phone_index", postgresql_where=text("answered_at IS NULL")),
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answered_whole"),
        CheckConstraint("answer IN ('accepted', 'declined', 'revoked', 'expired')", name="answer"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("identity_households.id"))
    phone_sealed: Mapped[bytes]
    phone_index: Mapped[str] = mapped_column(String(72))
    phone_masked: Mapped[str] = mapped_column(String(20))
    invited_by: Mapped[UUID] = mapped_column(ForeignKey(_PERSON))
    recorded_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(10))


class RecoveryState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"  # the number changes after the hold
    REFUSED = "refused"


class Recovery(Model):
    """Somebody has lost their phone and stands at the office: one officer opens the case, another decides."""

    __tablename__ = "identity_recoveries"
    __table_args__ = (
        Index("uq_identity_recoveries_open", "person_id", unique=True, postgresql_where=text("state = 'open'")),
        Index("ix_identity_recoveries_at", "recorded_at", "id"),
        CheckConstraint("state IN ('open', 'approved', 'refused')", name="state"),
        CheckConstraint("(state = 'open') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("decided_by <> opened_by", name="two_officers"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey(_PERSON))
    phone_sealed: Mapped[bytes]
    phone_index: Mapped[str] = mapped_column(String(72))
    phone_masked: Mapped[str] = mapped_column(String(20))
    reason_sealed: Mapped[bytes]
    found_by: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))
    recorded_at: Mapped[datetime]
    opened_by: Mapped[UUID] = mapped_column(ForeignKey(_PERSON))
    opened_at_party: Mapped[UUID] = mapped_column(ForeignKey("identity_organisations.party_id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey(_PERSON))
    refusal_sealed: Mapped[bytes | None]


class NameCorrectionState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"  # what the register has confirmed counts
    REFUSED = "refused"


class NameCorrection(Model):
    """A checked name is wrong: one officer has the register asked about what the person shows, another decides.

    What the register has confirmed waits sealed under the person's own key, and is emptied with the decision.
    """

    __tablename__ = "identity_name_corrections"
    __table_args__ = (
        Index("uq_identity_name_corrections_open", "person_id", unique=True, postgresql_where=text("state = 'open'")),
        Index("ix_identity_name_corrections_number", "number_index", postgresql_where=text("state = 'open'")),
        Index("ix_identity_name_corrections_at", "recorded_at", "id"),
        CheckConstraint("state IN ('open', 'approved', 'refused')", name="state"),
        CheckConstraint("(state = 'open') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("decided_by <> opened_by", name="two_officers"),
        CheckConstraint("num_nulls(name_sealed, born_sealed, number_index)"
                        " = CASE state WHEN 'open' THEN 0 ELSE 3 END", name="emptied_at_the_end"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey(_PERSON))
    old_name_masked: Mapped[str] = mapped_column(String(60))
    old_number_tail: Mapped[str] = mapped_column(String(4))
    name_sealed: Mapped[bytes | None]
    born_sealed: Mapped[bytes | None]
    number_index: Mapped[str | None] = mapped_column(String(72))
    name_masked: Mapped[str] = mapped_column(String(60))
    number_tail: Mapped[str] = mapped_column(String(4))
    check_reference: Mapped[str] = mapped_column(String(64))
    reason_sealed: Mapped[bytes]
    state: Mapped[str] = mapped_column(String(10))
    recorded_at: Mapped[datetime]
    opened_by: Mapped[UUID] = mapped_column(ForeignKey(_PERSON))
    opened_at_party: Mapped[UUID] = mapped_column(ForeignKey("identity_organisations.party_id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey(_PERSON))
    refusal_sealed: Mapped[bytes | None]


class PhoneChangeState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"  # somebody else has the number by now


class PhoneChange(Model):
    """Another number for a person: it waits a day, so that whoever holds the old one can object."""

    __tablename__ = "identity_phone_changes"
    __table_args__ = (
        Index("uq_identity_phone_changes_waiting", "person_id", unique=True,
              postgresql_where=text("state = 'waiting'")),
        Index("ix_identity_phone_changes_due", "due_at", postgresql_where=text("state = 'waiting'")),
        CheckConstraint("state IN ('waiting', 'done', 'cancelled', 'failed')", name="state"),
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="ended_whole"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey(_PERSON), index=True)
    phone_sealed: Mapped[bytes]
    phone_index: Mapped[str] = mapped_column(String(72))
    phone_masked: Mapped[str] = mapped_column(String(20))
    sign_in_id: Mapped[UUID | None] = mapped_column(ForeignKey("identity_sign_ins.id"))
    """The sign-in that asked; it alone goes on afterwards. None: the office asked."""
    recovery_id: Mapped[UUID | None] = mapped_column(ForeignKey("identity_recoveries.id"))
    state: Mapped[str] = mapped_column(String(10))
    recorded_at: Mapped[datetime]
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Disclosure(Model):
    """Somebody in a position has looked at a person's data: told to that person, without the officer's name."""

    __tablename__ = "identity_disclosures"
    __table_args__ = (Index("ix_identity_disclosures_person", "person_id", "recorded_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey(_PERSON))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("identity_parties.id"))
    role: Mapped[str] = mapped_column(String(30))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey(_PERSON))
    kinds: Mapped[list[str]] = mapped_column(ARRAY(String(30)))
    reason: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str | None] = mapped_column(String(60))
    recorded_at: Mapped[datetime]


LOST_RACES.update({
    "uq_identity_real_names_number_index", "pk_identity_real_names", "uq_identity_guardianships_live",
    "uq_identity_household_members_live", "uq_identity_household_members_head",
    "uq_identity_household_invitations_open", "uq_identity_recoveries_open", "uq_identity_phone_changes_waiting",
    "uq_identity_name_corrections_open",
})  # fmt: skip
