"""Reads of recorded activities, and what they tell those who ask where points came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, tuple_

from backend.activities import policy
from backend.activities.errors import ActivityNotFound
from backend.activities.models import OF_ACTIVITY, Activity
from backend.activities.payloads import ActivityView
from backend.extensions import db
from backend.files import queries as files
from backend.kernel import clock, i18n
from backend.kernel.clock import PROGRAMME_ZONE
from backend.kernel.principal import Principal
from backend.points import queries as points
from backend.points.ports import Described, Step
from backend.releases import queries as releases


def activities_of(principal: Principal, *, limit: int, after: tuple[datetime, UUID] | None) -> list[ActivityView]:
    """One's own, newest first; one more than ``limit``."""
    mine = select(Activity).where(Activity.party_id == principal.party_id)
    if after is not None:
        mine = mine.where(tuple_(Activity.recorded_at, Activity.id) < after)
    return _views(db.session.scalars(mine.order_by(Activity.recorded_at.desc(), Activity.id.desc()).limit(limit + 1)))


def activity(principal: Principal, activity_id: UUID) -> ActivityView:
    """One of one's own; another's is not found."""
    found = db.session.get(Activity, activity_id)
    if found is None:
        raise ActivityNotFound(activity_id=str(activity_id))
    policy.may_read(principal, found.party_id, activity_id)
    return _views([found])[0]


def _views(found: Iterable[Activity]) -> list[ActivityView]:
    """Any number of activities in a fixed number of queries."""
    rows, today = list(found), clock.today()
    ids = [row.id for row in rows]
    lines, entries = points.award_lines("activity", ids), points.entries_of_awards("activity", ids)
    evidence = files.attached(OF_ACTIVITY, ids)
    days = releases.whole("self_report.withdraw_days", today)
    return [
        ActivityView(
            activity_id=row.id, kind=row.kind, title=points.name_of_act(row.kind, row.measures), measures=row.measures,
            occurred_at=row.occurred_at, recorded_at=row.recorded_at,
            points=sum(line.points for line in lines.get(row.id, ())), reduction_g=row.reduction_g, state=row.state,
            tier=row.tier, source_reference=row.receipt, withdrawn_at=row.withdrawn_at,
            withdrawable_until=(until := _withdrawable_until(row, days)), entry_id=entries.get(row.id),
            evidence_file_id=next(iter(evidence.get(row.id, ())), None),
            abilities=("withdraw",) if until is not None and today <= until else (),
        )
        for row in rows
    ]  # fmt: skip


def _withdrawable_until(row: Activity, days: int) -> date | None:
    if row.tier != policy.SELF_REPORT or row.withdrawn_at is not None:
        return None
    return policy.last_day_to_withdraw(clock.business_date(row.recorded_at), days)


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
        return Described(
            title=title, text=text, steps=(Step("activity", title, text, "/activities"), *_withdrawal(activity))
        )


def _withdrawal(activity: Activity) -> Sequence[Step]:
    """That it was taken back: on the page of the points that came, and on that of the points that went."""
    if activity.withdrawn_at is None:
        return ()
    at = activity.withdrawn_at.astimezone(PROGRAMME_ZONE)
    text = i18n.text("activities.withdrawn.at", year=at.year, month=at.month, day=at.day, time=f"{at:%H:%M}")
    return (Step("reversal", i18n.text("activities.withdrawn"), text, "/activities"),)
