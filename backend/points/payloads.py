"""What points' commands take and give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AwardLine:
    """What one rule said of one fact; ``text`` says it in the reader's language. Lines of no points are kept."""

    rule: str
    rule_version: int
    points: int
    reason: str
    text: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Awarded:
    """``entry_id`` and ``expires_on`` (the soonest of its lots) are None where nothing was earned."""

    points: int
    lines: Sequence[AwardLine]
    reduction_g: int | None
    entry_id: UUID | None
    balance: int
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Simulated:
    points: int
    lines: Sequence[AwardLine]
    reduction_g: int | None


@dataclass(frozen=True, slots=True)
class LotPart:
    """Points of one lot; ``expires_on`` is the last day on which they can be spent."""

    lot_id: UUID
    expires_on: date
    points: int


@dataclass(frozen=True, slots=True)
class Spent:
    """``parts`` are the lots that were drawn on, the soonest to lapse first; ``balance`` is what stays available."""

    entry_id: UUID
    points: int
    parts: Sequence[LotPart]
    balance: int


@dataclass(frozen=True, slots=True)
class Returned:
    """``parts`` are the very lots that the spend had drawn on.

    ``lapsed`` of the points lie in lots whose last day has passed meanwhile: they are back, and go with the next sweep.
    """

    entry_id: UUID
    points: int
    parts: Sequence[LotPart]
    lapsed: int
    balance: int


@dataclass(frozen=True, slots=True)
class ClawedBack:
    """``owed`` of the points were gone already and are now the member's debt."""

    entry_id: UUID
    points: int
    owed: int


@dataclass(frozen=True, slots=True)
class SimulateAward:
    kind: str
    measures: Mapping[str, Decimal]
    occurred_at: datetime | None = None
    purpose: str | None = None
    tier: str | None = None


@dataclass(frozen=True, slots=True)
class PublishRule:
    """``body`` is a rule as the rule format writes it (points_engine.rulebook)."""

    body: Mapping[str, Any]
