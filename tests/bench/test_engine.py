"""Target P3: one event through the engine, trace kept, exact: at most 2 us at 20 rules and 3 us at 2,000.

Prints the times, their ratio to the target and to rules written by hand in the same run; asserts only that both give
the same points, because a busy machine is no reason to fail. Run it with ``pytest -s tests/bench/test_engine.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from timeit import Timer
from typing import Any

import pytest

from points_engine import CounterKey, EarnRule, Fact, RuleSet, parse_rule
from tests.engine.shipped import changed, rule_data

ON = date(2026, 5, 1)
USED = {CounterKey("bus", "day", "acts"): 1, CounterKey("bus", "day", "points"): 10}
FACT = Fact("transit.bus", ON, {"rides": Decimal(2)})
TARGET_US = {20: 2.0, 2_000: 3.0}


def rules(count: int) -> list[EarnRule]:
    """The bus rule and ``count - 1`` others, five to a kind, as a large programme has them."""
    others: list[EarnRule] = []
    for n in range(count - 1):
        change: dict[str, Any] = {"code": f"walk-{n}", "kind": f"mobility.walk-{n // 5}", "reduction": None}
        others.append(parse_rule(changed(rule_data("walk"), change)))
    return [parse_rule(rule_data("bus")), *others]


def by_hand(fact: Fact, acts_used: int, points_used: int) -> list[tuple[str, int, int, str]]:
    """What a programmer would write for this one rule, without explanation, counters or grams."""
    rides = min(int(fact.measures["rides"]), 4 - acts_used)
    points = min(rides * 10, 40 - points_used)
    return [("bus", 1, points, "earned")]


def microseconds(call: Callable[[], object]) -> float:
    return min(Timer(call).repeat(repeat=5, number=20_000)) / 20_000 * 1e6


@pytest.mark.parametrize("count", TARGET_US)
def test_one_event(count: int) -> None:
    rule_set = RuleSet(rules(count))
    assert rule_set.decide(FACT, USED).points == by_hand(FACT, 1, 10)[0][2] == 20

    took, hand = microseconds(lambda: rule_set.decide(FACT, USED)), microseconds(lambda: by_hand(FACT, 1, 10))

    target = TARGET_US[count]
    print(
        f"\nP3 engine, {count} rules: {took:.2f} us an event ({took / target:.2f} of the {target:.0f} us allowed); "
        f"by hand without trace {hand:.2f} us, ratio {took / hand:.1f}"
    )
