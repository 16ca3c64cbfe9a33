"""Points out and back: the soonest to lapse first, and the very same ones when it is undone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from backend.kernel import clock
from backend.ledger import service as ledger
from backend.ledger.errors import InsufficientBalance
from backend.ledger.service import Draft, Move, Place
from backend.points import lots
from backend.points.accounts import available
from backend.points.kinds import REDEEMED, RETURNED
from backend.points.payloads import Returned, Spent
from points_engine import Lot, NotEnoughPoints, Taken
from points_engine import spend as take_from


def spend(
    *, party_id: UUID, points: int, reference: str, target: Place, kind: str = REDEEMED,
    occurred_at: datetime | None = None,
) -> Spent:  # fmt: skip
    """Move a member's points to ``target``. Raises InsufficientBalance (available, required).

    The first word of ``reference`` ("redemption:{id}") says who explains the entry (backend/points/ports.py).
    """
    mine, today = available(party_id), clock.today()
    ledger.lock(mine)
    held = lots.with_points(party_id)
    try:
        taken = take_from(held, points, today)
    except NotEnoughPoints as short:
        raise InsufficientBalance(available=short.spendable, required=points, unit=ledger.POINT) from short
    recorded = ledger.record(
        Draft(reference=reference, kind=kind, moves=[Move(points, mine, target)], occurred_at=occurred_at)
    )
    [entry_id] = recorded.entry_ids
    lots.take(entry_id, taken)
    return Spent(entry_id, points, lots.parts(taken, held), _spendable(held, taken))


def return_spend(*, party_id: UUID, entry_id: UUID, reference: str, kind: str = RETURNED) -> Returned:
    """Undo a spend, once: the very lots get their points back and keep the last day that they had.

    What lies in a lot whose day has passed meanwhile comes back, too, and goes with the next sweep (``lapsed``).
    """
    mine, today = available(party_id), clock.today()
    ledger.lock(mine)
    taken = lots.taken_by(entry_id)
    assert taken, f"entry {entry_id} has spent nothing that could come back"
    recorded = ledger.reverse(entry_id, reference=reference, kind=kind)
    [reversal] = recorded.entry_ids
    lots.take(reversal, [Taken(part.lot_id, -part.points) for part in taken])
    touched = lots.by_id(part.lot_id for part in taken)
    good = {lot.id for lot in touched if lot.good(today)}
    return Returned(
        reversal, sum(part.points for part in taken), lots.parts(taken, touched),
        lapsed=sum(part.points for part in taken if part.lot_id not in good),
        balance=lots.spendable(party_id, today),
    )  # fmt: skip


def _spendable(held: list[Lot], taken: tuple[Taken, ...]) -> int:
    today = clock.today()
    return sum(lot.available for lot in held if lot.good(today)) - sum(part.points for part in taken)
