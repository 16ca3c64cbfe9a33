"""Who may record what for whom, and when. Pure: plain values in, a refusal or nothing out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from backend.activities.errors import ActivityInFuture, ActivityTooOld
from backend.kernel.errors import Forbidden
from backend.kernel.principal import Principal, Role

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
