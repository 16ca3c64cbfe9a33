"""A rule becomes a closure: everything that does not depend on the fact is worked out once per release.

The arithmetic is of integers throughout. Measures are whole after rounding down, so
``floor(measure * earn.points * tier.numerator / (earn.per * tier.denominator))`` is one multiplication and one floor
division: exact, and rounded once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final, TypeAlias

from points_engine.model import Cap, Condition, EarnRule, Fact, Facts, Line, Usage
from points_engine.vocabulary import COMPARISONS, Reason

Apply: TypeAlias = Callable[[Fact, Usage], Line]

LARGEST_MEASURE: Final = Decimal(10) ** 15
"""A measure beyond it is no green behaviour but an attack on the arithmetic (1e999999 has a million digits)."""

_NIL: Final = Decimal(0)
_NO_CAPS: Final[tuple[Cap, ...]] = ()

# A NamedTuple's own constructor is a Python function around this one; on the one line that every event makes the
# difference is a tenth of the whole decision.
_new: Final = tuple.__new__


def compile_rule(rule: EarnRule) -> Apply:
    """A function that says what this version makes of a fact of its kind. It raises ValueError for a bad measure."""
    code, version, months = rule.code, rule.version, rule.expiry_months

    def nothing(reason: Reason, facts: Facts, grams: int | None = None) -> Line:
        return Line(code, version, 0, reason, facts, grams, months, 0, _NO_CAPS)

    if not rule.enabled:
        return lambda fact, usage: nothing("disabled", {})

    measure, unit = rule.measure, rule.measure_unit
    rates = {
        tier: (rule.earn.amount * share.numerator, rule.earn.per * share.denominator)
        for tier, share in rule.tiers.items()
    }
    accepted = ", ".join(rule.tiers)
    first, end = rule.valid_from, rule.valid_until
    dates: Facts = {"valid_from": first.isoformat(), "valid_until": None if end is None else end.isoformat()}
    purposes, fuel = rule.purposes, rule.fuel
    claims, grams_of, grams_per = rule.reduction is not None, 0, 1
    if rule.reduction is not None:
        grams_of, grams_per = rule.reduction.amount, rule.reduction.per
    conditions = tuple((each, COMPARISONS[each.comparison]) for each in rule.conditions)
    caps = rule.caps
    acts_caps = tuple((cap.counter, cap.limit, cap) for cap in caps if cap.counter.what == "acts")
    points_caps = tuple((cap.counter, cap.limit, cap) for cap in caps if cap.counter.what == "points")
    counted = rule.counts_each_unit

    def apply(fact: Fact, usage: Usage) -> Line:
        _, on, measures, tier, purpose, attributes = fact
        if on < first or (end is not None and on >= end):
            return nothing("not-in-force", {**dates, "on": on.isoformat()})
        rate = rates.get(tier)
        if rate is None:
            return nothing("tier-not-accepted", {"tier": tier, "accepted": accepted})
        if purposes is not None and purpose not in purposes:
            return nothing("purpose-excluded", {"purpose": purpose, "accepted": ", ".join(purposes)})
        if fuel is not None and attributes.get("fuel") != fuel:
            found = attributes.get("fuel")
            return nothing("condition-unmet", {"attribute": "fuel", "is": "equal_to", "value": fuel, "found": found})
        quantity = whole_measure(measures, measure)
        if quantity is None:
            return nothing("condition-unmet", {"measure": measure, "is": "at_least", "value": 0, "found": None})

        # Grams follow from what was done; thresholds and caps only limit what is paid for it.
        grams = quantity * grams_of // grams_per if claims else None
        for condition, holds in conditions:
            compared = quantity if condition.measure == measure else whole_measure(measures, condition.measure)
            if compared is None or not holds(compared, condition.value):
                return nothing("condition-unmet", _unmet(condition, compared), grams)

        numerator, denominator = rate
        uncapped = points = quantity * numerator // denominator
        facts: Facts = {"measure": measure, "unit": unit, "quantity": quantity, "tier": tier}
        if not points:
            return nothing("below-one-point", facts, grams)

        acts = quantity if counted else 1
        binding: Cap | None = None
        if acts_caps:
            room = acts
            for counter, limit, cap in acts_caps:
                left = limit - usage.get(counter, 0)
                if left < room:
                    room, binding = max(left, 0), cap
            if binding is not None:
                points = room * numerator // denominator if counted else 0
        for counter, limit, cap in points_caps:
            left = limit - usage.get(counter, 0)
            if left < points:
                points, binding = max(left, 0), cap

        # Of counted acts only those are used up that these points pay for, rounded up: who reports four rides of which
        # a cap pays one keeps the other three of the month, as if they had come one by one.
        if counted:
            acts = -(-points * denominator // numerator)
        elif not points:
            acts = 0
        if points == uncapped:
            return _new(Line, (code, version, points, "earned", facts, grams, months, acts, caps))
        assert binding is not None, "only a cap takes points away"
        facts = {**facts, **_told(binding, usage, points, acts), "uncapped": uncapped}
        return Line(code, version, points, "capped", facts, grams, months, acts, caps)

    return apply


def whole_measure(measures: Mapping[str, Decimal], name: str) -> int | None:
    """The measure rounded down to a whole number; None if the fact does not say it."""
    value = measures.get(name)
    if value is None:
        return None
    try:
        if _NIL <= value <= LARGEST_MEASURE:
            return int(value)
    except InvalidOperation:  # comparing a NaN
        pass
    raise ValueError(f"{name} must be a number from 0 to {LARGEST_MEASURE}, not {value}")


def _unmet(condition: Condition, found: int | None) -> Facts:
    return {"measure": condition.measure, "is": condition.comparison, "value": condition.value, "found": found}


def _told(cap: Cap, usage: Usage, points: int, acts: int) -> Facts:
    """What a citizen wants to know of the cap that held points back: how high it is, and what is left of it now."""
    used = usage.get(cap.counter, 0)
    left = cap.limit - used - (points if cap.counter.what == "points" else acts)
    return {"cap": cap.name, "limit": cap.limit, "used": used, "left": max(left, 0)}
