"""PostgreSQL's postmaster is killed under load: nothing that was acknowledged is lost, nothing is there twice."""

from __future__ import annotations

import random
import time

import pytest

from tests.chaos.conftest import Run
from tests.chaos.county import PATIENCE_S, POSTGRES, County, kill
from tests.chaos.people import Crowd, rounds

SEED = 20261124


@pytest.mark.parametrize("kills", [6, pytest.param(50, marks=pytest.mark.soak)])
def test_again_and_again(run: Run, county: County, crowd: Crowd, kills: int) -> None:
    chance = random.Random(SEED)
    for numbers in rounds(kills):
        with crowd.at_work(SEED + numbers.start) as journal:
            for _ in numbers:
                assert journal.wait_for(redeemed=1, within_s=PATIENCE_S)
                time.sleep(chance.uniform(0.0, 0.5))
                [postmaster] = county.children(POSTGRES)
                kill(postmaster)
                run.recovers()
            crowd.goes_on()
    run.is_audited(faults=kills)
