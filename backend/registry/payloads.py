"""What the register's commands take and give. Quantities are whole kilograms; a serial is one kilogram."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from backend.kernel.serials import SerialRange

AGREEMENT: Final = "agreement"
RESERVE: Final = "reserve"


@dataclass(frozen=True, slots=True)
class CreateProject:
    code: str
    kind: str
    name_zh: str
    name_en: str
    place_zh: str
    place_en: str
    area_mu: int
    methodology_zh: str
    methodology_en: str
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class IssueBatch:
    """One ticket for one project and monitoring period. Its serials follow the last ones that the county gave."""

    project_id: UUID
    owner_party_id: UUID
    quantity_kg: int
    issued_on: date
    vintage_from: int
    vintage_to: int
    buffer_kg: int = 0
    number: str | None = None  # seven digits; default: the next
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class BatchIssued:
    batch_id: UUID
    number: str
    serials: SerialRange
    entry_id: UUID


@dataclass(frozen=True, slots=True)
class TransferUnits:
    """From one holder to another, by agreement or into the reserve. The money passes outside; its price is kept."""

    batch_number: str
    seller_party_id: UUID
    buyer_party_id: UUID
    quantity_kg: int
    kind: str  # AGREEMENT or RESERVE
    price_fen_per_t: int
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnitsTransferred:
    transfer_id: UUID
    serials: tuple[SerialRange, ...]
    entry_id: UUID


@dataclass(frozen=True, slots=True)
class SlotShare:
    """So many kilograms of one shelf slot. ``n`` counts what was put on it and taken off it (``shelf:{slot}:{n}``)."""

    slot_id: UUID
    quantity_kg: int
    n: int = 0


@dataclass(frozen=True, slots=True)
class ListUnits:
    """A holder's available kilograms onto shelf slots, or off them again."""

    batch_number: str
    party_id: UUID
    shares: Sequence[SlotShare]
    price_fen_per_t: int
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReserveFromSlots:
    """Kilograms of one seller's batch, from slots that the caller has locked, set aside for one order."""

    order_id: UUID
    batch_number: str
    party_id: UUID
    shares: Sequence[SlotShare]


@dataclass(frozen=True, slots=True)
class UnitsReserved:
    order_id: UUID
    batch_number: str
    serials: tuple[SerialRange, ...]
    quantity_kg: int
    entry_id: UUID


@dataclass(frozen=True, slots=True)
class ReservationReleased:
    """``shares`` are back in the very slots that they came from."""

    order_id: UUID
    quantity_kg: int
    shares: tuple[SlotShare, ...]
    entry_id: UUID


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """For whom a retirement is; ``name`` is what the holder chose to show, or nothing."""

    kind: str  # nickname | real-name | none | organisation
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a retirement counts for: ``footprint`` and its id, ``party`` (voluntary); later events, duties, cases."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class RetireReserved:
    """Retire all that is reserved for an order. ``party_id`` is whose retirement it is; ``subject`` defaults to it."""

    order_id: UUID
    party_id: UUID
    purpose: str  # footprint | voluntary
    beneficiary: Beneficiary
    subject: Subject | None = None
    period: str | None = None  # of the footprint: YYYY-MM or YYYY


@dataclass(frozen=True, slots=True)
class Retired:
    """Done for ever: blocks, ledger entry, claim and certificate are written."""

    retirement_id: UUID
    batch_number: str
    quantity_kg: int
    serials: tuple[SerialRange, ...]
    retired_at: datetime
    entry_id: UUID
    certificate_number: str
