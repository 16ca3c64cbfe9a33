"""A night holds a message back until its end, never longer and never for ever."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.clock import PROGRAMME_ZONE
from backend.notifications.quiet_hours import after_the_quiet

MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
INSTANTS = st.builds(
    datetime.combine, st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.times(), st.just(PROGRAMME_ZONE)
)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-11-22 21:59:59", "2026-11-22 21:59:59"),
        ("2026-11-22 22:00:00", "2026-11-23 08:00:00"),
        ("2026-11-22 23:59:00", "2026-11-23 08:00:00"),
        ("2026-11-23 00:00:00", "2026-11-23 08:00:00"),
        ("2026-11-23 07:59:59", "2026-11-23 08:00:00"),
        ("2026-11-23 08:00:00", "2026-11-23 08:00:00"),
    ],
)
def test_over_midnight(at: str, goes: str) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=PROGRAMME_ZONE)
    assert after_the_quiet(instant, begins=time(22), ends=time(8)).replace(tzinfo=None) == datetime.fromisoformat(goes)


@given(INSTANTS, MINUTES, MINUTES)
def test_what_waits_goes_at_the_next_end(instant: datetime, begins: time, ends: time) -> None:
    goes = after_the_quiet(instant, begins=begins, ends=ends)
    assert instant <= goes < instant + timedelta(days=1)
    assert goes == instant or goes.time() == ends
    assert after_the_quiet(goes, begins=begins, ends=ends) == goes, "having waited, it goes"


@given(INSTANTS, MINUTES)
def test_equal_ends_are_no_quiet(instant: datetime, at: time) -> None:
    assert after_the_quiet(instant, begins=at, ends=at) == instant
