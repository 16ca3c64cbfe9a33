"""Runs every case in specs/*.toml and every example in the shipped rules. Add cases there; this file seldom changes."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from points_engine import CounterKey, Fact, RuleFormatError, RuleSet, parse_rule, read_rule_book
from tests.engine.shipped import RULE_BOOK, changed, rule_data

SPECS = Path(__file__).parent / "specs"

# Examples state the rule's own measure alone. What else these rules ask for is met here, so that the number is tested.
ALSO_NEEDED = {
    "e-bill": {"measures": {"amount_fen": Decimal(100)}},
    "car-stop-petrol": {"attributes": {"fuel": "petrol"}},
    "car-stop-nev": {"attributes": {"fuel": "nev"}},
    "offset": {"purpose": "footprint"},
}


def decision_cases() -> Iterator[Any]:
    for name in ("walk", "bus", "offset"):
        spec = tomllib.loads((SPECS / f"{name}.toml").read_text(encoding="utf-8"))
        for case in spec["case"]:
            yield pytest.param(spec["rule"], case, id=f"{name}: {case['name']}")


def format_cases() -> Iterator[Any]:
    for case in tomllib.loads((SPECS / "format.toml").read_text(encoding="utf-8"))["case"]:
        yield pytest.param(case, id=case["name"])


def examples() -> Iterator[Any]:
    for rule in json.loads(RULE_BOOK.read_text(encoding="utf-8"))["rules"]:
        for at, example in enumerate(rule["examples"]):
            yield pytest.param(rule["code"], example, id=f"{rule['code']} {at}")


def test_every_spec_file_is_run() -> None:
    assert {path.stem for path in SPECS.glob("*.toml")} == {"walk", "bus", "offset", "format"}


@pytest.mark.parametrize(("code", "case"), list(decision_cases()))
def test_decision(code: str, case: dict[str, Any]) -> None:
    rule = parse_rule(changed(rule_data(code), case.get("change", {})))
    caps = {cap.name: cap.counter for cap in rule.caps}
    fact = Fact(
        kind=rule.kind,
        on=case["on"],
        measures={name: Decimal(text) for name, text in case["measures"].items()},
        tier=case.get("tier", "verified"),
        purpose=case.get("purpose"),
    )

    usage = {caps[name]: used for name, used in case.get("used", {}).items()}
    [line] = RuleSet([rule]).decide(fact, usage).lines

    assert (line.points, line.reason, line.reduction_g) == (case["gives"], case["reason"], case.get("reduction_g"))
    assert line.facts.items() >= case.get("facts", {}).items()
    if "uses" in case:
        assert {use.counter: use.amount for use in line.uses} == {caps[n]: used for n, used in case["uses"].items()}


@pytest.mark.parametrize("case", list(format_cases()))
def test_refused_format(case: dict[str, Any]) -> None:
    data = changed(rule_data("walk"), case.get("change", {}))
    if "remove" in case:
        del data[case["remove"]]

    with pytest.raises(RuleFormatError) as refused:
        parse_rule(data)

    assert refused.value.where == case["where"]
    assert case["allowed"] in refused.value.allowed


@pytest.mark.parametrize(("code", "example"), list(examples()))
def test_example_of_a_shipped_rule(code: str, example: dict[str, Any]) -> None:
    # metro ships switched off; its examples say what it would give
    rule = parse_rule(changed(rule_data(code), {"enabled": True}))
    also = ALSO_NEEDED.get(code, {})
    fact = Fact(
        kind=rule.kind,
        on=date(2026, 5, 1),
        measures={rule.measure: Decimal(example["measure"]), **also.get("measures", {})},
        tier=example["tier"],
        purpose=also.get("purpose"),
        attributes=also.get("attributes", {}),
    )
    before = {CounterKey(code, "day", "points"): example.get("points_earned_today_before", 0)}

    [line] = RuleSet([rule]).decide(fact, before).lines

    assert (line.points, line.reduction_g) == (example["points"], example["reduction_g"])


def test_the_shipped_book_has_thirteen_rules_that_fit_each_other() -> None:
    rules = read_rule_book(RULE_BOOK.read_text(encoding="utf-8"))

    assert len(RuleSet(rules).rules) == 13
    assert [rule.code for rule in rules if not rule.enabled] == ["metro"]
