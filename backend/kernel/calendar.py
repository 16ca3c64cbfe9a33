"""Working days in China: weekends, statutory holidays, weekends that are worked to make up for them.

What differs from the plain week is a row of ``kernel_calendar_days``: shipped with the product, each year with its
source, or decided by the county, whose rows win. A year about which there is no row is reckoned by weekends alone, and
``CalendarInForce.covers`` says so. A day is a day in Asia/Shanghai.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import CheckConstraint, String, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model, db
from backend.kernel import clock, transaction

SHIPPED: Final = Path(__file__).parent / "data" / "calendar_days.csv"
KEPT: Final = "kernel.calendar"
SATURDAY: Final = 5


class DayKind(StrEnum):
    REST = "rest"
    WORK = "work"


class Origin(StrEnum):
    SHIPPED = "shipped"
    COUNTY = "county"


class CalendarDay(Model):
    """A day that is not what its weekday says, by one origin."""

    __tablename__ = "kernel_calendar_days"
    __table_args__ = (
        CheckConstraint("kind IN ('rest', 'work')", name="kind"),
        CheckConstraint("origin IN ('shipped', 'county')", name="origin"),
    )

    on_date: Mapped[date] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(String(8), primary_key=True)
    kind: Mapped[str] = mapped_column(String(4))
    name_zh: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class CalendarInForce:
    """Which days are worked: ``kinds`` has the days that differ from their weekday."""

    kinds: Mapping[date, DayKind]
    years: frozenset[int]

    def covers(self, day: date) -> bool:
        """Whether the holidays of the day's year are known; if not, only weekends are reckoned with."""
        return day.year in self.years

    def is_working_day(self, day: date) -> bool:
        kind = self.kinds.get(day)
        return day.weekday() < SATURDAY if kind is None else kind is DayKind.WORK

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, which itself does not count; ``day`` for 0.

        Raises ValueError for a negative count.
        """
        if count < 0:
            raise ValueError(f"{count} working days: a term runs forward")
        while count:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days come after ``first``, up to and with ``last``; negative if ``last`` is earlier."""
        if last < first:
            return -self.working_days_between(last, first)
        days = (first + timedelta(days=step) for step in range(1, (last - first).days + 1))
        return sum(map(self.is_working_day, days))


def in_force() -> CalendarInForce:
    """The table as this transaction finds it, read once."""
    return transaction.once(KEPT, _read)


def is_working_day(day: date) -> bool:
    return in_force().is_working_day(day)


def add_working_days(day: date, count: int) -> date:
    """See CalendarInForce."""
    return in_force().add_working_days(day, count)


def working_days_between(first: date, last: date) -> int:
    """See CalendarInForce."""
    return in_force().working_days_between(first, last)


def decide(day: date, kind: DayKind, *, name_zh: str, source: str) -> None:
    """The county's word about a day; its later word replaces an earlier one. Deadlines that run keep their day."""
    wanted = _row(day, Origin.COUNTY, kind, name_zh, source)
    changed = {name: wanted[name] for name in ("kind", "name_zh", "source", "recorded_at")}
    db.session.execute(
        insert(CalendarDay).values(wanted).on_conflict_do_update(index_elements=["on_date", "origin"], set_=changed)
    )
    transaction.look_again(KEPT)


def told_of(year: int) -> list[CalendarDay]:
    """Of one year, each day that is not what its weekday says, by the word that wins; in order."""
    rows = db.session.scalars(
        select(CalendarDay)
        .where(CalendarDay.on_date.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(CalendarDay.on_date, CalendarDay.origin.desc())
    )
    return list({row.on_date: row for row in rows}.values())


def load_calendar() -> None:
    """The shipped rows; those that are there stay."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        rows = [
            _row(date.fromisoformat(row["day"]), Origin.SHIPPED, DayKind(row["kind"]), row["name_zh"], row["source"])
            for row in csv.DictReader(file)
        ]
    db.session.execute(insert(CalendarDay).values(rows).on_conflict_do_nothing())
    transaction.look_again(KEPT)


def _row(day: date, origin: Origin, kind: DayKind, name_zh: str, source: str) -> dict[str, object]:
    return {"on_date": day, "origin": str(origin), "kind": str(kind), "name_zh": name_zh, "source": source,
            "recorded_at": clock.now()}  # fmt: skip


def _read() -> CalendarInForce:
    # "shipped" sorts behind "county": in this order the county's row is read last, and wins.
    rows = db.session.execute(select(CalendarDay.on_date, CalendarDay.kind).order_by(CalendarDay.origin.desc())).all()
    return CalendarInForce({day: DayKind(kind) for day, kind in rows}, frozenset(day.year for day, _ in rows))
