"""What offsets' commands take and give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.points.payloads import AwardLine


@dataclass(frozen=True, slots=True)
class QuoteOffset:
    quantity_kg: int | None = None
    footprint_id: UUID | None = None
    offer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class QuotedLine:
    offer_id: UUID
    batch_number: str
    project_name: str
    quantity_kg: int
    price_fen_per_t: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class QuotedFootprint:
    footprint_id: UUID
    period: str
    emissions_g: int
    claimed_kg: int


@dataclass(frozen=True, slots=True)
class Quoted:
    quote_id: UUID
    quantity_kg: int
    amount_fen: int
    price_fen_per_t: int
    lines: Sequence[QuotedLine]
    points_estimate: int
    points_lines: Sequence[AwardLine]
    expires_at: datetime
    footprint: QuotedFootprint | None
    daily_left_kg: int
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class Beneficiary:
    kind: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceOffsetOrder:
    quote_id: UUID
    purpose: str
    beneficiary: Beneficiary
    footprint_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CancelOffsetOrder:
    order_id: UUID
