"""Everything that people, gateways, clocks and power cuts do to the county, in any order, step by step.

After each step the books are compared with the model; at the end of a story everything comes to rest.
"""

from __future__ import annotations

import sys
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from backend.kernel import clock
from backend.kernel.transaction import run
from backend.ledger import service as ledger
from tests.properties.coming_to_rest import come_to_rest
from tests.properties.counter import Counter
from tests.properties.selling import Selling
from tests.properties.story import ISSUED_KG, any_of

TICKS = (5, 20, 70, 16 * 60, 7 * 3600, 26 * 3600, 33 * 86400, 250 * 86400)


class CountyMachine(Selling, Counter):
    def __init__(self) -> None:
        super().__init__()
        self.put_on_shelf(kg=ISSUED_KG // 2, slots=3, price=10_000)

    @rule(seconds=st.sampled_from(TICKS))
    def time_passes(self, seconds: int) -> None:
        self.pass_time(seconds)

    @precondition(lambda self: any(member.available for member in self.county.members))
    @rule(which=any_of, over=st.booleans())
    def the_last_day_of_points_comes(self, which: int, over: bool) -> None:
        """Noon of the day, on which they are still good, or half a minute into the next, on which they are not."""
        lots = [lot for member in self.county.members for lot in member.lots if lot.available]
        day = self.pick(lots, which).expires_on
        then = clock.start_of(day) + (timedelta(days=1, seconds=30) if over else timedelta(hours=12))
        if then > self.now:
            self.pass_time(int((then - self.now).total_seconds()))

    @rule(kind=st.sampled_from(["statement", "commit", "race"]), number=st.integers(1, 24))
    def the_next_command_fails(self, kind: str, number: int) -> None:
        self.stage.failures.arm(kind, 1 + number // 8 if kind == "commit" else number)

    @rule()
    def roll_up(self) -> None:
        self.agree(self.does(lambda: run(ledger.roll_up) >= 0), None)

    def teardown(self) -> None:
        """Everything comes to rest: nothing stays reserved, no money stays between, all points lapse at last."""
        self.stage.failures.disarm()
        if not isinstance(sys.exception(), Exception):  # what has broken already must not be told as something else
            come_to_rest(self)
