"""Who may record what for whom, and when. Pure: plain values in, a refusal or nothing out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from backend.activities.errors import (
    ActivityInFuture,
    ActivityNotFound,
    ActivityNotSelfReported,
    ActivityTooOld,
    ActivityWithdrawalTooLate,
    ActivityWithdrawn,
)
from backend.kernel.errors import Forbidden
from backend.kernel.principal import Principal, Role

SELF_REPORT: Final = "self-report"

CLOCKS_DIFFER: Final = timedelta(minutes=2)
"""A telephone may be that much ahead of us without being called a liar."""


def may_record_for_oneself(principal: Principal) -> None:
    """Persons walk and ride; an organisation that one acts for does not."""
    if principal.role is not Role.CITIZEN:
        raise Forbidden(permission="activity:record", role=str(principal.role))


def is_recent(occurred_at: datetime, on: date, *, now: datetime, today: date, days: int) -> None:
    """A self-report is about today or one of the ``days`` days before it."""
    if occurred_at > now + CLOCKS_DIFFER:
        raise ActivityInFuture()
    earliest = today - timedelta(days=days)
    if on < earliest:
        raise ActivityTooOld(days=days, earliest=earliest.isoformat())


def may_read(principal: Principal, owner: UUID, activity_id: UUID) -> None:
    """What somebody did is private: others are told that it is not there."""
    if owner != principal.party_id:
        raise ActivityNotFound(activity_id=str(activity_id))


def last_day_to_withdraw(recorded_on: date, days: int) -> date:
    return recorded_on + timedelta(days=days)


def may_be_withdrawn(activity_id: UUID, *, tier: str, is_withdrawn: bool, until: date, today: date, days: int) -> None:
    """Only one's own word is taken back, once, and not after ``until``."""
    if is_withdrawn:
        raise ActivityWithdrawn(activity_id=str(activity_id))
    if tier != SELF_REPORT:
        raise ActivityNotSelfReported(activity_id=str(activity_id))
    if today > until:
        raise ActivityWithdrawalTooLate(days=days, until=until.isoformat())
