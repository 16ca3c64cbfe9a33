"""Say what an offset costs. The price holds for fifteen minutes; nothing is reserved."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from backend.extensions import db
from backend.footprints import queries as footprints
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.kernel.quantities import amount_fen
from backend.market import queries as market
from backend.market.errors import ShelfExhausted
from backend.offsets import limits
from backend.offsets.errors import FootprintFullyOffset, OffsetQuantityUnclear
from backend.offsets.models import Quote
from backend.offsets.payloads import Quoted, QuotedFootprint, QuotedLine, QuoteOffset
from backend.points import service as points
from backend.points.payloads import SimulateAward
from points_engine import Fact

QUOTE_LIFE: Final = timedelta(minutes=15)
EARNING_KIND: Final = "offset.retirement"


def quote_offset(principal: Principal, wish: QuoteOffset) -> Quoted:
    """A quantity, or the footprint that it is to cover, at the price of one offer."""
    if (wish.quantity_kg is None) and (wish.footprint_id is None):
        raise OffsetQuantityUnclear()
    need = footprints.offset_need(principal, wish.footprint_id) if wish.footprint_id else None
    quantity = wish.quantity_kg or 0
    if need is not None:
        left_kg = limits.open_kg(need)
        quantity = quantity or left_kg
        if left_kg == 0 or quantity > left_kg:
            raise FootprintFullyOffset(open_kg=left_kg)
    left = limits.refuse_beyond_today(principal.party_id, quantity)
    offer = market.offer(wish.offer_id)
    if quantity > offer.available_kg:
        raise ShelfExhausted(left_kg=offer.available_kg)

    now = clock.now()
    quote = Quote(
        id=new_id(), party_id=principal.party_id, offer_id=offer.offer_id, quantity_kg=quantity,
        price_fen_per_t=offer.price_fen_per_t, amount_fen=amount_fen(quantity, offer.price_fen_per_t),
        footprint_id=wish.footprint_id, recorded_at=now, expires_at=now + QUOTE_LIFE,
    )  # fmt: skip
    db.session.add(quote)
    estimate = points.simulate(
        principal,
        SimulateAward(kind=EARNING_KIND, measures={"kg": Decimal(quantity)}, tier="verified",
                      purpose="footprint" if need else "voluntary"),
    )  # fmt: skip
    return Quoted(
        quote_id=quote.id, quantity_kg=quantity, amount_fen=quote.amount_fen, price_fen_per_t=offer.price_fen_per_t,
        lines=[QuotedLine(offer.offer_id, offer.batch_number, offer.batch.project.name, quantity, offer.price_fen_per_t,
                          quote.amount_fen)],
        points_estimate=estimate.points, points_lines=estimate.lines, expires_at=quote.expires_at,
        footprint=QuotedFootprint(need.footprint_id, need.period, need.emissions_g, need.claimed_kg) if need else None,
        daily_left_kg=left.left_kg,
    )  # fmt: skip


def retirement_fact(quantity_kg: int, purpose: str, on: date) -> Fact:
    """What the rules see of an offset."""
    return Fact(kind=EARNING_KIND, on=on, measures={"kg": Decimal(quantity_kg)}, purpose=purpose)
