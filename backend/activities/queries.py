"""Reads of recorded activities, and what they tell those who ask where points came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_

from backend.activities.models import Activity
from backend.extensions import db
from backend.kernel import i18n
from backend.kernel.clock import PROGRAMME_ZONE
from backend.kernel.principal import Principal
from backend.points import queries as points
from backend.points.ports import Described, Step


@dataclass(frozen=True, slots=True)
class ActivityView:
    activity_id: UUID
    kind: str
    title: str
    measures: Mapping[str, str]
    occurred_at: datetime
    recorded_at: datetime
    points: int
    reduction_g: int | None
    state: str
    tier: str
    source_reference: str | None


def activities_of(principal: Principal, *, limit: int, after: tuple[datetime, UUID] | None) -> list[ActivityView]:
    """One's own, newest first; one more than ``limit``."""
    mine = select(Activity).where(Activity.party_id == principal.party_id)
    if after is not None:
        mine = mine.where(tuple_(Activity.recorded_at, Activity.id) < after)
    rows = db.session.scalars(mine.order_by(Activity.recorded_at.desc(), Activity.id.desc()).limit(limit + 1)).all()
    lines = points.award_lines("activity", [row.id for row in rows])
    return [
        ActivityView(
            activity_id=row.id, kind=row.kind, title=points.name_of_act(row.kind, row.measures), measures=row.measures,
            occurred_at=row.occurred_at, recorded_at=row.recorded_at,
            points=sum(line.points for line in lines.get(row.id, ())), reduction_g=row.reduction_g, state=row.state,
            tier=row.tier, source_reference=row.receipt,
        )
        for row in rows
    ]  # fmt: skip


class ActivityCause:
    """Fills ``points.ports.Cause``."""

    def titles(self, cause_ids: Sequence[UUID]) -> Mapping[UUID, str]:
        wanted = select(Activity.id, Activity.kind, Activity.measures).where(Activity.id.in_(cause_ids))
        rows = db.session.execute(wanted)
        return {activity_id: points.name_of_act(kind, measures) for activity_id, kind, measures in rows}

    def describe(self, cause_id: UUID) -> Described | None:
        activity = db.session.get(Activity, cause_id)
        if activity is None:
            return None
        title = points.name_of_act(activity.kind, activity.measures)
        at = activity.occurred_at.astimezone(PROGRAMME_ZONE)
        text = i18n.text(
            f"activities.behind.{activity.tier}", year=at.year, month=at.month, day=at.day, time=f"{at:%H:%M}"
        )
        return Described(title=title, text=text, steps=(Step("activity", title, text),))
