"""Complaints, what was said about them, and how they were answered. What people write is sealed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model


class ComplaintState(StrEnum):
    RECEIVED = "received"
    ASSIGNED = "assigned"
    ANSWERED = "answered"  # may be appealed until a day
    APPEALED = "appealed"
    ANSWERED_FINALLY = "answered-finally"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Complaint(Model):
    """One matter that somebody brought. ``due_on`` is the last day for what the office has to do next."""

    __tablename__ = "complaints_complaints"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("(kind = 'correction') = (datum IS NOT NULL)", name="datum"),
        CheckConstraint("(subject_kind IS NULL) = (subject_id IS NULL)", name="subject_whole"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_at"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
        CheckConstraint("officer_id IS DISTINCT FROM person_id", name="officer_is_another"),
        CheckConstraint("appeal_officer_id IS DISTINCT FROM person_id", name="appeal_officer_is_another"),
        Index("ix_complaints_complaints_party", "party_id", "received_at", "id"),
        Index("ix_complaints_complaints_due", "state", "due_on", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(24))
    party_id: Mapped[UUID]
    person_id: Mapped[UUID]  # who wrote it; for an organisation, one of its members
    kind: Mapped[str] = mapped_column(String(12))
    datum: Mapped[str | None] = mapped_column(String(20))  # which one is wrong, where it is a correction
    subject_kind: Mapped[str | None] = mapped_column(String(20))
    subject_id: Mapped[UUID | None]
    text_sealed: Mapped[bytes]
    state: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime]
    answer_due_on: Mapped[date]
    due_on: Mapped[date | None]
    officer_id: Mapped[UUID | None]
    assigned_at: Mapped[datetime | None]
    appeal_until: Mapped[date | None]
    appealed_at: Mapped[datetime | None]
    appeal_officer_id: Mapped[UUID | None]
    appeal_assigned_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Answer(Model):
    """What the office decided: the first time, and once more on appeal. Never changed."""

    __tablename__ = "complaints_answers"
    __table_args__ = (
        CheckConstraint("round IN (1, 2)", name="round"),
        CheckConstraint("outcome IN ('upheld', 'partly-upheld', 'rejected')", name="outcome"),
        UniqueConstraint("complaint_id", "officer_id"),  # who answered does not decide the appeal
    )

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints_complaints.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[UUID]
    outcome: Mapped[str] = mapped_column(String(16))
    text_sealed: Mapped[bytes]
    recorded_at: Mapped[datetime]


class Message(Model):
    """What was said between filing and answer: a question of the office, words of the citizen, the appeal itself."""

    __tablename__ = "complaints_messages"
    __table_args__ = (
        CheckConstraint("kind IN ('question', 'message', 'appeal')", name="kind"),
        Index("ix_complaints_messages_complaint", "complaint_id", "recorded_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints_complaints.id"))
    person_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(8))
    text_sealed: Mapped[bytes]
    recorded_at: Mapped[datetime]
