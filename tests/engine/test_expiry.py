from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from points_engine import expiry_day, period_start


@pytest.mark.parametrize(
    ("awarded_on", "months", "last_day"),
    [
        (date(2026, 11, 22), 24, date(2028, 11, 22)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 2, 28), 24, date(2028, 2, 28)),  # not the 29th: a day is a day, the end of a month is no day
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_last_day_of_points(awarded_on: date, months: int, last_day: date) -> None:
    assert expiry_day(awarded_on, months) == last_day


@pytest.mark.parametrize("months", [0, -1])
def test_points_last_at_least_a_month(months: int) -> None:
    with pytest.raises(ValueError, match="at least one month"):
        expiry_day(date(2026, 1, 1), months)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 40), st.integers(1, 120))
def test_a_later_award_never_lapses_sooner(day: date, later: int, months: int) -> None:
    assert expiry_day(day, months) <= expiry_day(date.fromordinal(day.toordinal() + later), months)


def test_counters_begin_with_their_day_or_month() -> None:
    assert period_start("day", date(2026, 11, 22)) == date(2026, 11, 22)
    assert period_start("month", date(2026, 11, 22)) == date(2026, 11, 1)
