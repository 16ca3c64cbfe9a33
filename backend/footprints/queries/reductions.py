"""先减: what a person could leave out, in the arithmetic of their own footprint."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from backend.footprints import calculation, periods
from backend.footprints.calculation import CalculationError, Line, shortest
from backend.footprints.models import ActivityRow, FactorRow, ReductionRow
from backend.footprints.payloads import Computed, ComputedLine, Reduction
from backend.footprints.queries.book import Book
from backend.footprints.queries.factors import activity_name, unit_label
from backend.kernel import i18n

MOST_SHOWN = 3


def reductions(computed: Computed, book: Book) -> list[Reduction]:
    """The advice that saves most, at most three; none that saves more than the line emits."""
    on = periods.first_day(computed.period)
    entered = {line.activity: line for line in computed.lines}
    found = [
        advised
        for row in book.advice(on)
        if row.activity in entered and (advised := _advised(row, entered[row.activity], book, on)) is not None
    ]
    return sorted(found, key=lambda each: -each.saves_g)[:MOST_SHOWN]


def _advised(row: ReductionRow, line: ComputedLine, book: Book, on: date) -> Reduction | None:
    quantity = _quantity(row, line)
    avoided = _emits(row.avoided_activity, quantity, line, book, on)
    instead = _emits(row.instead_activity, quantity, line, book, on) if row.instead_activity else None
    if avoided is None or (row.instead_activity and instead is None):
        return None
    saves = avoided.grams - (instead.grams if instead else 0)
    saves_g = int(saves.to_integral_value(ROUND_HALF_UP))
    if not 0 < saves_g <= line.emissions_g:
        return None
    words = {
        "quantity": shortest(quantity), "unit": unit_label(avoided.activity), "name": activity_name(avoided.activity),
        "factor": _factor_words(avoided), "instead": _factor_words(instead) if instead else "",
    }  # fmt: skip
    return Reduction(
        activity=line.activity, title=i18n.text(f"footprint.reduction.{row.code}.title", **words),
        text=i18n.text(f"footprint.reduction.{row.code}.text", **words), saves_g=saves_g,
    )  # fmt: skip


class _Emission:
    """What a quantity of an activity emits, and by which row."""

    def __init__(self, activity: ActivityRow, factor: FactorRow, grams: Decimal) -> None:
        self.activity, self.factor, self.grams = activity, factor, grams


def _quantity(row: ReductionRow, line: ComputedLine) -> Decimal:
    """A share of what was entered in whole units, or a fixed amount, at most what was entered of the same thing."""
    entered = Decimal(line.quantity)
    if row.share is not None:
        return (entered * row.share).to_integral_value(ROUND_HALF_UP)
    assert row.quantity is not None, "a table constraint"
    return min(row.quantity, entered) if row.avoided_activity == row.activity else row.quantity


def _emits(code: str, quantity: Decimal, line: ComputedLine, book: Book, on: date) -> _Emission | None:
    activity = book.activity(code, on)
    if activity is None:
        return None
    try:
        chosen = book.choose(activity, line.region, on)
        grams = calculation.emissions(Line(code, activity.category, quantity, activity.unit, chosen))
    except CalculationError:  # advice without a factor is left out, not guessed
        return None
    return _Emission(activity, book.factor(chosen.factor.id), grams)


def _factor_words(emission: _Emission) -> str:
    """0.4092 kg/kWh in words: the figure as printed, per unit as on the form."""
    value = emission.factor.value
    assert value is not None, "a row without a value is not computed with"
    key = "footprint.reduction.factor-g" if emission.factor.unit_numerator == "g" else "footprint.reduction.factor"
    return i18n.text(key, value=str(value), unit=unit_label(emission.activity))
