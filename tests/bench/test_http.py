"""Target P5: what a person waits for, through granian with two workers, beside bare Flask on the same server.

Prints requests a second, their ratio to the limit and the 99th percentile at half of the greatest rate; asserts only
that what was asked for was done. Run it with ``make bench``.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask_migrate import Migrate, upgrade

from backend import create_app
from backend.extensions import db
from backend.kernel import clock
from backend.reference_data import load_reference_data
from deploy.local.sockets import free_port
from tests.bench.load import Connection, Errand, Measured, Request, as_fast_as_possible, at_rate
from tests.conftest import settings_for
from tests.support.counter import Shop, a_neighbour
from tests.support.postgres import Database, temporary_postgres
from tests.support.world import Person, World

ROOT = Path(__file__).parents[2]
HANDS = 8
SECONDS = 4.0
_numbers = itertools.count(1)


def fresh() -> str:
    return f"bench-{os.getpid()}-{next(_numbers):08}"


@pytest.fixture(scope="module")
def durable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Database, Path]]:
    folder = tmp_path_factory.mktemp("http")
    with temporary_postgres(folder, durable=True) as server:
        database = server.database("tanhui")
        app = create_app(settings_for(database, folder))
        Migrate(app, db)
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            load_reference_data()
        with psycopg.connect(plain(database.owner_url), autocommit=True) as owner:
            owner.execute("CREATE TABLE bench_bare (id uuid PRIMARY KEY)")
        yield app, database, folder
        with app.app_context():
            db.engine.dispose()


def plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


@contextmanager
def serving(application: str, environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The application under granian as ``make run`` starts it, with two workers."""
    port = free_port("127.0.0.1", 22_000)
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "2", "--blocking-threads", "4", "--log-level", "error", application,
    ]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                Connection("127.0.0.1", port).close()
                break
            except ConnectionRefusedError:
                assert time.monotonic() < deadline and process.poll() is None, f"{application} does not start"
                time.sleep(0.2)
        yield "127.0.0.1", port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def always(request: Request) -> Errand:
    return lambda connection: connection.asks(request)[0]


def records(person: Person) -> Errand:
    """Report a bus ride, each with a receipt of its own."""

    def errand(connection: Connection) -> int:
        return connection.asks(Request("POST", "/api/v1/activities", person.token, fresh(), ride()))[0]

    return errand


def redeems(person: Person, clerk: Person) -> Errand:
    """Show a code, have it redeemed for one point: two commands."""

    def errand(connection: Connection) -> int:
        status, shown = connection.asks(Request("POST", "/api/v1/pay-codes", person.token, fresh(), {}))
        if status >= 300:
            return status
        body = {"code": json.loads(shown)["code"], "points": 1, "out_trade_no": fresh()}
        return connection.asks(Request("POST", "/api/v1/redemptions", clerk.token, fresh(), body))[0]

    return errand


def measured(address: tuple[str, int], errands: Sequence[Errand]) -> tuple[Measured, Measured]:
    as_fast_as_possible(address, errands, 1.0)  # both workers have opened what they keep
    fastest = as_fast_as_possible(address, errands, SECONDS)
    return fastest, at_rate(address, errands, SECONDS, fastest.per_second / 2)


def test_what_a_person_waits_for(durable: tuple[Flask, Database, Path]) -> None:
    app, database, folder = durable
    world = World(app, folder / "sms.jsonl")
    people = [a_neighbour(world, points=500 + number) for number in range(HANDS)]
    shop = Shop(world)
    clerks = [shop.another_clerk() for _ in range(HANDS)]
    for person in people:
        for _ in range(20):
            assert person.post("/activities", ride()).status_code == 201

    with serving("tests.bench.limits:app", {"LIMITS_CONNINFO": plain(database.owner_url)}) as limits:
        hello, _ = measured(limits, [always(Request("GET", "/hello"))] * HANDS)
        write, _ = measured(limits, [always(Request("POST", "/write", body={}))] * HANDS)
        page, _ = measured(limits, [always(Request("GET", "/page"))] * HANDS)
    service = {"DATABASE_URL": database.app_url, "KEYS_DIR": str(folder / "keys"), "ENVIRONMENT": "test",
               "SMS_URL": f"file:{folder / 'sms.jsonl'}", "PORT": "8080"}  # fmt: skip
    with serving("wsgi:app", service) as ours:
        record = measured(ours, [records(person) for person in people])
        redeem = measured(ours, [redeems(person, clerk) for person, clerk in zip(people, clerks, strict=True)])
        entries = measured(
            ours, [always(Request("GET", "/api/v1/points/entries?limit=20", person.token)) for person in people]
        )

    print(f"\nP5 {HANDS} connections, client on the same cores; Flask hello {hello.per_second:,.0f}/s")
    for what, (fastest, half), limit, target in (
        ("record an activity", record, write, 0.35), ("redeem a code (two commands)", redeem, write, 0.35),
        ("page of 20 entries", entries, page, 0.60),
    ):  # fmt: skip
        print(f"P5 {what}: limit {limit.per_second:,.0f}/s, ours {fastest.per_second:,.0f}/s, ratio "
              f"{fastest.per_second / limit.per_second:.2f} (target {target}),"
              f" p99 at half {half.p99_ms:,.0f} ms")  # fmt: skip
        assert (fastest.refused, half.refused) == (0, 0), what
    assert world.books_balance()


def ride() -> dict[str, Any]:
    return {"kind": "transit.bus", "measures": {"rides": "1"}, "source_reference": fresh(),
            "occurred_at": clock.wall_time().isoformat(timespec="seconds")}  # fmt: skip
