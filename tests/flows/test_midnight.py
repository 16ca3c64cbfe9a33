"""零点前后 / A day is a day in Shanghai: at midnight, in a leap year, whatever zone the machines are set to."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import event, text

from backend.activities import service as activities
from backend.activities.payloads import RecordActivity
from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal, Role
from backend.ledger.errors import InsufficientBalance
from backend.points import service as points
from backend.points.accounts import receivable
from backend.points.sweeps import expire_lots
from points_engine import Fact
from tests.support.world import World

SHANGHAI = clock.PROGRAMME_ZONE
ZONES = ["UTC", "America/New_York", "Pacific/Kiritimati"]


@pytest.fixture(params=ZONES)
def somewhere(request: pytest.FixtureRequest, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """This process and every session of its database believe to be there."""
    zone: str = request.param
    monkeypatch.setenv("TZ", zone)
    time.tzset()

    def set_zone(connection: Any, _: Any, __: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET TIME ZONE '{zone}'")
        connection.commit()

    with app.app_context():
        engine = db.engine
        event.listen(engine, "checkout", set_zone)
    yield zone
    event.remove(engine, "checkout", set_zone)
    engine.dispose()
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True)
def the_clock_is_put_back() -> Iterator[None]:
    yield
    clock.set_offset(0)


def it_is(instant: datetime) -> None:
    clock.set_offset(round((instant - datetime.now(UTC)).total_seconds()))


def somebody() -> Principal:
    return Principal(new_id(), Role.CITIZEN, new_id())


def rides(world: World, who: Principal) -> int:
    """One ride by bus, by one's own word, at this moment; what it earned."""
    wish = RecordActivity("transit.bus", {"rides": Decimal(1)}, clock.wall_time(), source_reference=uuid4().hex)
    done = world.does(lambda: activities.record_activity(who, wish))
    return int(done.points)


def earns(world: World, who: Principal, amount: int) -> date:
    """Points of this moment; their last day."""
    cause = new_id()
    awarded = world.does(lambda: points.award(
        party_id=who.party_id, cause_kind="retirement", cause_id=cause, reference=f"retirement:{cause}:award",
        fact=Fact("offset.retirement", clock.today(), {"kg": Decimal(amount)}, purpose="voluntary"),
        occurred_at=clock.now()))  # fmt: skip
    assert awarded.points == amount
    assert awarded.expires_on is not None
    return awarded.expires_on


def spends(world: World, who: Principal, amount: int) -> None:
    world.does(lambda: points.spend(party_id=who.party_id, points=amount, reference=f"purchase:{new_id()}",
                                    target=receivable(UUID(int=7))))  # fmt: skip


def test_the_machine_is_really_somewhere_else(world: World, somewhere: str) -> None:
    said = world.reads(lambda: db.session.execute(text("SHOW timezone")).scalar())

    assert said == somewhere
    assert os.environ["TZ"] == somewhere


def test_every_award_around_midnight_counts_for_the_day_on_which_it_was_earned(world: World, somewhere: str) -> None:
    """Four rides a day are paid. Three riders ride without a pause from 23:59:58 into the next day."""
    riders, ends = [somebody() for _ in range(3)], datetime(2027, 12, 31, 23, 59, 58, tzinfo=SHANGHAI)
    it_is(ends)

    def ride_on(rider: Principal) -> list[int]:
        earned = []
        while clock.wall_time() < ends + timedelta(seconds=2, milliseconds=700) or len(earned) < 12:
            earned.append(rides(world, rider))
        return earned

    with ThreadPoolExecutor(3) as streets:
        earned = list(streets.map(ride_on, riders))

    rows = world.reads(lambda: db.session.execute(
        text("SELECT a.party_id, a.day, sum(a.points) AS points, bool_and(a.day = (v.occurred_at AT TIME ZONE"
             " 'Asia/Shanghai')::date) AS award_right, bool_and(e.business_date = (e.recorded_at AT TIME ZONE"
             " 'Asia/Shanghai')::date) AS entry_right"
             " FROM points_awards a JOIN activities_records v ON v.id = a.cause_id"
             " LEFT JOIN ledger_entries e ON e.id = a.entry_id"
             " WHERE a.party_id = ANY (:riders) GROUP BY 1, 2 ORDER BY 1, 2"),
        {"riders": [rider.party_id for rider in riders]}).all())  # fmt: skip
    assert [row for row in rows if not row.award_right or row.entry_right is False] == []
    assert {row.day for row in rows} == {date(2027, 12, 31), date(2028, 1, 1)}
    for row in rows:
        assert row.points <= 40, f"the cap of {row.day}"
    by_day = sum(row.points for row in rows)
    assert by_day == sum(map(sum, earned))
    assert all(sum(row.points for row in rows if row.party_id == rider.party_id and row.day == date(2028, 1, 1)) > 0
               for rider in riders), "the new day has a cap of its own"  # fmt: skip
    assert world.books_balance()


@pytest.mark.parametrize(
    ("earned", "last_day"),
    [
        (datetime(2026, 2, 28, 23, 59, 30, tzinfo=SHANGHAI), date(2028, 2, 28)),
        (datetime(2028, 2, 29, 0, 0, 10, tzinfo=SHANGHAI), date(2030, 2, 28)),
        (datetime(2028, 2, 29, 23, 59, 30, tzinfo=SHANGHAI), date(2030, 2, 28)),
        (datetime(2028, 3, 1, 0, 0, 10, tzinfo=SHANGHAI), date(2030, 3, 1)),
        (datetime(2027, 12, 31, 23, 59, 30, tzinfo=SHANGHAI), date(2029, 12, 31)),
        (datetime(2028, 1, 1, 0, 0, 10, tzinfo=SHANGHAI), date(2030, 1, 1)),
        (datetime(2026, 8, 31, 12, tzinfo=SHANGHAI), date(2028, 8, 31)),
    ],
    ids=lambda value: f"{value:%Y-%m-%d-%H%M}" if isinstance(value, datetime) else f"until-{value}",
)
def test_points_live_24_months_to_the_end_of_their_last_day_in_shanghai(
    world: World, somewhere: str, earned: datetime, last_day: date
) -> None:
    who = somebody()
    it_is(earned)
    assert earns(world, who, 30) == last_day

    it_is(clock.start_of(last_day + timedelta(days=1)) - timedelta(seconds=30))
    world.reads(expire_lots)
    spends(world, who, 10)

    it_is(clock.start_of(last_day + timedelta(days=1)) + timedelta(seconds=5))
    with pytest.raises(InsufficientBalance):
        spends(world, who, 10)
    assert world.reads(expire_lots) >= 20
    assert world.books_balance()
