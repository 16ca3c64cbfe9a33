"""Take a report of one's own back: what it earned goes, what it used up stays used."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.activities import policy, queries
from backend.activities.errors import ActivityNotFound
from backend.activities.models import Activity, ActivityState
from backend.activities.payloads import ActivityTakenBack, WithdrawActivity
from backend.extensions import db
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.points import queries as points_queries
from backend.points import service as points
from backend.releases import queries as releases


def withdraw_activity(principal: Principal, wish: WithdrawActivity) -> ActivityTakenBack:
    """Reverse the awards of a self-report. Its reference and the caps that it used stay used.

    What was spent already becomes a debt that the next awards pay first: a mistake is no loan. See
    docs/adr/0080-a-report-is-taken-back-with-all-it-earned.md.
    """
    policy.may_record_for_oneself(principal)
    activity = _locked(wish.activity_id)
    policy.may_read(principal, activity.party_id, wish.activity_id)
    today = clock.today()
    days = releases.whole("self_report.withdraw_days", today)
    policy.may_be_withdrawn(
        activity.id, tier=activity.tier, is_withdrawn=activity.withdrawn_at is not None,
        until=policy.last_day_to_withdraw(clock.business_date(activity.recorded_at), days), today=today, days=days,
    )  # fmt: skip
    activity.state, activity.withdrawn_at = ActivityState.WITHDRAWN, clock.now()
    db.session.flush()
    taken = points.claw_back_all(cause_kind="activity", cause_id=activity.id)
    return ActivityTakenBack(
        activity=queries.activity(principal, activity.id),
        points_taken_back=sum(each.points for each in taken), points_owed=sum(each.owed for each in taken),
        points_balance=points_queries.spendable(principal.party_id), entry_id=taken[0].entry_id if taken else None,
    )  # fmt: skip


def _locked(activity_id: UUID) -> Activity:
    """The row under its lock, so that of two who withdraw it at once the second sees the first."""
    activity = db.session.scalar(select(Activity).where(Activity.id == activity_id).with_for_update())
    if activity is None:
        raise ActivityNotFound(activity_id=str(activity_id))
    return activity
