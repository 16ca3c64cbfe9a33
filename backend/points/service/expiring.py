"""Points whose last day is over leave the member: one entry a member and day."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.ledger import service as ledger
from backend.ledger.service import Draft, Move
from backend.points import kinds, lots
from backend.points.accounts import EXPIRED, available
from backend.points.models import PointLot
from points_engine import expire as lapsed_from

BATCH: Final = 500


def parties_with_lapsed_lots(day: date, *, after: UUID | None = None) -> list[UUID]:
    """Members who still hold points whose last day was before ``day``, in order of id, a batch at a time."""
    lapsed = select(PointLot.party_id).where(PointLot.available > 0, PointLot.expires_on < day).distinct()
    if after is not None:
        lapsed = lapsed.where(PointLot.party_id > after)
    return list(db.session.scalars(lapsed.order_by(PointLot.party_id).limit(BATCH)))


def expire(party_id: UUID, day: date) -> int:
    """Take what has lapsed by the morning of ``day``; returns how many points.

    Twice on one day is nothing: what a reversal brought back after the sweep waits for tomorrow's, unspendable.
    """
    mine = available(party_id)
    ledger.lock(mine)
    reference = f"lots:{party_id}:{day}:expired"
    taken = lapsed_from(lots.with_points(party_id), day)
    if not taken or ledger.entry_of(reference) is not None:
        return 0
    points = sum(part.points for part in taken)
    recorded = ledger.record(Draft(reference=reference, kind=kinds.EXPIRED, moves=[Move(points, mine, EXPIRED)]))
    lots.take(recorded.entry_ids[0], taken)
    return points
