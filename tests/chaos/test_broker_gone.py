"""Valkey only wakes: without it everybody is served, limits hold, and what was promised comes when it is back."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.chaos.conftest import Run
from tests.chaos.county import VALKEY, County, frozen, kill
from tests.chaos.line import Line, fresh_key
from tests.chaos.people import Crowd

SEED = 20261126
_phones = itertools.count(19_800_000_001)


@contextmanager
def frozen_broker(county: County) -> Iterator[None]:
    """It takes connections and answers nothing: worse than being away."""
    with frozen(*county.children(VALKEY)):
        yield


@contextmanager
def read_only_broker(county: County) -> Iterator[None]:
    """A replica whose primary is gone."""
    county.broker("REPLICAOF", "127.0.0.1", "1")
    try:
        yield
    finally:
        county.broker("REPLICAOF", "NO", "ONE")


@contextmanager
def full_broker(county: County) -> Iterator[None]:
    county.broker("CONFIG", "SET", "maxmemory", "1mb")
    try:
        yield
    finally:
        county.broker("CONFIG", "SET", "maxmemory", "256mb")


@pytest.mark.parametrize("trouble", [frozen_broker, read_only_broker, full_broker])
@pytest.mark.parametrize("seconds", [0, pytest.param(30, marks=pytest.mark.soak)])
def test_everybody_is_served_meanwhile(
    run: Run, county: County, crowd: Crowd, seconds: int, trouble: Callable[[County], AbstractContextManager[None]]
) -> None:
    crowd.stays_signed_in()
    stranger = Line(county.port, crowd.traffic)
    with trouble(county):
        until = time.monotonic() + seconds
        while True:
            for buyer, customer in zip(crowd.buyers, crowd.customers, strict=True):
                buyer.buys(1, is_told=True)
                customer.redeems(1)
            is_answered_once_and_kept(crowd)
            text_messages_are_limited(crowd, stranger)
            if time.monotonic() > until:
                break
    stranger.hang_up()
    run.recovers()
    crowd.is_sent_what_was_promised()
    run.is_audited(faults=1)


def is_answered_once_and_kept(crowd: Crowd) -> None:
    """Replay protection lives where the money lives."""
    line, key = crowd.customers[0].line, fresh_key()
    first, again = (line.insist("POST", "/pay-codes", {}, key=key) for _ in range(2))
    assert first.body == again.body
    assert again.is_replayed


def text_messages_are_limited(crowd: Crowd, stranger: Line) -> None:
    """One a minute and number, whoever counts; the one that was promised arrives when it can."""
    phone = {"phone": str(next(_phones))}
    promised = stranger.insist("POST", "/auth/sms-codes", phone)
    assert promised.status == 202, promised
    crowd.journal.promised(promised.body["challenge_id"])
    assert stranger.insist("POST", "/auth/sms-codes", phone).code == "sms-code-too-soon"


def test_it_is_killed_and_emptied_under_load(run: Run, county: County, crowd: Crowd) -> None:
    with crowd.at_work(SEED, untold=0.5):
        crowd.goes_on()
        kill(*county.children(VALKEY))
        run.recovers()
        crowd.goes_on()
        assert county.broker("FLUSHALL") == b"+OK\r\n"
        crowd.goes_on()
    run.is_audited(faults=2)
