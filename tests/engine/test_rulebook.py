"""A rule book as text: what is refused before a single rule is read, and how rules must fit each other."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from points_engine import EarnRule, Fact, RuleFormatError, RuleSet, parse_rule, parse_rule_book, read_rule_book
from tests.engine.shipped import RULE_BOOK, changed, rule_data


def book(*rules: dict[str, Any]) -> str:
    return json.dumps({"schema": "default-earn-rules/1", "rules": list(rules)})


def rule(shipped: str = "walk", /, **change: Any) -> EarnRule:
    return parse_rule(changed(rule_data(shipped), change))


class TestTheTextOfABook:
    def test_a_key_that_occurs_twice_is_refused(self) -> None:
        text = book(rule_data("walk")).replace('"points": 1,', '"points": 1, "points": 1000,', 1)

        with pytest.raises(RuleFormatError, match="/points: the key occurs twice"):
            read_rule_book(text)

    @pytest.mark.parametrize("number", ["0.1", "1e3", "NaN", "Infinity", "-Infinity"])
    def test_only_whole_numbers_are_numbers(self, number: str) -> None:
        text = book(rule_data("walk")).replace('"points": 1,', f'"points": {number},', 1)

        with pytest.raises(RuleFormatError, match="decimals are written as text"):
            read_rule_book(text)

    @pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a": ' + "9" * 5_000 + "}"])
    def test_what_is_no_json_is_refused_and_does_not_break(self, text: str) -> None:
        with pytest.raises(RuleFormatError):
            read_rule_book(text)

    @pytest.mark.parametrize("decoded", [None, [], "rules", 7, {}, {"schema": "default-earn-rules/2", "rules": []}])
    def test_another_document_is_refused(self, decoded: object) -> None:
        with pytest.raises(RuleFormatError):
            parse_rule_book(decoded)

    def test_the_error_points_into_the_book(self) -> None:
        with pytest.raises(RuleFormatError) as refused:
            read_rule_book(book(rule_data("walk"), changed(rule_data("bus"), {"caps.acts_per_day": "4"})))

        assert refused.value.where == "/rules/1/caps/acts_per_day"
        assert refused.value.found == "'4'"

    def test_a_rule_keeps_what_it_says(self) -> None:
        bus = {rule.code: rule for rule in read_rule_book(RULE_BOOK.read_text(encoding="utf-8"))}["bus"]

        assert (bus.title_zh, bus.version, bus.valid_from, bus.valid_until) == ("乘坐公交", 1, date(2026, 1, 1), None)
        assert bus.tiers == {"verified": Fraction(1), "self-report": Fraction(1, 2)}
        assert [(cap.name, cap.limit, cap.scope) for cap in bus.caps] == [
            ("acts_per_day", 4, "person"),
            ("points_per_day", 40, "person"),
        ]

    def test_excluded_purposes_alone_leave_all_others(self) -> None:
        data = rule_data("offset")
        del data["purposes"]

        assert parse_rule(data).purposes == ("footprint", "voluntary")


class TestRulesTogether:
    def test_two_versions_in_force_on_one_day_would_both_pay(self) -> None:
        with pytest.raises(RuleFormatError, match=r"v1 and v2 are both in force on 2026-03-01"):
            RuleSet([rule(), rule(version=2, valid_from="2026-03-01")])

    def test_one_day_of_overlap_is_enough_to_refuse_in_either_order(self) -> None:
        older, newer = rule(valid_until="2026-03-02"), rule(version=2, valid_from="2026-03-01")

        for order in ([older, newer], [newer, older]):
            with pytest.raises(RuleFormatError, match="both in force on 2026-03-01"):
                RuleSet(order)

    def test_the_older_version_ends_where_the_newer_begins(self) -> None:
        newer = {"version": 2, "valid_from": "2026-03-01", "earn.points": 2}
        rules = RuleSet([rule(valid_until="2026-03-01"), rule(**newer)])

        assert self.walked(rules, date(2026, 2, 28)) == (1, 2)
        assert self.walked(rules, date(2026, 3, 1)) == (2, 4)

    def test_outside_all_versions_one_line_says_so(self) -> None:
        rules = RuleSet(
            [rule(valid_until="2026-02-01"), rule(version=2, valid_from="2026-03-01", valid_until="2026-04-01")]
        )

        assert self.walked(rules, date(2025, 12, 31)) == (1, 0)
        assert self.walked(rules, date(2026, 2, 1)) == (1, 0)
        assert self.walked(rules, date(2026, 4, 1)) == (2, 0)

    def test_a_version_switched_off_does_not_hide_the_one_that_is_on(self) -> None:
        rules = RuleSet([rule(), rule(version=2, enabled=False)])

        assert self.walked(rules, date(2026, 5, 1)) == (1, 2)

    def test_a_version_occurs_once(self) -> None:
        with pytest.raises(RuleFormatError, match="walk v1 occurs twice"):
            RuleSet([rule(), rule()])

    def test_a_code_has_one_kind(self) -> None:
        with pytest.raises(RuleFormatError, match="one kind a code"):
            RuleSet([rule(), rule(version=2, kind="mobility.run", valid_from="2027-01-01")])

    def test_one_act_is_one_reduction(self) -> None:
        with pytest.raises(RuleFormatError, match="both claim grams"):
            RuleSet([rule(), rule(code="walk-bonus")])

    def test_a_bonus_without_grams_stands_beside_the_rule(self) -> None:
        rules = RuleSet([rule(), rule(code="walk-bonus", reduction=None)])

        decision = rules.decide(walk(1000, date(2026, 5, 1)))

        assert [line.rule_code for line in decision.lines] == ["walk", "walk-bonus"]
        assert (decision.points, decision.reduction_g) == (4, 20)

    def test_a_kind_that_no_rule_is_about_earns_nothing_and_needs_no_line(self) -> None:
        decision = RuleSet([rule()]).decide(Fact("mobility.fly", date(2026, 5, 1), {}))

        assert (decision.lines, decision.points, decision.reduction_g, decision.uses) == ((), 0, None, ())

    def test_caps_are_listed_in_the_order_to_lock_them_in(self) -> None:
        rules = read_rule_book(RULE_BOOK.read_text(encoding="utf-8"))
        caps = RuleSet(rules).caps("transit.bus", date(2026, 5, 1))

        assert [cap.counter for cap in caps] == [("bus", "day", "acts"), ("bus", "day", "points")]
        assert RuleSet(rules).caps("transit.bus", date(2025, 5, 1)) == ()

    def test_a_rule_that_is_off_has_no_caps_to_lock_and_no_points_to_weigh(self) -> None:
        rules = RuleSet([rule("metro")])

        assert rules.caps("transit.metro", date(2026, 5, 1)) == ()
        assert rules.points_per_unit("transit.metro", date(2026, 5, 1)) == 0

    def test_points_per_kilogram_are_those_of_all_rules_together(self) -> None:
        bonus = rule("offset", code="offset-bonus", **{"earn.per": 10})

        together = RuleSet([rule("offset"), bonus]).points_per_unit("offset.retirement", date(2026, 5, 1))

        assert together == Fraction(11, 10)

    @staticmethod
    def walked(rules: RuleSet, on: date) -> tuple[int, int]:
        """Version and points of the one line about 1,000 steps."""
        [line] = rules.decide(walk(1000, on)).lines
        return line.rule_version, line.points


def walk(steps: int, on: date) -> Fact:
    return Fact("mobility.walk", on, {"steps": Decimal(steps)})
