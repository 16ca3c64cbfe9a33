"""Emission factors and the form, for everybody to read."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from backend.extensions import db
from backend.footprints import periods, regions
from backend.footprints.calculation import Chosen
from backend.footprints.models import ActivityRow, FactorRow
from backend.footprints.payloads import FactorView, Form, OfferedActivity, Quick, UsedFactor
from backend.footprints.queries.book import Book, open_book, releases_in_force
from backend.kernel import clock, i18n

CATEGORIES = ("home", "travel", "food", "things")
"""In the order in which people are shown them."""


def list_factors(activity: str | None, region: str | None, on: date | None) -> list[FactorView]:
    """Every published row that fits the filters; ``on`` keeps those in force on that day."""
    wanted = (
        select(FactorRow)
        .where(FactorRow.release.in_(releases_in_force(clock.today())))
        .order_by(FactorRow.code, FactorRow.region, FactorRow.year, FactorRow.id)
    )
    if activity is not None:
        wanted = wanted.where(FactorRow.code == activity)
    if region is not None:
        wanted = wanted.where(FactorRow.region == region)
    if on is not None:
        wanted = wanted.where(
            or_(FactorRow.valid_from.is_(None), FactorRow.valid_from <= on),
            or_(FactorRow.valid_to.is_(None), FactorRow.valid_to >= on),
        )
    return [factor_view(row) for row in db.session.scalars(wanted)]


def form(period: str) -> Form:
    """What can be entered for a month, each with the factor that it would be computed with."""
    book, on = open_book(), periods.first_day(period)
    offered = list(book.offered(on))
    return Form(
        items=[_offered(row, book, period, on) for row in offered if row.on_form],
        more=sorted((_offered(row, book, period, on) for row in offered if not row.on_form),
                    key=lambda each: CATEGORIES.index(each.category)),
    )  # fmt: skip


def _offered(row: ActivityRow, book: Book, period: str, on: date) -> OfferedActivity:
    pairs = [pair for pair in book.overlaps(on) if row.activity in (pair.activity, pair.other)]
    return OfferedActivity(
        activity=row.activity, category=row.category, category_name=category_name(row.category),
        name=activity_name(row), hint=i18n.choose(row.hint_zh, row.hint_en), unit=row.unit, unit_label=unit_label(row),
        max_quantity=row.max_quantity, default_quantity=_default(row, period),
        quick=[Quick(each.quantity, i18n.choose(each.label_zh, each.label_en)) for each in book.quick
               if each.activity == row.activity],
        overlaps=[pair.other if pair.activity == row.activity else pair.activity for pair in pairs],
        alternative_to=next((pair.activity for pair in pairs if pair.is_alternative and pair.other == row.activity),
                            None),
        factor=_used(book, row, on),
    )  # fmt: skip


def factor_view(row: FactorRow) -> FactorView:
    return FactorView(
        id=row.id, activity=row.code, name=i18n.choose(row.name_zh, row.name_en), value=row.value,
        value_low=row.value_low, value_high=row.value_high, unit=f"{row.unit_numerator}/{row.unit_denominator}",
        gas=row.gas, source=i18n.choose(row.source_zh, row.source_en), source_no=row.source_no, grade=row.grade,
        verified=row.verified, label=mark_of(row.grade, verified=row.verified), region=row.region,
        region_name=i18n.choose(row.region_zh, row.region_en), year=row.year, valid_from=row.valid_from,
        valid_to=row.valid_to, calibre=row.calibre, note=i18n.choose(row.note_zh, row.note_en),
    )  # fmt: skip


def used_factor(row: FactorRow, level_used: str, basis: str) -> UsedFactor:
    level = regions.level(level_used)
    return UsedFactor(factor_view(row), level, i18n.text(f"footprint.level.{level}"), basis)


def chosen_factor(book: Book, chosen: Chosen) -> UsedFactor:
    return used_factor(book.factor(chosen.factor.id), chosen.level_used, chosen.basis)


def activity_name(row: ActivityRow) -> str:
    return i18n.choose(row.name_zh, row.name_en)


def unit_label(row: ActivityRow) -> str:
    return i18n.choose(row.unit_zh, row.unit_en)


def category_name(category: str) -> str:
    return i18n.text(f"footprint.category.{category}")


def _used(book: Book, row: ActivityRow, on: date) -> UsedFactor:
    return chosen_factor(book, book.choose(row, None, on))


def _default(row: ActivityRow, period: str) -> str | None:
    return str(periods.days(period)) if row.default_quantity == "days" else row.default_quantity or None


def mark_of(grade: str, *, verified: bool) -> str | None:
    """The mark that data/README.md asks for beside a weak figure."""
    if not verified:
        return i18n.text("footprint.factor.unverified")
    return i18n.text("footprint.factor.to-be-confirmed") if grade == "C" else None
