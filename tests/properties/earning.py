"""Points: earned, walked for, taken back, lapsed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from backend.activities import service as activities
from backend.activities.payloads import RecordActivity
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.points import service as points
from backend.points.sweeps import expire_lots
from points_engine import Fact
from tests.properties import observing
from tests.properties.model import day_of
from tests.properties.stage import Refusal
from tests.properties.story import Story, any_of, someone


class Earning(Story):
    @rule(who=someone, kg=st.integers(1, 60))
    def earn_points(self, who: int, kg: int) -> None:
        self.keep_away_from_deadlines()
        party, cause, now = self.people[who].party_id, new_id(), self.now
        awarded = self.commands(
            lambda: points.award(
                party_id=party, cause_kind="retirement", cause_id=cause, reference=f"retirement:{cause}:award",
                fact=Fact("offset.retirement", clock.today(), {"kg": Decimal(kg)}, purpose="voluntary"),
                occurred_at=clock.now(),
            )
        )  # fmt: skip
        self.agree(awarded, None)
        expected = self.county.offset_points(who, kg, now)
        if awarded.points != expected:
            raise observing.BrokenInvariant(f"caps: {awarded.points} points were paid, must be {expected}")
        if expected:
            self.county.members[who].earn(expected, day_of(now), awarded.entry_id)

    @rule(who=someone, steps=st.integers(500, 30_000))
    def walk(self, who: int, steps: int) -> None:
        """By one's own word: half of a point for 500 steps, 29 a day at most, a day once."""
        self.keep_away_from_deadlines()
        member, now, me = self.county.members[who], self.now, self.people[who]
        wish = RecordActivity("mobility.walk", {"steps": Decimal(steps)}, now - timedelta(seconds=1))
        done = self.commands(lambda: activities.record_activity(me, wish))
        today = day_of(now)
        if not self.agree(done, "activity-already-recorded" if today in member.walked else None):
            return
        member.walked.add(today)
        if done.points > min(29, steps // 500):
            raise observing.BrokenInvariant(f"caps: {done.points} points for {steps} steps")
        if done.points:
            member.earn(done.points, today, done.entry_id)

    @precondition(lambda self: any(not a.taken_back for m in self.county.members for a in m.awards))
    @rule(which=any_of)
    def take_an_award_back(self, which: int) -> None:
        self.keep_away_from_deadlines()
        number, award = self.pick(
            [(n, a) for n, m in enumerate(self.county.members) for a in m.awards if not a.taken_back], which
        )
        [award_id] = observing.entries_with(
            self.stage.connection, "SELECT id FROM points_awards WHERE entry_id = %s AND points > 0", award.entry
        )
        today = day_of(self.now)
        taken = self.commands(lambda: points.claw_back(award_id=award_id))
        self.agree(taken, None)
        assert taken.owed == self.county.members[number].take_back(award, today)

    @rule()
    def points_lapse(self) -> None:
        self.keep_away_from_deadlines()
        today = day_of(self.now)
        assert not isinstance(self.does(expire_lots), Refusal)
        for member in self.county.members:
            member.lapse(today)
