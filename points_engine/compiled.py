"""A rule becomes a closure: everything that does not depend on the fact is worked out once per release.

The arithmetic is of integers throughout. Measures are whole after rounding down, so
``floor(measure * earn.points * tier.numerator / (earn.per * tier.denominator))`` is one multiplication and one floor
division: exact, and rounded once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final, TypeAlias

from points_engine.model import Cap, CounterKey, EarnRule, Fact, Facts, Line, Usage, Use
from points_engine.vocabulary import COMPARISONS, Reason

Apply: TypeAlias = Callable[[Fact, Usage], Line]

LARGEST_MEASURE: Final = 10**15
"""A measure beyond it is no green behaviour but an attack on the arithmetic (1e999999 has a million digits)."""

_NO_USES: Final[tuple[Use, ...]] = ()


def compile_rule(rule: EarnRule) -> Apply:
    """A function that says what this version makes of a fact of its kind. It raises ValueError for a bad measure."""
    code, version, months = rule.code, rule.version, rule.expiry_months

    def line(points: int, reason: Reason, facts: Facts, grams: int | None, uses: tuple[Use, ...] = _NO_USES) -> Line:
        return Line(code, version, points, reason, facts, grams, months, uses)

    if not rule.enabled:
        return lambda fact, usage: line(0, "disabled", {}, None)

    measure, unit = rule.measure, rule.measure_unit
    rates = {
        tier: (rule.earn.amount * share.numerator, rule.earn.per * share.denominator)
        for tier, share in rule.tiers.items()
    }
    accepted = ", ".join(rule.tiers)
    first, end = rule.valid_from, rule.valid_until
    dates: Facts = {"valid_from": first.isoformat(), "valid_until": None if end is None else end.isoformat()}
    purposes, fuel, reduction = rule.purposes, rule.fuel, rule.reduction
    conditions = tuple((each, COMPARISONS[each.comparison]) for each in rule.conditions)
    own = tuple((each.comparison, each.value, holds) for each, holds in conditions if each.measure == measure)
    other = tuple((each, holds) for each, holds in conditions if each.measure != measure)
    acts_caps = tuple(cap for cap in rule.caps if cap.counter.what == "acts")
    points_caps = tuple(cap for cap in rule.caps if cap.counter.what == "points")
    counted = rule.counts_each_unit

    def apply(fact: Fact, usage: Usage) -> Line:
        on = fact.on
        if on < first or (end is not None and on >= end):
            return line(0, "not-in-force", {**dates, "on": on.isoformat()}, None)
        tier = fact.tier
        rate = rates.get(tier)
        if rate is None:
            return line(0, "tier-not-accepted", {"tier": tier, "accepted": accepted}, None)
        if purposes is not None and fact.purpose not in purposes:
            return line(0, "purpose-excluded", {"purpose": fact.purpose, "accepted": ", ".join(purposes)}, None)
        if fuel is not None and fact.attributes.get("fuel") != fuel:
            facts: Facts = {"attribute": "fuel", "is": "equal_to", "value": fuel, "found": fact.attributes.get("fuel")}
            return line(0, "condition-unmet", facts, None)
        quantity = whole_measure(fact.measures, measure)
        if quantity is None:
            facts = {"measure": measure, "is": "at_least", "value": 0, "found": None}
            return line(0, "condition-unmet", facts, None)

        # Grams follow from what was done; thresholds and caps only limit what is paid for it.
        grams = None if reduction is None else quantity * reduction.amount // reduction.per
        for comparison, value, holds in own:
            if not holds(quantity, value):
                facts = {"measure": measure, "is": comparison, "value": value, "found": quantity}
                return line(0, "condition-unmet", facts, grams)
        for condition, holds in other:
            found = whole_measure(fact.measures, condition.measure)
            if found is None or not holds(found, condition.value):
                facts = {
                    "measure": condition.measure, "is": condition.comparison, "value": condition.value, "found": found
                }
                return line(0, "condition-unmet", facts, grams)

        numerator, denominator = rate
        uncapped = points = quantity * numerator // denominator
        facts = {"measure": measure, "unit": unit, "quantity": quantity, "tier": tier}
        if not uncapped:
            return line(0, "below-one-point", facts, grams)

        binding: Cap | None = None
        if acts_caps:
            acts = quantity if counted else 1
            room = acts
            for cap in acts_caps:
                left = cap.limit - usage.get(cap.counter, 0)
                if left < room:
                    room, binding = max(left, 0), cap
            if room < acts:
                points = room * numerator // denominator if counted else 0
        for cap in points_caps:
            left = cap.limit - usage.get(cap.counter, 0)
            if left < points:
                points, binding = max(left, 0), cap

        uses = _NO_USES
        if points:
            uses = tuple([Use(cap.counter, cap.scope, points) for cap in points_caps])
            if acts_caps:
                # Of counted acts only those are used up that these points pay for, rounded up: who reports four rides
                # of which a cap pays one keeps the other three of the month, as if they had come one by one.
                paid = -(-points * denominator // numerator) if counted else 1
                uses = tuple([Use(cap.counter, cap.scope, paid) for cap in acts_caps]) + uses
        if points == uncapped or binding is None:
            return Line(code, version, points, "earned", facts, grams, months, uses)
        return line(points, "capped", {**facts, **_told(binding, usage, uses), "uncapped": uncapped}, grams, uses)

    return apply


def whole_measure(measures: Mapping[str, Decimal], name: str) -> int | None:
    """The measure rounded down to a whole number; None if the fact does not say it."""
    value = measures.get(name)
    if value is None:
        return None
    try:
        if 0 <= value <= LARGEST_MEASURE:
            return int(value)
    except InvalidOperation:  # comparing a NaN
        pass
    raise ValueError(f"{name} must be a number from 0 to {LARGEST_MEASURE}, not {value}")


def _told(cap: Cap, usage: Usage, uses: tuple[Use, ...]) -> Facts:
    """What a citizen wants to know of the cap that held points back: how high it is, and what is left of it now."""
    used: int = usage.get(cap.counter, 0)
    now: dict[CounterKey, int] = {use.counter: use.amount for use in uses}
    left = cap.limit - used - now.get(cap.counter, 0)
    return {"cap": cap.name, "limit": cap.limit, "used": used, "left": max(left, 0)}
