"""One at a time looks for what is due; who else is at it, and what is cut off, is said and survived."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import text

from backend.extensions import db
from backend.sweeps import Sweep, SweepUnderWay
from tests.support.world import World


@pytest.fixture
def done() -> list[str]:
    return []


def a_sweep(done: list[str], name: str = "test") -> Sweep:
    return Sweep(name, 1, lambda: done.append(name) or len(done))


def held(app: Flask, sweep: Sweep, until: threading.Event, ready: threading.Event) -> threading.Thread:
    """Somebody else is at the sweep."""

    def hold() -> None:
        with app.app_context(), db.engine.connect() as other:
            other.execute(text("SELECT pg_advisory_lock(:key)"), {"key": sweep.lock_key})
            ready.set()
            until.wait()
            # A connection that is merely dropped keeps its lock until the server has noticed.
            other.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": sweep.lock_key})

    thread = threading.Thread(target=hold)
    thread.start()
    assert ready.wait(20)
    return thread


class TestASweepThatSomebodyIsAt:
    def test_is_left_to_them(self, world: World, done: list[str]) -> None:
        until, sweep = threading.Event(), a_sweep(done)
        other = held(world.app, sweep, until, threading.Event())
        assert world.reads(sweep.run) == 0
        assert done == []
        until.set()
        other.join()
        assert world.reads(sweep.run) == 1

    def test_is_waited_for_where_everything_must_be_done_but_not_for_ever(self, world: World, done: list[str]) -> None:
        until, sweep = threading.Event(), a_sweep(done)
        other = held(world.app, sweep, until, threading.Event())
        with pytest.raises(SweepUnderWay, match="test"):
            world.reads(sweep.run_all)
        until.set()
        other.join()
        assert world.reads(sweep.run_all) == 1


def test_what_was_done_is_done_although_the_lock_was_cut_off_meanwhile(world: World) -> None:
    def cut_all_others() -> int:
        with db.engine.begin() as hand:
            hand.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                              " WHERE pid <> pg_backend_pid() AND datname = current_database()"))  # fmt: skip
        return 3

    sweep = Sweep("cut", 1, cut_all_others)
    assert world.reads(sweep.run) == 3
    assert world.reads(sweep.run) == 3, "and nobody holds it since"
