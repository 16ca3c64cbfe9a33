"""Months, written YYYY-MM: pure arithmetic."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

FORM: Final = r"20[0-9]{2}-(0[1-9]|1[0-2])"


def of(day: date) -> str:
    return f"{day:%Y-%m}"


def first_day(period: str) -> date:
    """The day by which a month's factors are chosen."""
    return date.fromisoformat(f"{period}-01")


def days(period: str) -> int:
    day = first_day(period)
    return monthrange(day.year, day.month)[1]


def before(period: str) -> str:
    day = first_day(period)
    return of(date(day.year - (day.month == 1), day.month - 1 or 12, 1))


def is_over(period: str, today: date) -> bool:
    return period < of(today)
