"""A month beside what is published of other people: like for like, each figure with its source, gaps said as gaps."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from backend.footprints import periods
from backend.footprints.calculation import shortest
from backend.footprints.models import BenchmarkRow
from backend.footprints.payloads import Benchmark, ComparedCategory, Computed, Place
from backend.footprints.queries.book import Book
from backend.footprints.queries.factors import mark_of
from backend.kernel import i18n

NATIONAL: Final = "china.consumption.per-person"
CITY: Final = "kunming.per-person"
CITY_SHARES: Final = (("home", "kunming.share.home-energy"), ("travel", "kunming.share.transport"),
                      ("food", "kunming.share.food"))  # fmt: skip
ENERGY: Final = ("electricity.", "fuel.", "heat.")
"""What the study of Kunming calls household energy: bills for power, gas and heat, neither water nor rubbish."""

GRAMS_PER_TONNE: Final = 1_000_000
MONTHS_PER_YEAR: Final = 12
PERCENT: Final = 100


def places(computed: Computed, book: Book) -> list[Place]:
    """The county, which has published nothing; the one Chinese city that has; the country."""
    year = periods.first_day(computed.period).year
    city, nation = _city(computed, book, year), _nation(computed, book, year)
    return [_county(), *(each for each in (city, nation) if each is not None)]


def national(period: str, book: Book) -> Benchmark | None:
    """A twelfth of a year's consumption of one person in the country, with the year and the grade it has."""
    row = book.benchmark(NATIONAL, periods.first_day(period).year)
    if row is None:
        return None
    return Benchmark(
        name=i18n.choose(row.name_zh, row.name_en), value_g=_a_month(row.value), period_label=_period_label(row),
        source=i18n.choose(row.source_zh, row.source_en), grade=row.grade, verified=row.verified,
    )  # fmt: skip


def _county() -> Place:
    return Place(
        code="county", name=i18n.text("footprint.place.county"), value_g=None, mine_g=None,
        scope=i18n.text("footprint.scope.county"), by_category=(), year=None, period_label=None, source=None,
        grade=None, verified=None, label=None,
    )  # fmt: skip


def _nation(computed: Computed, book: Book, year: int) -> Place | None:
    row = book.benchmark(NATIONAL, year)
    return None if row is None else _published("nation", row, computed.emissions_g, _a_month(row.value), ())


def _city(computed: Computed, book: Book, year: int) -> Place | None:
    """Of the statement only what the study counted, and each of its parts beside its own."""
    row = book.benchmark(CITY, year)
    shares = [(category, book.benchmark(code, year)) for category, code in CITY_SHARES]
    if row is None:
        return None
    parts = [
        ComparedCategory(category, i18n.text(f"footprint.compared.{category}"),
                         _a_month(row.value * share.value / PERCENT), _comparable(computed, category))
        for category, share in shares
        if share is not None
    ]  # fmt: skip
    return _published("kunming", row, sum(part.mine_g for part in parts), _a_month(row.value), parts)


def _published(code: str, row: BenchmarkRow, mine_g: int, value_g: int, parts: Sequence[ComparedCategory]) -> Place:
    return Place(
        code=code, name=i18n.text(f"footprint.place.{code}"), value_g=value_g, mine_g=mine_g,
        scope=i18n.text(f"footprint.scope.{code}"), by_category=parts, year=row.year, period_label=_period_label(row),
        source=i18n.choose(row.source_zh, row.source_en), grade=row.grade, verified=row.verified,
        label=mark_of(row.grade, verified=row.verified),
    )  # fmt: skip


def _comparable(computed: Computed, category: str) -> int:
    return sum(
        line.emissions_g
        for line in computed.lines
        if line.category == category and (category != "home" or line.activity.startswith(ENERGY))
    )


def _period_label(row: BenchmarkRow) -> str:
    return i18n.text("footprint.benchmark.period", year=row.year, tonnes=shortest(row.value))


def _a_month(tonnes_a_year: Decimal) -> int:
    """Grams of a twelfth."""
    return int((tonnes_a_year * GRAMS_PER_TONNE / MONTHS_PER_YEAR).to_integral_value(ROUND_HALF_UP))
