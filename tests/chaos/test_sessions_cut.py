"""Every session of the service is ended every 200 ms: what was in one is repeated or refused, never half done."""

from __future__ import annotations

import time

import pytest

from tests.chaos.conftest import Run
from tests.chaos.county import County
from tests.chaos.people import Crowd

SEED = 20261125
EVERY_S = 0.2
END_ALL = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename LIKE 'tanhui%'"


@pytest.mark.parametrize("seconds", [4, pytest.param(60, marks=pytest.mark.soak)])
def test_under_load(run: Run, county: County, crowd: Crowd, seconds: int) -> None:
    ended = 0
    with crowd.at_work(SEED):
        crowd.goes_on()
        with county.superuser() as hand:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                [(count,)] = hand.execute(END_ALL)
                ended += count
                time.sleep(EVERY_S)
        run.recovers()
        crowd.goes_on()
    assert ended > 0
    run.is_audited(faults=ended)
