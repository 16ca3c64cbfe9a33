"""What the commands about activities take and give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from backend.points.payloads import AwardLine


@dataclass(frozen=True, slots=True)
class RecordActivity:
    """Something that a citizen did and says so. ``source_reference`` is the receipt, if there is one."""

    kind: str
    measures: Mapping[str, Decimal]
    occurred_at: datetime
    source_reference: str | None = None
    note: str | None = None
    file_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawActivity:
    activity_id: UUID


@dataclass(frozen=True, slots=True)
class ActivityView:
    """``withdrawable_until`` is the last day on which it can be taken back; None where it cannot be at all."""

    activity_id: UUID
    kind: str
    title: str
    measures: Mapping[str, str]
    occurred_at: datetime
    recorded_at: datetime
    points: int
    reduction_g: int | None
    state: str
    tier: str
    source_reference: str | None
    withdrawn_at: datetime | None
    withdrawable_until: date | None
    entry_id: UUID | None
    evidence_file_id: UUID | None
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class ActivityTakenBack:
    """``points_owed`` of ``points_taken_back`` were spent already: the next awards pay them first."""

    activity: ActivityView
    points_taken_back: int
    points_owed: int
    points_balance: int
    entry_id: UUID | None


@dataclass(frozen=True, slots=True)
class ActivityRecorded:
    activity_id: UUID
    state: str
    tier: str
    reduction_g: int | None
    points: int
    lines: Sequence[AwardLine]
    points_balance: int
    entry_id: UUID | None
