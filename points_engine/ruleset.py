"""The rules of one release, ready to run: dispatched by kind, so that the number of rules does not matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from operator import attrgetter
from typing import Final

from points_engine.compiled import Apply, compile_rule
from points_engine.model import Cap, Decision, EarnRule, Fact, Line, Usage
from points_engine.rulebook import RuleFormatError

_NOTHING: Final[Usage] = {}
_new: Final = tuple.__new__  # see compiled.py
_NO_RULES: Final[tuple[Apply, ...]] = ()


class RuleSet:
    """Immutable. Building it refuses rules that do not fit each other (``RuleFormatError``):

    two versions of a code in force on one day (they would both pay), a version given twice, and two rules that claim
    grams for the same act (a kilogram would be counted twice; a bonus rule has no reduction).
    """

    __slots__ = ("_by_kind", "rules")

    rules: tuple[EarnRule, ...]

    def __init__(self, rules: Iterable[EarnRule]) -> None:
        self.rules = tuple(rules)
        _refuse_a_code_of_two_kinds(self.rules)
        self._by_kind: dict[str, tuple[Apply, ...]] = {}
        for kind, of_kind in _grouped(self.rules, attrgetter("kind")).items():
            for one, other in combinations(of_kind, 2):
                _refuse_conflict(one, other)
            by_code = _grouped(of_kind, attrgetter("code"))
            self._by_kind[kind] = tuple(_one_of_versions(versions) for versions in by_code.values())

    def decide(self, fact: Fact, usage: Usage = _NOTHING) -> Decision:
        """What every rule about this kind of fact says, one line a rule code.

        ``usage`` is what the counters of ``caps()`` hold in the day and month of ``fact.on``, read under their locks.
        The caller adds ``decision.uses`` to them in the same transaction. Raises ValueError for a measure that is
        negative, not a number or beyond 10**15; the edge refuses such numbers before.
        """
        about_it = self._by_kind.get(fact.kind, _NO_RULES)
        if len(about_it) == 1:  # nearly every kind; half a microsecond less than the general way
            return _new(Decision, ((about_it[0](fact, usage),),))
        return Decision(tuple([apply(fact, usage) for apply in about_it]))

    def about(self, kind: str, on: date) -> tuple[EarnRule, ...]:
        """The enabled rules about a kind that are in force on a day."""
        return tuple(rule for rule in self.rules if rule.kind == kind and rule.enabled and rule.in_force(on))

    def caps(self, kind: str, on: date) -> tuple[Cap, ...]:
        """The caps that a fact of this kind and day can meet, in the order of their keys: the order to lock them in."""
        return tuple(sorted(cap for rule in self.about(kind, on) for cap in rule.caps))

    def points_per_unit(self, kind: str, on: date) -> Fraction:
        """The most that one unit earns by all rules of a kind together, for ``rebate_refusal``."""
        return sum((rule.points_per_unit for rule in self.about(kind, on)), Fraction(0))


def _one_of_versions(versions: list[EarnRule]) -> Apply:
    """The version in force on the day of the fact decides; if there is none, the newest begun by then explains why."""
    if len(versions) == 1:
        return compile_rule(versions[0])
    newest_first = sorted(versions, key=lambda rule: (rule.enabled, rule.valid_from, rule.version), reverse=True)
    compiled = tuple((rule, compile_rule(rule)) for rule in newest_first)

    def apply(fact: Fact, usage: Usage) -> Line:
        for rule, made in compiled:
            if rule.in_force(fact.on):
                return made(fact, usage)
        begun = [made for rule, made in compiled if rule.valid_from <= fact.on]
        return (begun[0] if begun else compiled[-1][1])(fact, usage)

    return apply


def _grouped(rules: Iterable[EarnRule], key: Callable[[EarnRule], str]) -> dict[str, list[EarnRule]]:
    groups: dict[str, list[EarnRule]] = {}
    for rule in rules:
        groups.setdefault(key(rule), []).append(rule)
    return groups


def _refuse_a_code_of_two_kinds(rules: Iterable[EarnRule]) -> None:
    kinds: dict[str, str] = {}
    for rule in rules:
        if kinds.setdefault(rule.code, rule.kind) != rule.kind:
            found = f"{rule.code} is about {kinds[rule.code]} and {rule.kind}"
            raise RuleFormatError("/rules", found, "one kind a code")


def _refuse_conflict(one: EarnRule, other: EarnRule) -> None:
    if one.code == other.code and one.version == other.version:
        raise RuleFormatError("/rules", f"{one.code} v{one.version} occurs twice", "each version once")
    if not (one.enabled and other.enabled and _overlap(one, other)):
        return
    day = max(one.valid_from, other.valid_from)
    if one.code == other.code:
        raise RuleFormatError(
            "/rules",
            f"{one.code} v{one.version} and v{other.version} are both in force on {day}",
            "one version of a code on each day; let the older end there (valid_until)",
        )
    if one.kind == other.kind and one.reduction and other.reduction and _same_fuel(one, other):
        raise RuleFormatError(
            "/rules",
            f"{one.code} v{one.version} and {other.code} v{other.version} both claim grams for {one.kind} on {day}",
            "one rule that claims a reduction; the other has reduction null",
        )


def _overlap(one: EarnRule, other: EarnRule) -> bool:
    return _last(one) >= other.valid_from and _last(other) >= one.valid_from


def _last(rule: EarnRule) -> date:
    return date.max if rule.valid_until is None else rule.valid_until - timedelta(days=1)


def _same_fuel(one: EarnRule, other: EarnRule) -> bool:
    return one.fuel is None or other.fuel is None or one.fuel == other.fuel
