"""From what was entered to a computed footprint, with every fault at the line that has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from backend.footprints import calculation, periods
from backend.footprints.calculation import CalculationError, Line, shortest
from backend.footprints.errors import (
    ActivityTwice,
    ActivityUnknown,
    CountedTwice,
    FactorNotAvailable,
    FootprintPeriodFuture,
    QuantityTooLarge,
    QuantityTooSmall,
    RegionUnknown,
    UnitMismatch,
)
from backend.footprints.payloads import Computed, ComputedLine, Entry, Interval
from backend.footprints.queries.book import Book
from backend.kernel import clock, i18n


def compute(kind: str, period: str, entries: Sequence[Entry], book: Book) -> Computed:
    """Deterministic for a release of the tables. Raises what errors.py has for a line or a period."""
    latest = periods.of(clock.today())
    if period > latest:
        raise FootprintPeriodFuture(period=period, latest=latest)
    _refuse_twice(entries)
    _refuse_overlaps(entries, book, periods.first_day(period))
    lines = [_line(entry, f"/lines/{at}", book, periods.first_day(period)) for at, entry in enumerate(entries)]
    statement = calculation.statement(lines, kind=kind, period=period)
    return Computed(
        kind=kind, period=period,
        lines=tuple(_kept(entry, computed) for entry, computed in zip(entries, statement.lines, strict=True)),
        emissions_g=statement.emissions_g, by_category=statement.by_category,
        interval=Interval(statement.interval.low_g, statement.interval.high_g) if statement.interval else None,
        factor_set=book.release, engine_version=statement.engine_version, canonical=statement.canonical,
        digest=statement.digest,
    )  # fmt: skip


def _line(entry: Entry, at: str, book: Book, on: date) -> Line:
    activity = book.activity(entry.activity, on)
    if activity is None:
        raise ActivityUnknown(activity=entry.activity, field=f"{at}/activity")
    if entry.unit != activity.unit:
        raise UnitMismatch(unit=entry.unit, expected=activity.unit, field=f"{at}/unit")
    if entry.quantity > activity.max_quantity:
        raise QuantityTooLarge(most=shortest(activity.max_quantity), unit=activity.unit, field=f"{at}/quantity")
    if entry.region is not None and not book.knows_region(entry.region):
        raise RegionUnknown(region=entry.region, field=f"{at}/region")
    try:
        line = Line(activity.activity, activity.category, entry.quantity, entry.unit,
                    book.choose(activity, entry.region, on))  # fmt: skip
        calculation.emissions(line)
    except CalculationError as error:
        if error.code == "quantity-below-segment":
            raise QuantityTooSmall(least=error.facts["segment_from"], unit=activity.unit,
                                   field=f"{at}/quantity") from error  # fmt: skip
        raise FactorNotAvailable(activity=entry.activity, region=entry.region or calculation.COUNTY_REGION_CHAIN[0],
                                 field=f"{at}/activity") from error  # fmt: skip
    return line


def _refuse_twice(entries: Sequence[Entry]) -> None:
    """Two bills of one month are one sum: entering it twice is more often a slip than a wish."""
    seen: dict[tuple[str, str | None], int] = {}
    for at, entry in enumerate(entries):
        first = seen.setdefault((entry.activity, entry.region), at)
        if first != at:
            raise ActivityTwice(activity=entry.activity, first=first + 1, field=f"/lines/{at}/activity")


def _refuse_overlaps(entries: Sequence[Entry], book: Book, on: date) -> None:
    """Litres filled and kilometres driven are the same petrol: both together would count it twice. Nothing of one
    (0 km) is no second time."""
    places = {entry.activity: at for at, entry in enumerate(entries) if entry.quantity}
    for pair in book.overlaps(on):
        if pair.activity in places and pair.other in places:
            first, second = sorted((pair.activity, pair.other), key=lambda activity: places[activity])
            raise CountedTwice(
                activity=second, other=first, name=_name(book, second, on), other_name=_name(book, first, on),
                field=f"/lines/{places[second]}/activity",
            )  # fmt: skip


def _name(book: Book, activity: str, on: date) -> str:
    row = book.activity(activity, on)
    return activity if row is None else i18n.choose(row.name_zh, row.name_en)


def _kept(entry: Entry, computed: calculation.ComputedLine) -> ComputedLine:
    chosen = computed.line.chosen
    return ComputedLine(
        activity=entry.activity, category=computed.line.category, quantity=shortest(entry.quantity), unit=entry.unit,
        region=entry.region, emissions_g=computed.emissions_g, factor_id=chosen.factor.id,
        level_used=chosen.level_used, basis=chosen.basis,
    )  # fmt: skip
