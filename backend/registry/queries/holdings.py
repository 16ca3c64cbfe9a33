"""How much rests where: for commands that decide, and for the shelf."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BigInteger, cast, func, select

from backend.extensions import db
from backend.registry.models import Batch, State, UnitBlock
from backend.registry.payloads import SlotShare

_quantity = cast(func.sum(func.upper(UnitBlock.serials) - func.lower(UnitBlock.serials)), BigInteger)


@dataclass(frozen=True, slots=True)
class Reservation:
    """What an order holds, and from which slots it came."""

    order_id: UUID
    batch_id: UUID
    batch_number: str
    party_id: UUID  # the seller, whose kilograms they still are
    shares: tuple[SlotShare, ...]


def reservation(order_id: UUID) -> Reservation | None:
    """None: nothing is reserved for the order now."""
    rows = db.session.execute(
        select(Batch.id, Batch.number, UnitBlock.party_id, UnitBlock.slot_id, _quantity.label("quantity_kg"))
        .join(Batch, Batch.id == UnitBlock.batch_id)
        .where(UnitBlock.order_id == order_id, UnitBlock.superseded_at.is_(None))
        .group_by(Batch.id, Batch.number, UnitBlock.party_id, UnitBlock.slot_id)
        .order_by(UnitBlock.slot_id)
    ).all()
    if not rows:
        return None
    first = rows[0]
    shares = tuple(SlotShare(row.slot_id, row.quantity_kg) for row in rows)
    return Reservation(order_id, first.id, first.number, first.party_id, shares)


def reserved_slots(order_id: UUID) -> list[UUID]:
    """The slots to lock, in id order, before a reservation is released."""
    held = reservation(order_id)
    return sorted(share.slot_id for share in held.shares) if held else []


def listed_kg(slot_ids: Iterable[UUID]) -> dict[UUID, int]:
    """What lies in each slot now; nothing for those that are empty. Certain only while the slots are locked."""
    rows = db.session.execute(
        select(UnitBlock.slot_id, _quantity.label("quantity_kg"))
        .where(UnitBlock.superseded_at.is_(None), UnitBlock.state == State.LISTED)
        .where(UnitBlock.slot_id.in_(list(slot_ids)))
        .group_by(UnitBlock.slot_id)
    )
    return {row.slot_id: row.quantity_kg for row in rows}
