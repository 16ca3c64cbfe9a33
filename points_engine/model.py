"""The nouns of the engine. None of them changes once made.

What a decision is made of is a ``NamedTuple``, because a partner's feed makes a million of them and a tuple is made
three times as fast as a frozen dataclass; what is read once a release (a rule) is a dataclass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from points_engine.vocabulary import COUNTED_UNITS, Counted, Period, Reason, Scope

Facts: TypeAlias = Mapping[str, int | str | None]

_NO_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType({})


class Fact(NamedTuple):
    """One thing that a member did, stripped to what a rule may look at.

    ``on`` is the day it counts for (Asia/Shanghai), ``measures`` are by name and not negative: their fractions are
    rounded down before any rule sees them. ``purpose`` is that of a retirement. ``attributes`` hold what a rule may
    ask for beside numbers, such as ``{"fuel": "petrol"}``.
    """

    kind: str
    on: date
    measures: Mapping[str, Decimal]
    tier: str = "verified"
    purpose: str | None = None
    attributes: Mapping[str, str] = _NO_ATTRIBUTES


class CounterKey(NamedTuple):
    """Which counter a cap looks at. The caller adds whose it is and which day or month (``period_start``).

    It names no version: what version 1 of a rule has paid today counts against the cap of version 2.
    """

    rule_code: str
    period: Period
    what: Counted


Usage: TypeAlias = Mapping[CounterKey, int]
"""What is already used of each counter, in the day and month of the fact; a missing key is nothing used."""


class Cap(NamedTuple):
    """A limit of a rule: at most ``limit`` acts or points a day or month for one person, household or vehicle."""

    name: str  # as the rule format writes it: "points_per_day"
    counter: CounterKey
    scope: Scope
    limit: int


class Use(NamedTuple):
    """How much one decision line takes from one counter; always more than nil."""

    counter: CounterKey
    scope: Scope
    amount: int


class Line(NamedTuple):
    """What one rule said of one fact, and why. Lines of no points are kept: they are the explanation.

    ``facts`` are plain JSON values for the words of ``reason``. ``reduction_g`` is None where the rule claims no
    reduction; caps and thresholds limit points, never grams. ``acts`` are those that the points pay for, as caps
    count them.
    """

    rule_code: str
    rule_version: int
    points: int
    reason: Reason
    facts: Facts
    reduction_g: int | None
    expiry_months: int
    acts: int
    caps: tuple[Cap, ...]

    @property
    def uses(self) -> tuple[Use, ...]:
        """What is to be added to the counters of the rule's caps; nothing where nothing is earned."""
        if not self.points:
            return ()
        return tuple(
            Use(cap.counter, cap.scope, self.points if cap.counter.what == "points" else self.acts) for cap in self.caps
        )


class Decision(NamedTuple):
    """All lines about one fact, in the order of the rule set; empty if no rule is about its kind."""

    lines: tuple[Line, ...]

    @property
    def points(self) -> int:
        return sum(line.points for line in self.lines)

    @property
    def reduction_g(self) -> int | None:
        """Grams that the rules claim together; None if none of them claims any."""
        claimed = [line.reduction_g for line in self.lines if line.reduction_g is not None]
        return sum(claimed) if claimed else None

    @property
    def uses(self) -> tuple[Use, ...]:
        return tuple(use for line in self.lines for use in line.uses)


@dataclass(frozen=True, slots=True)
class Condition:
    """``measure`` compared with ``value``, for example at least 500 steps."""

    measure: str
    comparison: str
    value: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """``amount`` for every ``per`` of the measure; kept as written, so that an explanation can repeat it."""

    amount: int
    per: int


@dataclass(frozen=True, slots=True)
class EarnRule:
    """A version of an earn rule as an officer approved it; ``points_engine.RuleSet`` makes it run.

    ``valid_until`` is the first day on which it is no longer in force. ``exclusive_source_reference`` and
    ``once_per_month_by`` need what was recorded before: they are for the caller to keep.
    """

    code: str
    version: int
    enabled: bool
    kind: str
    title_zh: str
    title_en: str
    measure: str
    measure_unit: str
    valid_from: date
    valid_until: date | None
    conditions: tuple[Condition, ...]
    earn: Ratio
    reduction: Ratio | None
    tiers: Mapping[str, Fraction]
    scope: Scope
    caps: tuple[Cap, ...]
    expiry_months: int
    exclusive_source_reference: bool
    once_per_month_by: str | None
    fuel: str | None
    purposes: tuple[str, ...] | None

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)

    @property
    def counts_each_unit(self) -> bool:
        """Whether one unit of the measure is one act to the caps."""
        return self.measure_unit in COUNTED_UNITS

    @property
    def points_per_unit(self) -> Fraction:
        """The most that one unit can earn, before rounding: what the rebate rule has to look at."""
        return Fraction(self.earn.amount, self.earn.per) * max(self.tiers.values())
