"""An account closes: whatever is left on it goes, in one entry."""

from __future__ import annotations

from uuid import UUID

from backend.ledger import service as ledger
from backend.ledger.service import Draft, Move
from backend.points import kinds, lots
from backend.points.accounts import EXPIRED, available
from points_engine import Taken


def lapse_all(party_id: UUID, *, after: UUID | None = None) -> int:
    """Returns how many points. Once at the closing, and once after each entry that brought some back later."""
    mine = available(party_id)
    ledger.lock(mine)
    left = lots.with_points(party_id)
    points = sum(lot.available for lot in left)
    if not points:
        return 0
    again = "" if after is None else f":{after}"
    recorded = ledger.record(
        Draft(reference=f"closing:{party_id}:lapsed{again}", kind=kinds.LAPSED, moves=[Move(points, mine, EXPIRED)])
    )
    lots.take(recorded.entry_ids[0], [Taken(lot.id, lot.available) for lot in left])
    return points
