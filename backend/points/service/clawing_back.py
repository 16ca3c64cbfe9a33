"""Take an award back: from its own lot first, then from the others, and what is gone already becomes a debt."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.kernel import clock
from backend.ledger import service as ledger
from backend.ledger.service import Draft, Move
from backend.points import kinds, lots
from backend.points.accounts import CLAWED_BACK, available, debt
from backend.points.models import Award, PointLot
from backend.points.payloads import ClawedBack
from points_engine import Taken
from points_engine import spend as take_from


def claw_back_all(*, cause_kind: str, cause_id: UUID) -> list[ClawedBack]:
    """Take back whatever an activity or a retirement has earned, award by award; nothing where nothing was paid."""
    paid = select(Award.id).where(Award.cause_kind == cause_kind, Award.cause_id == cause_id, Award.points > 0)
    return [claw_back(award_id=award_id) for award_id in db.session.scalars(paid.order_by(Award.id)).all()]


def claw_back(*, award_id: UUID) -> ClawedBack:
    """Once for each award (the reference sees to it). Caps stay used: whoever was caught does not earn it anew."""
    award = db.session.get_one(Award, award_id)
    assert award.points, "only an award that paid is taken back"
    mine, owing, today = available(award.party_id), debt(award.party_id), clock.today()
    ledger.lock(mine, owing)

    held = lots.with_points(award.party_id)
    own_lot = db.session.scalar(select(PointLot.id).where(PointLot.award_id == award_id))
    taken = [Taken(lot.id, min(lot.available, award.points)) for lot in held if lot.id == own_lot]
    missing = award.points - sum(part.points for part in taken)
    others = [lot for lot in held if lot.id != own_lot and lot.good(today)]
    from_others = min(missing, sum(lot.available for lot in others))
    if from_others:
        taken += take_from(others, from_others, today)
    owed = missing - from_others

    moves = [Move(award.points - owed, mine, CLAWED_BACK)] if award.points > owed else []
    if owed:
        moves.append(Move(owed, owing, CLAWED_BACK))
    recorded = ledger.record(Draft(reference=f"award:{award_id}:clawed-back", kind=kinds.CLAWED_BACK, moves=moves))
    [entry_id] = recorded.entry_ids
    lots.take(entry_id, taken)
    return ClawedBack(entry_id, award.points, owed)
