"""What the market's commands take and give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kernel.serials import SerialRange


@dataclass(frozen=True, slots=True)
class PutOnShelf:
    """A holder offers kilograms of one batch at retail, cut into slots so that many may buy at once."""

    seller_party_id: UUID
    batch_number: str
    quantity_kg: int
    price_fen_per_t: int
    slots: int = 16
    is_demo: bool = False
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TakeOffShelf:
    """All that is left of an offer goes back to its seller."""

    offer_id: UUID


@dataclass(frozen=True, slots=True)
class Reserve:
    order_id: UUID
    offer_id: UUID
    quantity_kg: int


@dataclass(frozen=True, slots=True)
class Release:
    order_id: UUID


@dataclass(frozen=True, slots=True)
class Reservation:
    order_id: UUID
    offer_id: UUID
    batch_number: str
    seller_party_id: UUID
    quantity_kg: int
    serials: tuple[SerialRange, ...]
    entry_id: UUID


@dataclass(frozen=True, slots=True)
class Released:
    order_id: UUID
    quantity_kg: int
    entry_id: UUID


@dataclass(frozen=True, slots=True)
class OnShelf:
    offer_id: UUID
    batch_number: str
    quantity_kg: int
    slots: int


@dataclass(frozen=True, slots=True)
class OffShelf:
    offer_id: UUID
    quantity_kg: int
