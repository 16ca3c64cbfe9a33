"""Footprint arithmetic: activity data times a dated emission factor, in grams, rounded once.

Pure: no Flask, no database, no clock. Quantities and factors are exact decimals; products are exact too (an inexact
step would raise), and only the total is rounded, half up, to whole grams. The lines then share that total by largest
remainder, so that what a person adds up is what the statement says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation, Overflow
from typing import Final, Literal, TypeAlias

ENGINE_VERSION: Final = "footprint/1"
"""Kept with every statement. It changes when the same lines would give other grams or another digest."""

COUNTY_REGION_CHAIN: Final = ("CN-FJ-350421", "CN-FJ-350400", "CN-FJ", "CN-GRID-EAST", "CN", "WORLD", "GB")
"""From Mingxi outwards: county, city, province, grid, country, world. A foreign row comes last and is flagged."""

GRAMS_PER_UNIT: Final[Mapping[str, int]] = {"g": 1, "kg": 1_000, "t": 1_000_000}

Basis: TypeAlias = Literal["in-force", "newest-before", "newest"]

LARGEST_QUANTITY: Final = Decimal(10) ** 12
MOST_DECIMALS: Final = 9

# Such a quantity, a dozen digits of factor and seven of grams fit with room to spare; what does not fit raises
# rather than being rounded in silence.
_EXACT: Final = Context(prec=60, traps=[Inexact, InvalidOperation, Overflow])


class CalculationError(ValueError):
    """A line cannot be computed. ``code`` is stable; ``facts`` are for the words of the refusal."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(f"{code}: {facts}")
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Factor:
    """A row of ``data/emission_factors.csv``: ``value`` of ``unit_numerator`` CO2(e) for one ``unit_denominator``.

    A row may have a range and no value: an officer has to choose one before it can be used. ``segment_from`` and
    ``segment_base`` belong to piecewise rows: emission = base + value x (quantity - from).
    """

    code: str
    factor_set: str
    kind: str
    value: Decimal | None
    value_low: Decimal | None
    value_high: Decimal | None
    unit_numerator: str
    unit_denominator: str
    gas: str
    region: str
    year: int | None
    valid_from: date | None
    valid_to: date | None
    source: str
    grade: str
    verified: bool
    segment_from: Decimal | None = None
    segment_base: Decimal | None = None

    @property
    def id(self) -> str:
        """Stable for ever: rows are superseded by rows of another year, never overwritten."""
        return factor_id(self.code, self.factor_set, self.region, self.year)

    @property
    def unit(self) -> str:
        return f"{self.unit_numerator}/{self.unit_denominator}"

    def in_force(self, on: date) -> bool:
        """Both ends are inclusive; an empty end is open."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    @classmethod
    def from_row(cls, row: Mapping[str, str]) -> Factor:
        """From a CSV row; numbers stay the exact text that the source prints."""
        return cls(
            code=row["code"],
            factor_set=row["set"],
            kind=row["kind"],
            value=_number(row["value"]),
            value_low=_number(row["value_low"]),
            value_high=_number(row["value_high"]),
            unit_numerator=row["unit_numerator"],
            unit_denominator=row["unit_denominator"],
            gas=row["gas"],
            region=row["region"],
            year=int(row["year"]) if row["year"] else None,
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            source=row["source"],
            grade=row["grade"],
            verified=row["verified"] == "true",
            segment_from=_number(row["segment_from"]),
            segment_base=_number(row["segment_base"]),
        )


def factor_id(code: str, factor_set: str, region: str, year: int | None) -> str:
    return f"{code}@{factor_set}/{region}/{year or '-'}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The factor for a line and how it was found, so that a screen can say how well it fits.

    ``basis``: in force on the day; else the newest that had begun by then; else (the day is before all rows) the
    newest published.
    """

    factor: Factor
    level_used: str  # the region of the chain that had a row
    basis: Basis
    foreign: bool  # a row of another country, for want of a Chinese one


@dataclass(frozen=True, slots=True)
class Line:
    """What a person entered, and the factor chosen for it. ``unit`` has to be the factor's denominator."""

    activity: str
    category: str
    quantity: Decimal
    unit: str
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class Interval:
    """The lowest and highest grams that the factors' own ranges allow; the statement's total lies within."""

    low_g: int
    high_g: int


@dataclass(frozen=True, slots=True)
class ComputedLine:
    line: Line
    exact_g: Decimal
    emissions_g: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A footprint: ``lines`` and ``by_category`` both add up to ``emissions_g``.

    ``canonical`` is the JSON that ``digest`` (SHA-256, hex) is made of: who has it can compute the digest again.
    ``interval`` is None where no factor of the statement has a range.
    """

    emissions_g: int
    lines: tuple[ComputedLine, ...]
    by_category: Mapping[str, int]
    interval: Interval | None
    engine_version: str
    canonical: str
    digest: str

    @property
    def factor_ids(self) -> tuple[str, ...]:
        """The rows used, each once, in the order of first use."""
        return tuple(dict.fromkeys(each.line.chosen.factor.id for each in self.lines))


def choose_factor(candidates: Iterable[Factor], region_chain: Sequence[str], on: date) -> Chosen:
    """The factor of the nearest region, by the day of the activity.

    ``candidates`` are the rows of one code and one set (sets are alternatives that sources disagree on: choosing one
    is a decision, never a fallback). The nearest region with any row wins, even if a farther one has a newer year: a
    province's older figure describes its power better than the country's newer one. Raises ``CalculationError``.
    """
    rows = tuple(candidates)
    families = sorted({f"{row.code}@{row.factor_set}" for row in rows})
    if len(families) > 1:
        raise ValueError(f"choose among the rows of one code and set, not of {', '.join(families)}")
    for region in region_chain:
        of_region = [row for row in rows if row.region == region]
        if of_region:
            factor, basis = _of_the_day(of_region, on)
            return Chosen(factor, region, basis, foreign=not (region == "WORLD" or region.split("-")[0] == "CN"))
    raise CalculationError("factor-missing", activity="".join(families), regions=", ".join(region_chain), on=str(on))


def emissions(line: Line) -> Decimal:
    """Exact grams of a line, unrounded. Raises ``CalculationError`` for a line that must not be computed."""
    factor = line.chosen.factor
    if factor.value is None:
        raise CalculationError("factor-without-value", factor=factor.id)
    return _grams(line, factor.value)


def statement(lines: Iterable[Line], *, kind: str, period: str) -> Statement:
    """Compute a footprint of ``kind`` (citizen, event) for ``period`` (YYYY-MM or YYYY)."""
    given = tuple(lines)
    exact = tuple(emissions(line) for line in given)
    total_g = _rounded(_sum(exact), ROUND_HALF_UP)
    shares = _shares(exact, total_g)
    computed = tuple(ComputedLine(*each) for each in zip(given, exact, shares, strict=True))
    by_category: dict[str, int] = {}
    for each in computed:
        by_category[each.line.category] = by_category.get(each.line.category, 0) + each.emissions_g
    canonical = _canonical(kind, period, computed, total_g)
    return Statement(
        emissions_g=total_g,
        lines=computed,
        by_category=by_category,
        interval=_interval(given, exact),
        engine_version=ENGINE_VERSION,
        canonical=canonical,
        digest=hashlib.sha256(canonical.encode()).hexdigest(),
    )


def _of_the_day(rows: Sequence[Factor], on: date) -> tuple[Factor, Basis]:
    in_force = [row for row in rows if row.in_force(on)]
    if in_force:
        return _newest(in_force), "in-force"
    begun = [row for row in rows if row.valid_from is None or row.valid_from <= on]
    return (_newest(begun), "newest-before") if begun else (_newest(rows), "newest")


def _newest(rows: Sequence[Factor]) -> Factor:
    newest, *others = sorted(rows, key=_age, reverse=True)
    if others and _age(others[0]) == _age(newest):
        raise ValueError(f"{newest.id} and {others[0].id} are both in force: the table has to decide")
    return newest


def _age(row: Factor) -> tuple[date, int]:
    return row.valid_from or date.min, row.year or 0


def _grams(line: Line, value: Decimal) -> Decimal:
    factor, quantity = line.chosen.factor, line.quantity
    if factor.kind != "emission":
        # Savings and warming potentials stand in the same table; added to a footprint they would be nonsense.
        raise CalculationError("factor-not-an-emission", factor=factor.id, kind=factor.kind)
    if line.unit != factor.unit_denominator:
        raise CalculationError("unit-mismatch", unit=line.unit, expected=factor.unit_denominator)
    if not (quantity.is_finite() and 0 <= quantity <= LARGEST_QUANTITY and _decimals(quantity) <= MOST_DECIMALS):
        raise CalculationError("quantity-out-of-range", quantity=str(quantity))
    base, start = factor.segment_base or Decimal(0), factor.segment_from or Decimal(0)
    if quantity < start:
        raise CalculationError("quantity-below-segment", quantity=str(quantity), segment_from=str(start))
    in_numerator = _EXACT.add(base, _EXACT.multiply(value, _EXACT.subtract(quantity, start)))
    return _EXACT.multiply(in_numerator, GRAMS_PER_UNIT[factor.unit_numerator])


def _shares(exact: Sequence[Decimal], total_g: int) -> list[int]:
    """Whole grams per line that add up to the total: all rounded down, the rest by largest remainder, earlier first."""
    whole = [_rounded(grams, ROUND_FLOOR) for grams in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: whole[at] - exact[at])
    for at in by_remainder[: total_g - sum(whole)]:
        whole[at] += 1
    return whole


def _interval(lines: Sequence[Line], exact: Sequence[Decimal]) -> Interval | None:
    if all(line.chosen.factor.value_low is None and line.chosen.factor.value_high is None for line in lines):
        return None
    low, high = [], []
    for line, grams in zip(lines, exact, strict=True):
        factor = line.chosen.factor
        low.append(grams if factor.value_low is None else _grams(line, factor.value_low))
        high.append(grams if factor.value_high is None else _grams(line, factor.value_high))
    return Interval(_rounded(_sum(low), ROUND_FLOOR), _rounded(_sum(high), ROUND_CEILING))


def _canonical(kind: str, period: str, lines: Sequence[ComputedLine], total_g: int) -> str:
    """One text for one computation: keys sorted, no blanks, decimals as the shortest text of their value."""
    return json.dumps(
        {
            "engine": ENGINE_VERSION,
            "kind": kind,
            "period": period,
            "lines": [
                {
                    "activity": each.line.activity,
                    "quantity": shortest(each.line.quantity),
                    "unit": each.line.unit,
                    "factor": _canonical_factor(each.line.chosen.factor),
                    "emissions_g": each.emissions_g,
                }
                for each in lines
            ],
            "emissions_g": total_g,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def _canonical_factor(factor: Factor) -> dict[str, str]:
    numbers = {
        "value": factor.value,
        "value_low": factor.value_low,
        "value_high": factor.value_high,
        "segment_from": factor.segment_from,
        "segment_base": factor.segment_base,
    }
    present = {name: shortest(number) for name, number in numbers.items() if number is not None}
    return {"id": factor.id, "unit": factor.unit, **present}


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def shortest(number: Decimal) -> str:
    """31, 31.0 and 3.1E+1 are one quantity, so they are one text: 31."""
    return "0" if number == 0 else format(_EXACT.normalize(number), "f")


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = _EXACT.add(total, number)
    return total


def _rounded(grams: Decimal, rounding: str) -> int:
    return int(grams.to_integral_value(rounding=rounding))


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
