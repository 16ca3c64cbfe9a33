"""How much one party may still offset: today, and for one footprint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.footprints.payloads import OffsetNeed
from backend.kernel import clock
from backend.offsets.errors import FootprintFullyOffset, OffsetDailyLimit
from backend.offsets.models import Order, OrderState, Turn
from backend.releases import queries as releases

COUNTED = (OrderState.PLACED, OrderState.PAID, OrderState.RETIRED)


@dataclass(frozen=True, slots=True)
class Daily:
    limit_kg: int
    left_kg: int


def take_turns(party_id: UUID) -> None:
    """Orders of one party are judged one after another, so that two at once do not both fit."""
    mine = select(Turn.party_id).where(Turn.party_id == party_id).with_for_update()
    if db.session.scalar(mine) is None:  # the party's first order
        db.session.execute(insert(Turn).values(party_id=party_id).on_conflict_do_nothing())
        db.session.execute(mine)


def daily(party_id: UUID) -> Daily:
    """What today's limit leaves. Orders that ended without a retirement do not count."""
    today = clock.today()
    begins = clock.start_of(today)
    used = db.session.scalar(
        select(func.coalesce(func.sum(Order.quantity_kg), 0)).where(
            Order.party_id == party_id, Order.state.in_(COUNTED), Order.recorded_at >= begins,
            Order.recorded_at < begins + timedelta(days=1),
        )
    )  # fmt: skip
    limit = releases.whole("offset.daily_limit_kg", today)
    return Daily(limit, max(limit - int(used or 0), 0))


def refuse_beyond_today(party_id: UUID, quantity_kg: int) -> Daily:
    left = daily(party_id)
    if quantity_kg > left.left_kg:
        raise OffsetDailyLimit(limit_kg=left.limit_kg, left_kg=left.left_kg)
    return left


def open_kg(footprint: OffsetNeed) -> int:
    """What a footprint's month still needs, less what orders that wait for their money will cover."""
    waiting = db.session.scalar(
        select(func.coalesce(func.sum(Order.quantity_kg), 0)).where(
            Order.footprint_id.in_(footprint.lineage), Order.state == OrderState.PLACED
        )
    )
    return max(footprint.open_kg - int(waiting or 0), 0)


def refuse_beyond_footprint(footprint: OffsetNeed, quantity_kg: int) -> None:
    left = open_kg(footprint)
    if quantity_kg > left:
        raise FootprintFullyOffset(open_kg=left)
