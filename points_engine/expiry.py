"""Days: when points lapse, and when the period of a counter began."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from points_engine.vocabulary import Period


def expiry_day(awarded_on: date, months: int) -> date:
    """The last day on which points of ``awarded_on`` can be spent: the same day ``months`` later.

    Where that month is too short it is the month's last day (31 August + 6 months = 28 or 29 February), never a day
    of the month after: a lot must not outlive one that was awarded a day later.
    """
    if months < 1:
        raise ValueError(f"points last at least one month, not {months}")
    count = awarded_on.year * 12 + (awarded_on.month - 1) + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(awarded_on.day, monthrange(year, month + 1)[1]))


def period_start(period: Period, on: date) -> date:
    """The first day of the day or month that ``on`` lies in: the third part of a counter row's key."""
    return on if period == "day" else on.replace(day=1)
