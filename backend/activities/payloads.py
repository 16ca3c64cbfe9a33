"""What the commands about activities take and give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
