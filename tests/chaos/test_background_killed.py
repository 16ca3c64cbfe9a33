"""What works in the background is killed, asked to stop, frozen, and told the same thing twice."""

from __future__ import annotations

import random
import signal
import time

import pytest
from celery import Celery

from backend.sweeps import SWEEPS
from tests.chaos.conftest import Run
from tests.chaos.county import BEAT, WORKER, County, frozen, kill
from tests.chaos.people import Crowd, rounds

SEED = 20261123


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.soak)])
def test_worker_and_beat_at_any_moment(run: Run, county: County, crowd: Crowd, kills: int) -> None:
    chance = random.Random(SEED)
    for numbers in rounds(kills):
        with crowd.at_work(SEED + numbers.start, untold=0.5):
            for number in numbers:
                time.sleep(chance.uniform(0.0, 2.0))
                [process] = county.children(BEAT if number % 3 == 2 else WORKER)
                kill(process, signal.SIGTERM if number % 3 == 1 else signal.SIGKILL)
                run.recovers()
            crowd.goes_on()
    run.is_audited(faults=kills)


@pytest.mark.parametrize("seconds", [2, pytest.param(90, marks=pytest.mark.soak)])
def test_a_frozen_worker_holds_nobody_up(run: Run, county: County, crowd: Crowd, seconds: int) -> None:
    crowd.stays_signed_in()
    with frozen(*county.children(WORKER)):
        for buyer, customer in zip(crowd.buyers, crowd.customers, strict=True):
            buyer.buys(1, is_told=True)
            customer.redeems(1)
        time.sleep(seconds)
    crowd.buyers[0].buys(1, is_told=False)
    run.is_audited(faults=1)


def test_messages_twice_late_and_in_any_order(run: Run, county: County, crowd: Crowd) -> None:
    chance = random.Random(SEED)
    names = [*SWEEPS] * 6
    chance.shuffle(names)
    broker_url = county.app.extensions["settings"].broker_url
    with Celery("somebody", broker=broker_url, set_as_current=False) as queue, crowd.at_work(SEED, untold=0.5):
        crowd.goes_on()
        with frozen(*county.children(WORKER)):  # what is sent meanwhile arrives late, and all at once
            for number, name in enumerate(names):
                queue.send_task("tanhui.sweep", args=(name,), task_id=f"task-{number // 2}", ignore_result=True)
        crowd.goes_on()
    run.is_audited(faults=len(names))


def test_a_sweep_that_somebody_is_at_is_said_in_one_line(run: Run, county: County) -> None:
    """A frozen worker keeps what it holds; whoever asks for rest meanwhile is told so, and told no stack."""
    with county.superuser() as somebody, county.app.app_context():
        somebody.execute("SELECT pg_advisory_lock(%s)", [SWEEPS["payments"].lock_key])
        done = county.app.test_cli_runner().invoke(args=["sweep", "--once"])
    assert done.exit_code == 1
    assert done.output.startswith("Error: ") and len(done.output.splitlines()) == 1
    assert "payments" in done.output
    assert run.county.types("sweep", "--once")
