"""Target P1: one durable transfer through ``ledger.record``, own commit, beside a bare durable INSERT in the same run.

Prints entries a second and their ratio to the limit; asserts only that the books are right afterwards, because a busy
machine is no reason to fail. Run it with ``make bench``.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import psycopg
import pytest
from flask import Flask
from flask_migrate import Migrate, upgrade

from backend import create_app, wiring
from backend.extensions import db
from backend.kernel.transaction import run
from backend.ledger import service as ledger
from backend.ledger.service import Draft, Move, Place
from backend.ledger.verify import verify
from tests.conftest import settings_for
from tests.support.postgres import Database, temporary_postgres

SECONDS, ROUNDS = 2.0, 5
TARGET = {2: 0.70, 8: 0.45}
ISSUED = ledger.source("bench:issued", "BENCH")
MEMBERS = [ledger.guarded(f"bench:member:{n}", "BENCH") for n in range(2_000)]
HOT = ledger.guarded("bench:hot", "BENCH")


@pytest.fixture(scope="module")
def durable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Database]]:
    folder = tmp_path_factory.mktemp("durable")
    with temporary_postgres(folder, durable=True) as server:
        database = server.database("tanhui")
        app = create_app(settings_for(database, folder))
        Migrate(app, db)
        with app.app_context():
            upgrade(directory=str(Path(__file__).parents[2] / "migrations"))
        yield app, database
        with app.app_context():
            db.engine.dispose()


def per_second(threads: int, work: Callable[[Callable[[], bool]], int]) -> float:
    """How often ``work`` did its thing in all threads together, a second."""
    ends = time.perf_counter() + SECONDS
    with ThreadPoolExecutor(threads) as pool:
        done = sum(pool.map(lambda _: work(lambda: time.perf_counter() < ends), range(threads)))
    return done / SECONDS


def bare_inserts(conninfo: str) -> Callable[[Callable[[], bool]], int]:
    def work(going_on: Callable[[], bool]) -> int:
        done = 0
        with psycopg.connect(conninfo, autocommit=True) as connection:
            while going_on():
                connection.execute("INSERT INTO bench_bare VALUES (%s)", [uuid.uuid4()])
                done += 1
        return done

    return work


def posts(app: Flask, target: Callable[[int], Place]) -> Callable[[Callable[[], bool]], int]:
    def work(going_on: Callable[[], bool]) -> int:
        done = 0
        with app.app_context():
            while going_on():
                place = target(done)
                reference = f"bench:{uuid.uuid4()}"
                run(
                    lambda place=place, reference=reference: ledger.record(  # type: ignore[misc]
                        Draft(reference=reference, kind="bench", moves=[Move(1, ISSUED, place)])
                    )
                )
                done += 1
        return done

    return work


@pytest.mark.parametrize("threads", TARGET)
def test_one_transfer(durable: tuple[Flask, Database], threads: int) -> None:
    app, database = durable
    conninfo = database.owner_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(conninfo, autocommit=True) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS bench_bare (id uuid PRIMARY KEY)")

    # In turns, as a shared machine drifts: the medians of the ratios count.
    rounds = [
        (
            per_second(threads, bare_inserts(conninfo)),
            per_second(threads, posts(app, lambda n: MEMBERS[(n * 7919) % len(MEMBERS)])),
            per_second(threads, posts(app, lambda _: HOT)),
        )
        for _ in range(ROUNDS)
    ]
    limit, spread, hot = (median(each) for each in zip(*rounds, strict=True))
    spread_ratio, hot_ratio = median(s / b for b, s, _ in rounds), median(h / b for b, _, h in rounds)

    with app.app_context():
        assert verify(wiring.ledger_checks()).as_dict()["ok"]
    print(
        f"\nP1 ledger, {threads} threads: bare insert {limit:,.0f}/s; post {spread:,.0f}/s, ratio {spread_ratio:.2f} "
        f"(target {TARGET[threads]:.2f}); one hot account {hot:,.0f}/s, ratio {hot_ratio:.2f}"
    )
