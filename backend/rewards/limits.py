"""How many of a reward one person gets in a day, in a month or ever; what was taken back does not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from backend.extensions import db
from backend.kernel import clock
from backend.rewards.models import Redemption, RedemptionState, Reward

DAY, MONTH, EVER = "day", "month", "ever"
BEFORE_EVERYTHING: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class LimitLeft:
    """``next_on`` is the first day on which the count begins anew; None where it never does."""

    reward_id: UUID
    count: int
    span: str
    left: int
    next_on: date | None


def left_of(party_id: UUID, rewards: Sequence[Reward]) -> list[LimitLeft]:
    """What is left of each reward that has a limit. Three queries at most, however many rewards."""
    today, found = clock.today(), []
    for span in (DAY, MONTH, EVER):
        limited = [row for row in rewards if row.limit_span == span]
        taken = _taken(party_id, [row.id for row in limited], _begins(span, today))
        for row in limited:
            assert row.limit_count is not None, "a check keeps span and count together"
            left = max(0, row.limit_count - taken.get(row.id, 0))
            found.append(LimitLeft(row.id, row.limit_count, span, left, _begins_anew(span, today)))
    return found


def _taken(party_id: UUID, reward_ids: Sequence[UUID], since: date) -> dict[UUID, int]:
    if not reward_ids:
        return {}
    rows = db.session.execute(
        select(Redemption.reward_id, func.count())
        .where(Redemption.customer_party_id == party_id, Redemption.reward_id.in_(reward_ids),
               Redemption.state == RedemptionState.DONE, Redemption.redeemed_at >= clock.start_of(since))
        .group_by(Redemption.reward_id)
    )  # fmt: skip
    return {reward_id: count for reward_id, count in rows if reward_id}


def _begins(span: str, today: date) -> date:
    return {DAY: today, MONTH: today.replace(day=1)}.get(span, BEFORE_EVERYTHING)


def _begins_anew(span: str, today: date) -> date | None:
    if span == DAY:
        return today + timedelta(days=1)
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1) if span == MONTH else None
