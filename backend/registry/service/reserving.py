"""Set kilograms aside for an order, and give them back to the very slots that they came from."""

from __future__ import annotations

from uuid import UUID

from backend.kernel.principal import Principal
from backend.kernel.serials import joined
from backend.ledger import service as ledger
from backend.ledger.service import Draft, Move
from backend.registry import accounts, blocks
from backend.registry.blocks import Leg, Rest
from backend.registry.errors import NothingReserved
from backend.registry.models import State
from backend.registry.payloads import ReservationReleased, ReserveFromSlots, SlotShare, UnitsReserved
from backend.registry.queries import batch_row, reservation


def reserve_from_slots(_: Principal, wish: ReserveFromSlots) -> UnitsReserved:
    """The caller has locked the slots. No leaf: a reservation is a private matter that may come to nothing.

    Raises:
        InsufficientBalance: a slot does not hold so many.
        EntryReferenceReused: the order has had its reservation.
    """
    batch = batch_row(wish.batch_number)
    order = accounts.reserved(wish.order_id, batch.number)
    entry = ledger.record(
        Draft(
            f"offset-order:{wish.order_id}:reserved", "reservation",
            [Move(share.quantity_kg, accounts.listed(share.slot_id, batch.number), order) for share in wish.shares],
        )
    )  # fmt: skip
    moved = blocks.move(
        batch.id,
        [
            Leg(share.quantity_kg, Rest(State.LISTED, wish.party_id, share.slot_id),
                Rest(State.RESERVED, wish.party_id, share.slot_id, wish.order_id))
            for share in wish.shares
        ],
    )  # fmt: skip
    serials = joined(each for ranges in moved for each in ranges)
    quantity_kg = sum(share.quantity_kg for share in wish.shares)
    return UnitsReserved(wish.order_id, batch.number, serials, quantity_kg, entry.entry_ids[0])


def release_reservation(_: Principal, order_id: UUID) -> ReservationReleased:
    """The caller has locked the slots (``queries.reserved_slots``). Raises NothingReserved."""
    held = reservation(order_id)
    if held is None:
        raise NothingReserved(order_id=order_id)
    order = accounts.reserved(order_id, held.batch_number)
    quantity_kg = sum(share.quantity_kg for share in held.shares)
    entry = ledger.record(
        Draft(
            f"offset-order:{order_id}:released", "reservation-release",
            [
                Move(share.quantity_kg, order, accounts.listed(share.slot_id, held.batch_number))
                for share in held.shares
            ],
        )
    )  # fmt: skip
    blocks.move(
        held.batch_id,
        [
            Leg(share.quantity_kg, Rest(State.RESERVED, held.party_id, share.slot_id, order_id),
                Rest(State.LISTED, held.party_id, share.slot_id))
            for share in held.shares
        ],
    )  # fmt: skip
    shares = tuple(SlotShare(share.slot_id, share.quantity_kg) for share in held.shares)
    return ReservationReleased(order_id, quantity_kg, shares, entry.entry_ids[0])
