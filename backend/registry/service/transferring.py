"""From one holder to another."""

from __future__ import annotations

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.ledger import service as ledger
from backend.ledger.service import Draft, Move
from backend.registry import accounts, blocks
from backend.registry.blocks import Leg, Rest
from backend.registry.models import State, Transfer
from backend.registry.payloads import TransferUnits, UnitsTransferred
from backend.registry.policy import may_keep_the_register
from backend.registry.queries import batch_row
from backend.registry.ranges import to_range
from backend.transparency import service as transparency


def transfer_units(principal: Principal, wish: TransferUnits) -> UnitsTransferred:
    """Lowest serials first.

    Raises:
        InsufficientBalance: the seller does not have so many available.
    """
    may_keep_the_register(principal)
    batch, now, transfer_id = batch_row(wish.batch_number), clock.now(), new_id()
    occurred_at = wish.occurred_at or now
    seller = accounts.available(wish.seller_party_id, batch.number)
    buyer = accounts.available(wish.buyer_party_id, batch.number)
    entry = ledger.record(
        Draft(f"transfer:{transfer_id}:settled", "transfer", [Move(wish.quantity_kg, seller, buyer)], occurred_at)
    )
    from_seller, to_buyer = (Rest(State.AVAILABLE, party) for party in (wish.seller_party_id, wish.buyer_party_id))
    [serials] = blocks.move(batch.id, [Leg(wish.quantity_kg, from_seller, to_buyer)])
    db.session.add(
        Transfer(id=transfer_id, batch_id=batch.id, kind=wish.kind, seller_party_id=wish.seller_party_id,
                 buyer_party_id=wish.buyer_party_id, quantity_kg=wish.quantity_kg, price_fen_per_t=wish.price_fen_per_t,
                 serials=[to_range(each) for each in serials], occurred_at=occurred_at, recorded_at=now)
    )  # fmt: skip
    transparency.note(
        principal, "registry.units-transferred",
        {"transfer": transfer_id, "batch": batch.number, "kind": wish.kind, "quantity_kg": wish.quantity_kg,
         "price_fen_per_t": wish.price_fen_per_t, "serials": [[each.first, each.last] for each in serials]},
        public=True,
    )  # fmt: skip
    return UnitsTransferred(transfer_id, serials, entry.entry_ids[0])
