"""Laws of caps that hold for every rule, order and division of acts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from points_engine import REASONS, CounterKey, Decision, Fact, RuleSet, parse_rule
from tests.engine.shipped import changed, rule_data

ON = date(2026, 5, 1)

limits = st.none() | st.integers(1, 60)
some_parts = st.lists(st.integers(0, 25), min_size=1, max_size=8)
tiers = st.sampled_from(["verified", "self-report"])


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    """A rule of counted rides or measured steps, with any rate, threshold and caps."""
    counted = draw(st.booleans())
    conditions = [{"measure": "quantity", "is": "at_least", "value": str(draw(st.integers(0, 5)))}]
    change: dict[str, Any] = {
        "measure": "quantity",
        "measure_unit": "ride" if counted else "step",
        "conditions": conditions,
        "earn.points": draw(st.integers(1, 12)),
        "earn.per": draw(st.integers(1, 7)),
        "caps.acts_per_day": draw(limits),
        "caps.acts_per_month": draw(limits),
        "caps.points_per_day": draw(limits),
        "caps.points_per_month": draw(limits),
    }
    return RuleSet([parse_rule(changed(rule_data("bus"), change))])


class Member:
    """Keeps counters as a caller does: what a decision uses is added, nothing else changes them."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.used: Counter[CounterKey] = Counter()

    def does(self, quantity: int | Decimal, tier: str) -> Decision:
        decision = self.rules.decide(Fact("transit.bus", ON, {"quantity": Decimal(quantity)}, tier), self.used)
        for use in decision.uses:
            self.used[use.counter] += use.amount
        return decision

    def earns(self, quantities: Sequence[int], tier: str) -> int:
        return sum(self.does(quantity, tier).points for quantity in quantities)


@given(rule_sets(), st.lists(st.tuples(st.integers(0, 40), tiers), max_size=12))
def test_no_cap_is_ever_exceeded_in_any_order(rules: RuleSet, acts: list[tuple[int, str]]) -> None:
    member = Member(rules)
    points = sum(member.does(quantity, tier).points for quantity, tier in acts)

    for cap in rules.caps("transit.bus", ON):
        assert member.used[cap.counter] <= cap.limit
        if cap.counter.what == "points":
            assert member.used[cap.counter] == points


@given(rule_sets(), tiers, some_parts, st.lists(st.integers(0, 25), max_size=3))
def test_an_act_recorded_in_parts_never_earns_more(
    rules: RuleSet, tier: str, parts: list[int], before: list[int]
) -> None:
    whole, split = Member(rules), Member(rules)
    whole.earns(before, tier)
    split.earns(before, tier)

    assert split.earns(parts, tier) <= whole.does(sum(parts), tier).points


@given(rule_sets(), tiers, some_parts)
def test_recording_in_parts_leaves_no_more_of_a_cap_on_counted_acts(
    rules: RuleSet, tier: str, parts: list[int]
) -> None:
    whole, split = Member(rules), Member(rules)
    together = whole.does(sum(parts), tier).points

    if split.earns(parts, tier) == together and rules.rules[0].counts_each_unit:
        for cap in rules.caps("transit.bus", ON):
            assert split.used[cap.counter] >= whole.used[cap.counter]


@given(rule_sets(), tiers, st.integers(0, 40), st.dictionaries(st.sampled_from(["day", "month"]), st.integers(0, 80)))
def test_every_line_explains_itself(rules: RuleSet, tier: str, quantity: int, used: dict[Any, int]) -> None:
    usage = {CounterKey("bus", period, "points"): amount for period, amount in used.items()}

    [line] = rules.decide(Fact("transit.bus", ON, {"quantity": Decimal(quantity)}, tier), usage).lines

    assert line.reason in REASONS
    assert line.points >= 0
    assert (line.points > 0) == (line.uses != ()) or not rules.caps("transit.bus", ON)
    assert json.loads(json.dumps(line.facts)) == line.facts
    if line.reason == "earned":
        assert line.points > 0
    if line.reason == "capped":
        assert isinstance(line.facts["uncapped"], int)
        assert line.points < line.facts["uncapped"]


@given(rule_sets(), tiers, st.decimals(0, 40, places=3))
def test_fractions_are_rounded_down_before_the_rule(rules: RuleSet, tier: str, quantity: Decimal) -> None:
    assert Member(rules).does(quantity, tier) == Member(rules).does(int(quantity), tier)
