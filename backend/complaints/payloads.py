"""What the commands about complaints take and give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Subject:
    """What a complaint is about: one of the complainant's own things."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class FileComplaint:
    """``datum``: which one is wrong, where a correction is asked for."""

    kind: str
    text: str
    about: Subject | None = None
    datum: str | None = None
    file_ids: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class Say:
    """Words about a complaint: an appeal, an answer to a question, a question."""

    complaint_id: UUID
    text: str
    file_ids: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class OneComplaint:
    complaint_id: UUID


@dataclass(frozen=True, slots=True)
class AnswerComplaint:
    complaint_id: UUID
    outcome: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    round: int
    outcome: str
    text: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class MessageView:
    kind: str
    by_office: bool
    text: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """``summary`` is how its text begins. ``holidays_known``: whether the days were counted with published holidays."""

    complaint_id: UUID
    number: str
    kind: str
    datum: str | None
    about: Subject | None
    state: str
    summary: str
    received_at: datetime
    answer_due_on: date
    due_on: date | None
    is_overdue: bool
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class ComplaintCase:
    complaint: ComplaintView
    text: str
    file_ids: Sequence[UUID]
    holidays_known: bool
    assigned_at: datetime | None
    appeal_until: date | None
    appealed_at: datetime | None
    appeal_assigned_at: datetime | None
    closed_at: datetime | None
    withdrawn_at: datetime | None
    answers: Sequence[AnswerView]
    messages: Sequence[MessageView]


@dataclass(frozen=True, slots=True)
class Complainant:
    """As far as an officer needs it: a name to speak to, and the end of a number."""

    name: str
    phone_masked: str | None


@dataclass(frozen=True, slots=True)
class WorkItem:
    complaint: ComplaintView
    is_mine: bool
    has_officer: bool


@dataclass(frozen=True, slots=True)
class OfficeCase:
    case: ComplaintCase
    complainant: Complainant
    is_mine: bool
    has_officer: bool
