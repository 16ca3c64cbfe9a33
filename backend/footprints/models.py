"""Emission factors and what else a footprint is computed from, as dated rows; and the statements themselves.

Reference rows are never overwritten (a trigger refuses it): a new year or a new ``valid_from`` supersedes. A
statement keeps everything that made it, and changes once at most, when its owner withdraws it.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model
from backend.kernel.transaction import LOST_RACES


class StatementState(StrEnum):
    RECORDED = "recorded"
    WITHDRAWN = "withdrawn"


class FactorRelease(Model):
    """A published state of all tables in ``data/``. Statements name it as their ``factor_set``."""

    __tablename__ = "footprints_factor_releases"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    published_on: Mapped[date]
    digest: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime]


class FactorRow(Model):
    """``value`` of ``unit_numerator`` CO2(e) for one ``unit_denominator``; columns as in data/README.md."""

    __tablename__ = "footprints_factors"
    __table_args__ = (
        Index("ix_footprints_factors_code", "code", "factor_set"),
        CheckConstraint("kind IN ('emission', 'saving', 'gwp')", name="kind"),
        CheckConstraint("grade IN ('A', 'B', 'C', 'D')", name="grade"),
    )

    id: Mapped[str] = mapped_column(String(120), primary_key=True)  # code@set/region/year
    code: Mapped[str] = mapped_column(String(60))
    factor_set: Mapped[str] = mapped_column(String(30))
    kind: Mapped[str] = mapped_column(String(10))
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120))
    value: Mapped[Decimal | None] = mapped_column(Numeric)  # the digits as printed: 0.5500 stays 0.5500
    value_low: Mapped[Decimal | None] = mapped_column(Numeric)
    value_high: Mapped[Decimal | None] = mapped_column(Numeric)
    unit_numerator: Mapped[str] = mapped_column(String(10))
    unit_denominator: Mapped[str] = mapped_column(String(20))
    gas: Mapped[str] = mapped_column(String(10))
    region: Mapped[str] = mapped_column(String(30))
    region_zh: Mapped[str] = mapped_column(String(40))
    region_en: Mapped[str] = mapped_column(String(60))
    year: Mapped[int | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    calibre: Mapped[str] = mapped_column(String(60))
    segment_from: Mapped[Decimal | None] = mapped_column(Numeric)
    segment_base: Mapped[Decimal | None] = mapped_column(Numeric)
    source_zh: Mapped[str]
    source_en: Mapped[str]
    source_no: Mapped[str] = mapped_column(String(20))
    grade: Mapped[str] = mapped_column(String(1))
    verified: Mapped[bool]
    note_zh: Mapped[str]
    note_en: Mapped[str]
    release: Mapped[str] = mapped_column(ForeignKey("footprints_factor_releases.code"))


class ActivityRow(Model):
    """An activity that a citizen can enter for a month, and the set of factors that serves it."""

    __tablename__ = "footprints_activities"

    activity: Mapped[str] = mapped_column(String(60), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    factor_set: Mapped[str] = mapped_column(String(30))
    category: Mapped[str] = mapped_column(String(10))
    unit: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    on_form: Mapped[bool]
    name_zh: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(60))
    hint_zh: Mapped[str] = mapped_column(String(120))
    hint_en: Mapped[str] = mapped_column(String(160))
    unit_zh: Mapped[str] = mapped_column(String(20))
    unit_en: Mapped[str] = mapped_column(String(20))
    max_quantity: Mapped[Decimal] = mapped_column(Numeric)
    default_quantity: Mapped[str] = mapped_column(String(20))  # a number, "days" of the month, or nothing


class BenchmarkRow(Model):
    """A figure to compare a household or a person with."""

    __tablename__ = "footprints_benchmarks"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))
    value: Mapped[Decimal] = mapped_column(Numeric)
    unit: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(20))
    source_zh: Mapped[str]
    source_en: Mapped[str]
    source_no: Mapped[str] = mapped_column(String(20))
    grade: Mapped[str] = mapped_column(String(1))
    verified: Mapped[bool]


class ReductionRow(Model):
    """Advice for who has ``activity`` in a month: avoid so much of one thing, do another instead.

    How much: a ``share`` of what was entered, or a fixed ``quantity``.
    """

    __tablename__ = "footprints_reductions"
    __table_args__ = (CheckConstraint("(share IS NULL) <> (quantity IS NULL)", name="share_or_quantity"),)

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    activity: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    share: Mapped[Decimal | None] = mapped_column(Numeric)
    quantity: Mapped[Decimal | None] = mapped_column(Numeric)
    avoided_activity: Mapped[str] = mapped_column(String(60))
    instead_activity: Mapped[str | None] = mapped_column(String(60))


class OverlapRow(Model):
    """Two activities that describe the same thing: a statement holds one of them, or it would count twice.

    Where ``other`` is an alternative, it is another way of computing ``activity``, taken on purpose only.
    """

    __tablename__ = "footprints_overlaps"

    activity: Mapped[str] = mapped_column(String(60), primary_key=True)
    other: Mapped[str] = mapped_column(String(60), primary_key=True)
    is_alternative: Mapped[bool]
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]


class QuickQuantity(Model):
    """An amount that people know by heart (a bottle of gas), in the unit of its activity."""

    __tablename__ = "footprints_quick_quantities"

    activity: Mapped[str] = mapped_column(String(60), primary_key=True)
    quantity: Mapped[Decimal] = mapped_column(Numeric, primary_key=True)
    label_zh: Mapped[str] = mapped_column(String(40))
    label_en: Mapped[str] = mapped_column(String(40))


class FootprintStatement(Model):
    """A party's footprint of one period: what was entered, what came out, and with which rows and engine."""

    __tablename__ = "footprints_statements"
    __table_args__ = (
        Index("uq_footprints_statements_live", "party_id", "kind", "period", unique=True,
              postgresql_where=text("withdrawn_at IS NULL")),
        Index("ix_footprints_statements_party", "party_id", "recorded_at", "id"),
        CheckConstraint("state IN ('recorded', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_at"),
        CheckConstraint("emissions_g >= 0", name="emissions"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("identity_parties.id"))
    kind: Mapped[str] = mapped_column(String(10))
    period: Mapped[str] = mapped_column(String(7))
    state: Mapped[str] = mapped_column(String(10))
    emissions_g: Mapped[int]
    inputs: Mapped[Any] = mapped_column(JSONB)
    result: Mapped[Any] = mapped_column(JSONB)
    canonical: Mapped[str]  # the very text that the digest is made of
    digest: Mapped[str] = mapped_column(String(64))
    factor_set: Mapped[str] = mapped_column(ForeignKey("footprints_factor_releases.code"))
    engine_version: Mapped[str] = mapped_column(String(20))
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("footprints_statements.id"))


LOST_RACES.add("uq_footprints_statements_live")  # the loser looks again and finds the winner's statement
