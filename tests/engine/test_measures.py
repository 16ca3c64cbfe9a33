"""Measures that no member can have reached are refused; they never become points."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from points_engine import Fact, RuleSet, parse_rule
from tests.engine.shipped import changed, rule_data

ON = date(2026, 5, 1)


@pytest.mark.parametrize("steps", ["-1", "-0.1", "NaN", "sNaN", "Infinity", "-Infinity", "1E+400", "1000000000000001"])
def test_a_measure_out_of_range_is_refused(steps: str) -> None:
    with pytest.raises(ValueError, match="steps must be a number from 0"):
        RuleSet([parse_rule(rule_data("walk"))]).decide(Fact("mobility.walk", ON, {"steps": Decimal(steps)}))


def test_a_threshold_on_another_measure_holds_back_points_but_not_grams() -> None:
    rules = RuleSet([parse_rule(rule_data("e-bill"))])

    [line] = rules.decide(Fact("bill.utility", ON, {"bills": Decimal(1), "amount_fen": Decimal("99.9")})).lines

    assert (line.points, line.reason, line.reduction_g) == (0, "condition-unmet", 262)
    assert line.facts == {"measure": "amount_fen", "is": "at_least", "value": 100, "found": 99}


def test_a_threshold_on_a_measure_that_is_missing_is_not_met() -> None:
    rules = RuleSet([parse_rule(rule_data("e-bill"))])

    [line] = rules.decide(Fact("bill.utility", ON, {"bills": Decimal(1)})).lines

    assert (line.points, line.reason, line.facts["found"]) == (0, "condition-unmet", None)


def test_an_upper_bound_on_another_measure_is_allowed() -> None:
    slow = {"measure": "km_per_hour", "is": "less_than", "value": "30"}
    rules = RuleSet([parse_rule(changed(rule_data("cycle"), {"conditions.0": slow}))])

    def ridden(speed: int) -> int:
        return rules.decide(Fact("mobility.cycle", ON, {"km": Decimal(3), "km_per_hour": Decimal(speed)})).points

    assert (ridden(29), ridden(30)) == (30, 0)


def test_of_two_rules_for_two_fuels_one_pays_and_one_claims_grams() -> None:
    rules = RuleSet([parse_rule(rule_data("car-stop-petrol")), parse_rule(rule_data("car-stop-nev"))])

    decision = rules.decide(Fact("mobility.car-stop", ON, {"weeks": Decimal(1)}, attributes={"fuel": "nev"}))

    assert [(line.points, line.reason) for line in decision.lines] == [(0, "condition-unmet"), (25, "earned")]
    assert (decision.points, decision.reduction_g) == (25, 250)
    assert decision.lines[0].facts == {"attribute": "fuel", "is": "equal_to", "value": "petrol", "found": "nev"}


def test_a_cap_on_acts_of_a_measured_unit_counts_recordings() -> None:
    rules = RuleSet([parse_rule(changed(rule_data("walk"), {"caps.acts_per_day": 1}))])
    fact = Fact("mobility.walk", ON, {"steps": Decimal(2000)})

    first = rules.decide(fact)
    second = rules.decide(fact, {use.counter: use.amount for use in first.uses})

    assert {use.counter.what: use.amount for use in first.uses} == {"acts": 1, "points": 4}
    assert (second.points, second.lines[0].reason, second.lines[0].facts["cap"]) == (0, "capped", "acts_per_day")
