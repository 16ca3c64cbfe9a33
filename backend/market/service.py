"""Put kilograms on the retail shelf, set them aside for orders, give them back.

Lock order: slots before accounts before blocks. A first pass takes what slots it finds free, so that buyers do not
queue; only when that does not fill the order does a second pass wait for every slot, in id order.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.kernel import chance, clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.kernel.quantities import split
from backend.market.errors import OfferNotFound, ShelfExhausted
from backend.market.models import Offer, OfferPrice, ShelfSlot
from backend.market.payloads import (
    OffShelf,
    OnShelf,
    PutOnShelf,
    Release,
    Released,
    Reservation,
    Reserve,
    TakeOffShelf,
)
from backend.market.queries import price_of
from backend.points import service as points
from backend.registry import queries as holdings
from backend.registry import service as registry
from backend.registry.payloads import ListUnits, ReserveFromSlots, SlotShare


def put_on_shelf(principal: Principal, wish: PutOnShelf) -> OnShelf:
    """Cut a holder's kilograms into slots of nearly equal size.

    Raises:
        InsufficientBalance: the seller does not have so many available.
        RebateTooHigh: at this price the points of a kilogram would be worth too much of what it costs.
    """
    points.check_retail_price(wish.price_fen_per_t)
    now, offer_id = clock.now(), new_id()
    opened_at = wish.occurred_at or now
    db.session.add(
        Offer(id=offer_id, batch_number=wish.batch_number, seller_party_id=wish.seller_party_id, is_demo=wish.is_demo,
              opened_at=opened_at, closed_at=None, recorded_at=now)
    )  # fmt: skip
    db.session.flush()
    db.session.add(OfferPrice(offer_id=offer_id, valid_from=opened_at, price_fen_per_t=wish.price_fen_per_t))
    parts = [part for part in split(wish.quantity_kg, [1] * wish.slots) if part]
    slots = [ShelfSlot(id=new_id(), offer_id=offer_id, place=place, movements=1) for place in range(len(parts))]
    db.session.add_all(slots)
    db.session.flush()
    registry.list_units(
        principal,
        ListUnits(
            batch_number=wish.batch_number, party_id=wish.seller_party_id, price_fen_per_t=wish.price_fen_per_t,
            shares=[SlotShare(slot.id, part, n=1) for slot, part in zip(slots, parts, strict=True)],
            occurred_at=opened_at,
        ),
    )  # fmt: skip
    return OnShelf(offer_id, wish.batch_number, wish.quantity_kg, len(slots))


def take_off_shelf(principal: Principal, wish: TakeOffShelf) -> OffShelf:
    """Close an offer. What orders have reserved stays so; if released later, it waits in its slot for a second call."""
    offer = db.session.get(Offer, wish.offer_id)
    if offer is None:
        raise OfferNotFound()
    slots = _wait_for(wish.offer_id)
    left = holdings.listed_kg(slot.id for slot in slots)
    shares = []
    for slot in slots:
        if slot.id in left:
            slot.movements += 1
            shares.append(SlotShare(slot.id, left[slot.id], n=slot.movements))
    if offer.closed_at is None:
        offer.closed_at = clock.now()
    if shares:
        registry.unlist_units(
            principal, ListUnits(offer.batch_number, offer.seller_party_id, shares, price_of(offer.id))
        )
    return OffShelf(offer.id, sum(left.values()))


def reserve(principal: Principal, wish: Reserve) -> Reservation:
    """Set kilograms aside for an order.

    Raises:
        OfferNotFound: no such offer, or it is closed.
        ShelfExhausted: the offer holds less. Facts: ``left_kg``.
        EntryReferenceReused: the order has had its reservation.
    """
    offer = db.session.get(Offer, wish.offer_id)
    if offer is None or offer.closed_at is not None:
        raise OfferNotFound()
    shares = _from_free_slots(offer.id, wish.quantity_kg) or _from_all_slots(offer.id, wish.quantity_kg)
    held = registry.reserve_from_slots(
        principal, ReserveFromSlots(wish.order_id, offer.batch_number, offer.seller_party_id, shares)
    )
    return Reservation(
        order_id=wish.order_id, offer_id=offer.id, batch_number=offer.batch_number,
        seller_party_id=offer.seller_party_id, quantity_kg=held.quantity_kg, serials=held.serials,
        entry_id=held.entry_id,
    )  # fmt: skip


def release(principal: Principal, wish: Release) -> Released:
    """Give back all that is reserved for an order, to the very slots. Raises NothingReserved."""
    slot_ids = holdings.reserved_slots(wish.order_id)
    db.session.execute(select(ShelfSlot.id).where(ShelfSlot.id.in_(slot_ids)).order_by(ShelfSlot.id).with_for_update())
    back = registry.release_reservation(principal, wish.order_id)
    return Released(back.order_id, back.quantity_kg, back.entry_id)


def _from_free_slots(offer_id: UUID, quantity_kg: int) -> list[SlotShare]:
    """Fill from slots that nobody holds, beginning at a random one; empty, with nothing locked, if they do not do."""
    slot_ids = db.session.scalars(
        select(ShelfSlot.id).where(ShelfSlot.offer_id == offer_id).order_by(ShelfSlot.place)
    ).all()
    stocked = holdings.listed_kg(slot_ids)
    if sum(stocked.values()) < quantity_kg:
        return []
    start = chance.index(len(slot_ids))
    around = [slot_id for slot_id in (*slot_ids[start:], *slot_ids[:start]) if slot_id in stocked]
    # One slot that can fill the order keeps its serials together; otherwise the fullest, so that few are held.
    around.sort(key=lambda slot_id: -min(stocked[slot_id], quantity_kg))
    attempt = db.session.begin_nested()
    locked: list[UUID] = []
    expected_kg = 0
    for slot_id in around:
        if _lock_if_free(slot_id):
            locked.append(slot_id)
            expected_kg += stocked[slot_id]
            if expected_kg >= quantity_kg:
                shares = _fill(locked, quantity_kg)
                if shares:
                    attempt.commit()
                    return shares
                expected_kg = sum(holdings.listed_kg(locked).values())
    # Whoever waits for slots while holding others would wait in a circle: let go of all first.
    attempt.rollback()
    return []


def _from_all_slots(offer_id: UUID, quantity_kg: int) -> list[SlotShare]:
    slot_ids = [slot.id for slot in _wait_for(offer_id)]
    shares = _fill(slot_ids, quantity_kg)
    if not shares:
        raise ShelfExhausted(left_kg=sum(holdings.listed_kg(slot_ids).values()))
    return shares


def _fill(slot_ids: Sequence[UUID], quantity_kg: int) -> list[SlotShare]:
    """Divide an order over locked slots in their order; empty if they do not hold enough."""
    stocked = holdings.listed_kg(slot_ids)
    shares: list[SlotShare] = []
    for slot_id in slot_ids:
        part = min(quantity_kg, stocked.get(slot_id, 0))
        if part:
            shares.append(SlotShare(slot_id, part))
            quantity_kg -= part
    return [] if quantity_kg else shares


def _lock_if_free(slot_id: UUID) -> bool:
    taken = db.session.scalar(select(ShelfSlot.id).where(ShelfSlot.id == slot_id).with_for_update(skip_locked=True))
    return taken is not None


def _wait_for(offer_id: UUID) -> Sequence[ShelfSlot]:
    """Lock every slot of an offer, in id order."""
    return db.session.scalars(
        select(ShelfSlot)
        .where(ShelfSlot.offer_id == offer_id)
        .order_by(ShelfSlot.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
