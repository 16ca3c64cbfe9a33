"""What people have consented to, in which words; and who has closed their account."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model
from backend.kernel.transaction import LOST_RACES


class ClosingState(StrEnum):
    WAITING = "waiting"  # asked for; its owner may still think better of it
    KEPT = "kept"
    CLOSED = "closed"  # for ever


class ConsentText(Model):
    """A version of what one consents to for a purpose: its words, and what happens without it. Append-only."""

    __tablename__ = "privacy_consent_texts"

    purpose: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[str] = mapped_column(String(20), primary_key=True)
    published_at: Mapped[datetime]
    position: Mapped[int]
    title_zh: Mapped[str] = mapped_column(String(80))
    title_en: Mapped[str] = mapped_column(String(120))
    text_zh: Mapped[str]
    text_en: Mapped[str]
    without_zh: Mapped[str]
    without_en: Mapped[str]
    recipient_zh: Mapped[str]
    recipient_en: Mapped[str]
    term_zh: Mapped[str]
    term_en: Mapped[str]
    shown_zh: Mapped[str]  # a line a thing, as the three below
    shown_en: Mapped[str]
    withheld_zh: Mapped[str]
    withheld_en: Mapped[str]


class Consent(Model):
    """One consent, from when it was given until it was withdrawn. ``receipt`` is our signature over it."""

    __tablename__ = "privacy_consents"
    __table_args__ = (
        ForeignKeyConstraint(
            ["purpose", "text_version"], ["privacy_consent_texts.purpose", "privacy_consent_texts.version"]
        ),
        Index("uq_privacy_consents_live", "person_id", "purpose", unique=True,
              postgresql_where=text("withdrawn_at IS NULL")),
        Index("ix_privacy_consents_person", "person_id", "given_at"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_persons.id"))
    purpose: Mapped[str] = mapped_column(String(40))
    text_version: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(10))
    receipt: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Closing(Model):
    """Somebody closes their account: at ``due_at`` it is carried out, unless they keep it."""

    __tablename__ = "privacy_closings"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'kept', 'closed')", name="state"),
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="ended_at"),
        Index("uq_privacy_closings_live", "person_id", unique=True, postgresql_where=text("state <> 'kept'")),
        Index("ix_privacy_closings_party", "party_id", postgresql_where=text("state = 'closed'")),
        Index("ix_privacy_closings_due", "due_at", postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_persons.id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("identity_parties.id"))
    state: Mapped[str] = mapped_column(String(8))
    requested_at: Mapped[datetime]
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


LOST_RACES.update({"uq_privacy_consents_live", "uq_privacy_closings_live"})
