"""One instant a command, days of Shanghai whatever the machine's zone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.config import ConfigurationError, load
from backend.kernel import clock


@pytest.fixture
def moved(app) -> Iterator[timedelta]:
    clock.set_offset(86_400)
    yield timedelta(days=1)
    clock.set_offset(0)


class TestNow:
    def test_is_one_instant_for_the_whole_command(self, world):
        def command():
            first = clock.now()
            time.sleep(0.01)
            return first, clock.now()

        first, second = world.does(command)
        assert first == second
        assert world.does(clock.now) > first

    def test_is_the_databases_and_not_this_machines(self, world):
        from sqlalchemy import text

        from backend.extensions import db

        told = world.does(
            lambda: (clock.now(), db.session.execute(text("SELECT transaction_timestamp()")).scalar_one())
        )
        assert told[0] == told[1]
        assert told[0].utcoffset() == timedelta(hours=8)

    def test_can_be_moved_as_a_whole(self, world, moved):
        assert abs(world.does(clock.now) - datetime.now(UTC) - moved) < timedelta(seconds=5)
        assert abs(clock.wall_time() - datetime.now(UTC) - moved) < timedelta(seconds=5)
        assert abs(clock.unshifted(clock.wall_time()) - datetime.now(UTC)) < timedelta(seconds=5)

    def test_cannot_be_moved_in_production(self):
        unsafe = {"DATABASE_URL": "postgresql://x@/x", "ENVIRONMENT": "production", "CLOCK_OFFSET_S": "1",
                  "PUBLIC_URL": "https://x.example", "SMS_URL": "https://sms.example"}  # fmt: skip
        with pytest.raises(ConfigurationError, match="CLOCK_OFFSET_S"):
            load(unsafe)


class TestADay:
    @pytest.mark.parametrize(
        ("instant", "day"),
        [
            (datetime(2026, 11, 21, 15, 59, 59, 999_999, tzinfo=UTC), date(2026, 11, 21)),
            (datetime(2026, 11, 21, 16, 0, tzinfo=UTC), date(2026, 11, 22)),
            (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
            (datetime(2028, 2, 28, 16, 0, tzinfo=UTC), date(2028, 2, 29)),
            (datetime(2026, 11, 21, 11, 0, tzinfo=timezone(timedelta(hours=-5))), date(2026, 11, 22)),
            (datetime(1990, 6, 30, 15, 30, tzinfo=UTC), date(1990, 7, 1)),  # China had summer time then
        ],
    )
    def test_is_a_day_in_shanghai(self, instant, day):
        assert clock.business_date(instant) == day

    @pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
    def test_does_not_ask_the_machine_where_it_stands(self, monkeypatch, zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        try:
            assert clock.business_date(datetime(2026, 11, 21, 16, 0, tzinfo=UTC)) == date(2026, 11, 22)
        finally:
            monkeypatch.undo()
            time.tzset()

    @given(st.dates(date(1992, 1, 1), date(2100, 1, 1)))
    def test_begins_where_the_day_before_ends(self, day):
        first = clock.start_of(day)
        assert clock.business_date(first) == day
        assert clock.business_date(first - timedelta(microseconds=1)) == day - timedelta(days=1)
