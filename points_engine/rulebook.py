"""Rules as data: the JSON that an officer edits becomes an ``EarnRule``, or a clear refusal.

The format is ``default-earn-rules/1``. Everything in it is a closed list: an unknown key, word or kind of number is
refused with the place, what was found and what is allowed, because a rule that is half understood pays the wrong
people. Keys that only document a rule (its sources, examples, note) are allowed and not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeVar, cast

from points_engine.model import Cap, Condition, CounterKey, EarnRule, Ratio
from points_engine.vocabulary import (
    COMPARISONS,
    FUELS,
    PURPOSES,
    RULE_BOOK_SCHEMA,
    SCOPES,
    TIERS,
    UNITS,
    UPPER_BOUNDS,
    Counted,
    Period,
    Scope,
)

_Word = TypeVar("_Word", bound=str)

# The order in which caps are applied: acts before points, a day before a month.
_CAPS: Final[tuple[tuple[Counted, Period], ...]] = (
    ("acts", "day"),
    ("acts", "month"),
    ("points", "day"),
    ("points", "month"),
)
_READ: Final = frozenset(
    {
        "code",
        "version",
        "enabled",
        "kind",
        "title_zh",
        "title_en",
        "measure",
        "measure_unit",
        "valid_from",
        "valid_until",
        "conditions",
        "earn",
        "reduction",
        "evidence_tiers",
        "caps",
        "exclusive_source_reference",
        "expiry_months",
    }
)
_READ_IF_PRESENT: Final = frozenset({"once_per_reference_per_month", "fuel", "purposes", "excluded_purposes"})
_DOCUMENTARY: Final = frozenset({"derived_from", "source_no", "mark", "grade", "verified", "note", "examples"})

_CODE: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_KIND: Final = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+", re.ASCII)
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_WHOLE: Final = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LARGEST: Final = 10**15
_LONGEST_LIFE_MONTHS: Final = 120


class RuleFormatError(ValueError):
    """A rule cannot be read. ``where`` is a JSON pointer into the rule or book, ``found`` and ``allowed`` are words."""

    def __init__(self, where: str, found: str, allowed: str) -> None:
        super().__init__(f"{where or '/'}: {found}; allowed: {allowed}")
        self.where = where
        self.found = found
        self.allowed = allowed


def read_rule_book(text: str) -> tuple[EarnRule, ...]:
    """Rules from the text of a rule book. Floats and keys that occur twice are refused before anything is read."""
    try:
        book = json.loads(text, object_pairs_hook=_each_key_once, parse_float=_no_float, parse_constant=_no_float)
    except RuleFormatError:
        raise
    except (ValueError, RecursionError) as broken:  # no JSON, a number of 5,000 digits, lists 1,000 deep
        raise RuleFormatError("", str(broken), "JSON") from broken
    return parse_rule_book(book)


def parse_rule_book(book: object) -> tuple[EarnRule, ...]:
    """Rules from a decoded rule book, in its order. Whether they fit each other is what ``RuleSet`` looks at."""
    whole = _object(book, "")
    if whole.get("schema") != RULE_BOOK_SCHEMA:
        raise RuleFormatError("/schema", _shown(whole.get("schema")), RULE_BOOK_SCHEMA)
    rules = _array(_member(whole, "rules", ""), "/rules")
    return tuple(parse_rule(rule, where=f"/rules/{position}") for position, rule in enumerate(rules))


def parse_rule(data: object, where: str = "") -> EarnRule:
    """One rule from decoded JSON. ``where`` is the pointer to it, for the error."""
    rule = _object(data, where)
    _only(rule, where, _READ, _READ_IF_PRESENT | _DOCUMENTARY)

    code = _match(rule["code"], _CODE, f"{where}/code", "small letters, digits and hyphens")
    unit = _one_of(rule["measure_unit"], UNITS, f"{where}/measure_unit")
    measure = _match(rule["measure"], _NAME, f"{where}/measure", "a name such as steps")
    valid_from = _day(rule["valid_from"], f"{where}/valid_from")
    valid_until = None if rule["valid_until"] is None else _day(rule["valid_until"], f"{where}/valid_until")
    if valid_until is not None and valid_until <= valid_from:
        raise RuleFormatError(f"{where}/valid_until", f"{valid_until}", f"a day after {valid_from}, or null")
    scope, caps = _caps(rule["caps"], code, f"{where}/caps")

    return EarnRule(
        code=code,
        version=_whole(rule["version"], f"{where}/version", least=1),
        enabled=_flag(rule["enabled"], f"{where}/enabled"),
        kind=_match(rule["kind"], _KIND, f"{where}/kind", "words joined by dots, such as transit.bus"),
        title_zh=_title(rule["title_zh"], f"{where}/title_zh"),
        title_en=_title(rule["title_en"], f"{where}/title_en"),
        measure=measure,
        measure_unit=unit,
        valid_from=valid_from,
        valid_until=valid_until,
        conditions=_conditions(rule["conditions"], measure, f"{where}/conditions"),
        earn=_ratio(rule["earn"], "points", f"{where}/earn"),
        reduction=None if rule["reduction"] is None else _ratio(rule["reduction"], "grams", f"{where}/reduction"),
        tiers=_tiers(rule["evidence_tiers"], f"{where}/evidence_tiers"),
        scope=scope,
        caps=caps,
        expiry_months=_whole(rule["expiry_months"], f"{where}/expiry_months", least=1, most=_LONGEST_LIFE_MONTHS),
        exclusive_source_reference=_flag(rule["exclusive_source_reference"], f"{where}/exclusive_source_reference"),
        once_per_month_by=_optional_name(rule, "once_per_reference_per_month", where),
        fuel=_one_of(rule["fuel"], FUELS, f"{where}/fuel") if "fuel" in rule else None,
        purposes=_purposes(rule, where),
    )


def _conditions(data: object, measure: str, where: str) -> tuple[Condition, ...]:
    return tuple(_condition(each, measure, f"{where}/{at}") for at, each in enumerate(_array(data, where)))


def _condition(data: object, measure: str, where: str) -> Condition:
    condition = _object(data, where)
    _only(condition, where, frozenset({"measure", "is", "value"}))
    about = _match(condition["measure"], _NAME, f"{where}/measure", "a name such as steps")
    comparison = _one_of(condition["is"], tuple(COMPARISONS), f"{where}/is")
    if about == measure and comparison in UPPER_BOUNDS:
        # An upper bound on what is paid for would reward whoever records one act in two halves.
        raise RuleFormatError(f"{where}/is", f"{comparison} on {measure}, the rule's own measure", "a cap instead")
    value = _match(condition["value"], _WHOLE, f"{where}/value", 'a whole number as text, such as "500"')
    return Condition(about, comparison, int(value))


def _ratio(data: object, amount: str, where: str) -> Ratio:
    ratio = _object(data, where)
    _only(ratio, where, frozenset({amount, "per"}))
    return Ratio(_whole(ratio[amount], f"{where}/{amount}", least=1), _whole(ratio["per"], f"{where}/per", least=1))


def _tiers(data: object, where: str) -> Mapping[str, Fraction]:
    tiers = _object(data, where)
    if not tiers:
        raise RuleFormatError(where, "no tier", f"at least one of {_list(TIERS)}")
    return {_one_of(name, TIERS, f"{where}/{name}"): _share(each, f"{where}/{name}") for name, each in tiers.items()}


def _share(data: object, where: str) -> Fraction:
    share = _object(data, where)
    _only(share, where, frozenset({"numerator", "denominator"}))
    numerator = _whole(share["numerator"], f"{where}/numerator", least=1)
    denominator = _whole(share["denominator"], f"{where}/denominator", least=1)
    if numerator > denominator:
        raise RuleFormatError(where, f"{numerator}/{denominator}", "a share of at most 1/1")
    return Fraction(numerator, denominator)


def _caps(data: object, code: str, where: str) -> tuple[Scope, tuple[Cap, ...]]:
    caps = _object(data, where)
    names = {f"{what}_per_{period}": CounterKey(code, period, what) for what, period in _CAPS}
    _only(caps, where, frozenset({"scope", *names}))
    scope = _one_of(caps["scope"], SCOPES, f"{where}/scope")
    return scope, tuple(
        Cap(name, counter, scope, _whole(caps[name], f"{where}/{name}", least=1))
        for name, counter in names.items()
        if caps[name] is not None
    )


def _purposes(rule: Mapping[str, Any], where: str) -> tuple[str, ...] | None:
    """The purposes that earn. An excluded purpose is never one of them: the rule has to say so twice to be believed."""
    listed = {
        key: tuple(
            _one_of(each, PURPOSES, f"{where}/{key}/{at}")
            for at, each in enumerate(_array(rule[key], f"{where}/{key}"))
        )
        for key in ("purposes", "excluded_purposes")
        if key in rule
    }
    excluded = listed.get("excluded_purposes", ())
    if "purposes" not in listed:
        return tuple(purpose for purpose in PURPOSES if purpose not in excluded) if excluded else None
    both = sorted(set(listed["purposes"]) & set(excluded))
    if both:
        raise RuleFormatError(f"{where}/excluded_purposes", _list(both), "no purpose that is in purposes too")
    return listed["purposes"]


def _optional_name(rule: Mapping[str, Any], key: str, where: str) -> str | None:
    return _match(rule[key], _NAME, f"{where}/{key}", "a name such as utility_account") if key in rule else None


def _object(data: object, where: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise RuleFormatError(where, _shown(data), "an object")
    return data


def _array(data: object, where: str) -> Sequence[Any]:
    if isinstance(data, str) or not isinstance(data, Sequence):
        raise RuleFormatError(where, _shown(data), "a list")
    return data


def _member(data: Mapping[str, Any], key: str, where: str) -> object:
    if key not in data:
        raise RuleFormatError(f"{where}/{key}", "missing", "it must be there")
    return data[key]


def _only(
    data: Mapping[str, Any], where: str, needed: frozenset[str], allowed_too: frozenset[str] = frozenset()
) -> None:
    for key in sorted(needed):
        _member(data, key, where)
    for key in data:
        if key not in needed and key not in allowed_too:
            raise RuleFormatError(f"{where}/{key}", "unknown key", _list(sorted(needed | allowed_too)))


def _one_of(data: object, words: Collection[_Word], where: str) -> _Word:
    if not isinstance(data, str) or data not in words:
        raise RuleFormatError(where, _shown(data), _list(words))
    return cast("_Word", data)


def _match(data: object, pattern: re.Pattern[str], where: str, allowed: str) -> str:
    if not isinstance(data, str) or pattern.fullmatch(data) is None:
        raise RuleFormatError(where, _shown(data), allowed)
    return data


def _title(data: object, where: str) -> str:
    if not isinstance(data, str) or not data.strip() or not data.isprintable() or len(data) > 40:
        raise RuleFormatError(where, _shown(data), "1 to 40 printable characters")
    return data


def _whole(data: object, where: str, *, least: int, most: int = _LARGEST) -> int:
    # bool is an int to Python; to an officer "true" points is a mistake
    if not isinstance(data, int) or isinstance(data, bool) or not least <= data <= most:
        raise RuleFormatError(where, _shown(data), f"a whole number from {least} to {most}")
    return data


def _flag(data: object, where: str) -> bool:
    if not isinstance(data, bool):
        raise RuleFormatError(where, _shown(data), "true or false")
    return data


def _day(data: object, where: str) -> date:
    text = _match(data, _DAY, where, "a day such as 2026-01-01")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleFormatError(where, _shown(data), "a day of the calendar") from None


def _list(words: Collection[str]) -> str:
    return ", ".join(words)


def _shown(data: object) -> str:
    text = repr(data)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise RuleFormatError(f"/{twice}", "the key occurs twice", "each key once")
    return found


def _no_float(text: str) -> object:
    raise RuleFormatError("", f"the number {text}", "whole numbers; decimals are written as text")
