"""A holder's kilograms onto the retail shelf, and off it again. Whoever calls has locked the slots."""

from __future__ import annotations

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.kernel.serials import SerialRange, joined
from backend.ledger import service as ledger
from backend.ledger.service import Draft, Move
from backend.registry import accounts, blocks
from backend.registry.blocks import Leg, Rest
from backend.registry.models import Listing, State
from backend.registry.payloads import ListUnits, SlotShare
from backend.registry.policy import may_keep_the_register
from backend.registry.queries import batch_row
from backend.registry.ranges import to_range
from backend.transparency import service as transparency


def list_units(principal: Principal, wish: ListUnits) -> tuple[SerialRange, ...]:
    """Raises InsufficientBalance: the holder does not have so many available."""
    return _carry(principal, wish, "on")


def unlist_units(principal: Principal, wish: ListUnits) -> tuple[SerialRange, ...]:
    """Raises InsufficientBalance: a slot does not hold so many."""
    return _carry(principal, wish, "off")


def _carry(principal: Principal, wish: ListUnits, direction: str) -> tuple[SerialRange, ...]:
    may_keep_the_register(principal)
    batch, now = batch_row(wish.batch_number), clock.now()
    occurred_at = wish.occurred_at or now
    at_home = Rest(State.AVAILABLE, wish.party_id)
    drafts, legs = [], []
    for share in wish.shares:
        home, shelf = accounts.available(wish.party_id, batch.number), accounts.listed(share.slot_id, batch.number)
        on_shelf = Rest(State.LISTED, wish.party_id, slot_id=share.slot_id)
        if direction == "on":
            move, leg = Move(share.quantity_kg, home, shelf), Leg(share.quantity_kg, at_home, on_shelf)
        else:
            move, leg = Move(share.quantity_kg, shelf, home), Leg(share.quantity_kg, on_shelf, at_home)
        drafts.append(Draft(_reference(share), f"shelf-{direction}", [move], occurred_at))
        legs.append(leg)
    ledger.record(*drafts)
    serials = joined(each for ranges in blocks.move(batch.id, legs) for each in ranges)
    quantity_kg = sum(share.quantity_kg for share in wish.shares)
    db.session.add(
        Listing(id=new_id(), batch_id=batch.id, direction=direction, party_id=wish.party_id, quantity_kg=quantity_kg,
                price_fen_per_t=wish.price_fen_per_t, serials=[to_range(each) for each in serials],
                occurred_at=occurred_at, recorded_at=now)
    )  # fmt: skip
    transparency.note(
        principal, f"registry.units-{'listed' if direction == 'on' else 'unlisted'}",
        {"batch": batch.number, "quantity_kg": quantity_kg, "price_fen_per_t": wish.price_fen_per_t,
         "serials": [[each.first, each.last] for each in serials]}, public=True,
    )  # fmt: skip
    return serials


def _reference(share: SlotShare) -> str:
    return f"shelf:{share.slot_id}:{share.n}"
