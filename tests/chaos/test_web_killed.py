"""kill -9 of the processes that answer: at any moment, and at moments that are known."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql

from tests.chaos.conftest import Run
from tests.chaos.county import PATIENCE_S, County, kill
from tests.chaos.people import Crowd, rounds
from tests.support.checkout import eventually

SEED = 20261122

# Where a purchase and a redemption stand when the process that works for them is killed: about to write there.
MOMENTS = [
    ("offsets_orders", "rewards_pay_codes"),
    ("payments_receipts", "rewards_redemptions"),
    ("certificates_certificates", "transparency_leaves"),
]
MORE_MOMENTS = [
    ("market_shelf_slots", "kernel_idempotency_keys"),
    ("payments_payments", "points_lot_uses"),
    ("payments_attempts", "ledger_postings"),
    ("payments_notifications", "points_lots"),
    ("registry_unit_blocks", "rewards_redemptions"),
    ("registry_retirements", "transparency_leaves"),
    ("ledger_entries", "ledger_entries"),
    ("points_awards", "ledger_accounts"),
]
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
IN_DOUBT = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND usename = 'tanhui_app'"


@pytest.mark.parametrize("kills", [2, pytest.param(50, marks=pytest.mark.soak)])
def test_at_any_moment(run: Run, county: County, crowd: Crowd, kills: int) -> None:
    chance = random.Random(SEED)
    for numbers in rounds(kills):
        with crowd.at_work(SEED + numbers.start):
            for _ in numbers:
                time.sleep(chance.uniform(0.0, 0.7))
                _, answering = county.web()
                kill(chance.choice(answering))
                run.recovers()
            crowd.goes_on()
    with crowd.at_work(SEED):
        crowd.goes_on()
        for process in (*county.web()[0], *county.web()[1]):
            kill(process)
        run.recovers()
        crowd.goes_on()
    run.is_audited(faults=kills + 1)


@pytest.mark.parametrize("moments", [MOMENTS, pytest.param(MOMENTS + MORE_MOMENTS, marks=pytest.mark.soak)],
                         ids=["few", "all"])  # fmt: skip
def test_in_the_middle_of_a_command(run: Run, county: County, crowd: Crowd, moments: list[tuple[str, str]]) -> None:
    crowd.stays_signed_in()
    errands = Errands()
    for number, (buying, redeeming) in enumerate(moments):
        buyer, customer = crowd.buyers[number % len(crowd.buyers)], crowd.customers[number % len(crowd.customers)]
        errands.finish(buyer, customer)
        quote, code = buyer.is_quoted(2), customer.has_a_code()
        with nobody_writes(county, buying, redeeming) as hand:
            errands.begin(buyer, lambda buyer=buyer, quote=quote: buyer.takes(quote))
            errands.begin(customer, lambda customer=customer, code=code: customer.shows(code, 1))
            for table in (buying, redeeming):
                assert eventually(lambda table=table: _count(hand, WAITING, table) > 0, PATIENCE_S), table
            for process in county.web()[1]:
                kill(process)
        run.recovers()
    errands.finish(*crowd.people)
    run.is_audited(faults=len(moments))


def test_between_the_commit_and_the_answer(run: Run, county: County, crowd: Crowd) -> None:
    """The worst moment: it is done, and nobody was told. The same request again gets the answer that was kept."""
    crowd.stays_signed_in()
    buyer, customer, before = crowd.buyers[0], crowd.customers[0], crowd.traffic.replayed
    quote, code, errands = buyer.is_quoted(2), customer.has_a_code(), Errands()
    with commits_that_do_not_return(county) as hand:
        errands.begin(buyer, lambda: buyer.takes(quote))
        errands.begin(customer, lambda: customer.shows(code, 1))
        assert eventually(lambda: _count(hand, IN_DOUBT) >= 2, PATIENCE_S), "both have committed"
        for process in county.web()[1]:
            kill(process)
    run.recovers()
    errands.finish(buyer, customer)
    assert crowd.traffic.replayed >= before + 2
    run.is_audited(faults=1)


class Errands:
    """One thread a person; what failed it is raised by ``finish``."""

    def __init__(self) -> None:
        self._under_way: dict[object, threading.Thread] = {}
        self._failed: list[BaseException] = []

    def begin(self, person: object, errand: Callable[[], None]) -> None:
        def run() -> None:
            try:
                errand()
            except BaseException as error:
                self._failed.append(error)

        self._under_way[person] = thread = threading.Thread(target=run)
        thread.start()

    def finish(self, *people: object) -> None:
        for person in people:
            if (thread := self._under_way.pop(person, None)) is not None:
                thread.join()
        if self._failed:
            raise self._failed[0]


@contextmanager
def nobody_writes(county: County, *tables: str) -> Iterator[psycopg.Connection]:
    """Whoever wants to write into one of the tables waits, with all that its transaction has done until there."""
    with county.superuser() as holder, county.superuser() as hand, holder.transaction():
        for table in tables:
            holder.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(sql.Identifier(table)))
        yield hand


@contextmanager
def commits_that_do_not_return(county: County) -> Iterator[psycopg.Connection]:
    """Every commit is on disk, and then waits for a replica that there is not."""
    with county.superuser() as hand:
        hand.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        hand.execute("SELECT pg_reload_conf()")
        try:
            assert eventually(lambda: _shown(county) == "nobody", PATIENCE_S)
            yield hand
        finally:
            hand.execute("ALTER SYSTEM RESET synchronous_standby_names")
            hand.execute("SELECT pg_reload_conf()")


def _shown(county: County) -> str:
    with county.superuser() as fresh:
        [(names,)] = fresh.execute("SHOW synchronous_standby_names")
    return str(names)


def _count(connection: psycopg.Connection, query: str, *values: str) -> int:
    [(number,)] = connection.execute(query, values)
    return int(number)
