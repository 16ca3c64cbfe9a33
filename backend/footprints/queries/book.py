"""The reference rows that a computation looks up, read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from backend.extensions import db
from backend.footprints import calculation
from backend.footprints.calculation import CalculationError, Chosen
from backend.footprints.models import (
    ActivityRow,
    BenchmarkRow,
    FactorRelease,
    FactorRow,
    OverlapRow,
    QuickQuantity,
    ReductionRow,
)
from backend.footprints.regions import chain_from, is_in_china, with_last_resort
from backend.kernel import clock


@dataclass(frozen=True, slots=True)
class Book:
    """Activities, factors, advice and benchmarks as published; the newest release names the whole."""

    release: str
    activities: tuple[ActivityRow, ...]
    factors: tuple[FactorRow, ...]
    reductions: tuple[ReductionRow, ...]
    benchmarks: tuple[BenchmarkRow, ...]
    overlapping: tuple[OverlapRow, ...]
    quick: tuple[QuickQuantity, ...]

    def activity(self, code: str, on: date) -> ActivityRow | None:
        return next((row for row in self.offered(on) if row.activity == code), None)

    def offered(self, on: date) -> Iterator[ActivityRow]:
        """What could be entered for that day, in the order of the form."""
        return (row for row in self.activities if _in_force(row, on))

    def advice(self, on: date) -> Iterator[ReductionRow]:
        return (row for row in self.reductions if _in_force(row, on))

    def overlaps(self, on: date) -> Iterator[OverlapRow]:
        """Pairs that describe the same thing, on that day."""
        return (row for row in self.overlapping if _in_force(row, on))

    def choose(self, activity: ActivityRow, region: str | None, on: date) -> Chosen:
        """The factor for an activity there and then. Raises ``CalculationError``."""
        rows = [row for row in self.factors if (row.code, row.factor_set) == (activity.activity, activity.factor_set)]
        if not rows:
            raise CalculationError("factor-missing", activity=activity.activity, regions=region or "", on=str(on))
        return calculation.choose_factor([arithmetic(row) for row in rows], with_last_resort(chain_from(region)), on)

    def factor(self, factor_id: str) -> FactorRow:
        return next(row for row in self.factors if row.id == factor_id)

    def knows_region(self, region: str) -> bool:
        """A place of China, or any other that a factor is of."""
        return is_in_china(region) or any(row.region == region for row in self.factors)

    def benchmark(self, code: str, year: int) -> BenchmarkRow | None:
        """The newest published up to that year; where there is none, the oldest."""
        rows = sorted((row for row in self.benchmarks if row.code == code), key=lambda row: row.year)
        return next((row for row in reversed(rows) if row.year <= year), rows[0] if rows else None)


def open_book() -> Book:
    """Some hundred rows, read together: the same picture for every line."""
    in_force = releases_in_force(clock.today())
    factors = select(FactorRow).where(FactorRow.release.in_(in_force)).order_by(FactorRow.code, FactorRow.id)
    return Book(
        release=in_force[0],
        activities=tuple(db.session.scalars(select(ActivityRow).order_by(ActivityRow.position))),
        factors=tuple(db.session.scalars(factors)),
        reductions=tuple(db.session.scalars(select(ReductionRow).order_by(ReductionRow.position))),
        benchmarks=tuple(db.session.scalars(select(BenchmarkRow))),
        overlapping=tuple(db.session.scalars(select(OverlapRow).order_by(OverlapRow.activity, OverlapRow.other))),
        quick=tuple(db.session.scalars(select(QuickQuantity).order_by(QuickQuantity.activity, QuickQuantity.quantity))),
    )


def releases_in_force(on: date) -> list[str]:
    """Every release that has begun by that day, the newest first. A clock before the first one still has that."""
    known = db.session.execute(
        select(FactorRelease.code, FactorRelease.published_on)
        .order_by(FactorRelease.published_on.desc(), FactorRelease.loaded_at.desc())
    ).all()  # fmt: skip
    assert known, "factors are loaded with the reference data"
    return [row.code for row in known if row.published_on <= on] or [known[-1].code]


def arithmetic(row: FactorRow) -> calculation.Factor:
    """What the pure arithmetic needs of a row."""
    return calculation.Factor(
        code=row.code, factor_set=row.factor_set, kind=row.kind, value=row.value, value_low=row.value_low,
        value_high=row.value_high, unit_numerator=row.unit_numerator, unit_denominator=row.unit_denominator,
        gas=row.gas, region=row.region, year=row.year, valid_from=row.valid_from, valid_to=row.valid_to,
        source=row.source_en, grade=row.grade, verified=row.verified, segment_from=row.segment_from,
        segment_base=row.segment_base,
    )  # fmt: skip


def _in_force(row: ActivityRow | ReductionRow | OverlapRow, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)
