"""Rules as published, what they paid for what, the lots that this left to spend, and the counters of the caps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model


class EarnRuleVersion(Model):
    """A published rule. Append-only: a version ends where the next one of its code begins."""

    __tablename__ = "points_earn_rule_versions"
    __table_args__ = (Index("ix_points_earn_rule_versions_published_at", "published_at"),)

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(60))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]  # the first day on which it is no longer in force
    enabled: Mapped[bool]
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    published_at: Mapped[datetime]


class Award(Model):
    """What one rule said of one fact. Append-only; lines of no points are kept: they are the explanation."""

    __tablename__ = "points_awards"
    __table_args__ = (
        UniqueConstraint("cause_kind", "cause_id", "rule_code"),
        CheckConstraint("cause_kind IN ('activity', 'retirement')", name="cause_kind"),
        CheckConstraint("points >= 0 AND acts >= 0", name="not_negative"),
        CheckConstraint("(points > 0) = (entry_id IS NOT NULL)", name="points_have_an_entry"),
        Index("ix_points_awards_party", "party_id", "day"),
        Index("ix_points_awards_entry", "entry_id"),
        Index("ix_points_awards_scope", "scope_kind", "scope_id", "rule_code", "day"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID]
    cause_kind: Mapped[str] = mapped_column(String(20))
    cause_id: Mapped[UUID]
    rule_code: Mapped[str] = mapped_column(String(60))
    rule_version: Mapped[int]
    day: Mapped[date]  # the Shanghai day that it counts for: that of occurred_at
    points: Mapped[int]
    acts: Mapped[int]  # what the points pay for, as caps count it
    reduction_g: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(20))
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    scope_kind: Mapped[str] = mapped_column(String(12))  # whose caps it counted against
    scope_id: Mapped[str] = mapped_column(String(80))
    entry_id: Mapped[UUID | None]
    recorded_at: Mapped[datetime]


class PointLot(Model):
    """What one award left to spend. Changes only under the lock of the member's available account."""

    __tablename__ = "points_lots"
    __table_args__ = (
        CheckConstraint("issued > 0 AND pending >= 0 AND available >= 0 AND held >= 0", name="not_negative"),
        CheckConstraint("pending + available + held <= issued", name="not_more_than_issued"),
        Index("ix_points_lots_party", "party_id", "expires_on", postgresql_where=text("available > 0")),
        Index("ix_points_lots_due", "expires_on", postgresql_where=text("available > 0")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID]
    award_id: Mapped[UUID] = mapped_column(ForeignKey("points_awards.id"), unique=True)
    expires_on: Mapped[date]  # the last day on which the points can be spent
    issued: Mapped[int]
    pending: Mapped[int]
    available: Mapped[int]
    held: Mapped[int]


class LotUse(Model):
    """Which entry took how much from which lot; negative where a reversal gave it back. Append-only."""

    __tablename__ = "points_lot_uses"
    __table_args__ = (
        CheckConstraint("points <> 0", name="not_nil"),
        Index("ix_points_lot_uses_lot", "lot_id"),
    )

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("points_lots.id"), primary_key=True)
    points: Mapped[int]


class CapCounter(Model):
    """What a rule has paid in a day or month: a row to lock before it pays again. Verify recounts it from awards.

    Counted whether or not the rule has a cap now, so that a cap of its next version holds from the first day.
    """

    __tablename__ = "points_cap_counters"
    __table_args__ = (
        CheckConstraint("period IN ('day', 'month')", name="period"),
        CheckConstraint("acts_used >= 0 AND points_used >= 0", name="not_negative"),
    )

    scope_kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    scope_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    rule_code: Mapped[str] = mapped_column(String(60), primary_key=True)
    period: Mapped[str] = mapped_column(String(5), primary_key=True)
    period_start: Mapped[date] = mapped_column(primary_key=True)
    acts_used: Mapped[int]
    points_used: Mapped[int]
