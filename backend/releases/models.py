"""Numbers and choices that only the county can fix, as dated rows; and releases, by which such data changes."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model


class Setting(Model):
    """In force from ``valid_from`` until the next row of its key. Append-only. ``value`` is text."""

    __tablename__ = "releases_settings"
    __table_args__ = (CheckConstraint("grade IN ('A', 'B', 'C', 'D')", name="grade"),)

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(30))
    source: Mapped[str] = mapped_column(String(200))
    grade: Mapped[str] = mapped_column(String(1))
    verified: Mapped[bool]
    note: Mapped[str] = mapped_column(String(400))


class ReleaseState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Release(Model):
    """A set of changes to one table, drafted by one person and approved by another. A trigger keeps what was approved.

    ``content`` is the canonical JSON of kind, first day and rows: the very text of ``content_hash`` (SHA-256).
    """

    __tablename__ = "releases_releases"
    __table_args__ = (
        UniqueConstraint("kind", "number"),
        UniqueConstraint("kind", "label"),
        CheckConstraint("state IN ('draft', 'submitted', 'approved', 'rejected', 'withdrawn')", name="state"),
        CheckConstraint("checker_id IS DISTINCT FROM maker_id", name="checker_is_another"),
        CheckConstraint(
            "(state IN ('approved', 'rejected')) = (checker_id IS NOT NULL OR shipped_with IS NOT NULL)", name="checked"
        ),
        CheckConstraint("(state = 'approved') = (number IS NOT NULL AND label IS NOT NULL)", name="numbered"),
        CheckConstraint("(state IN ('draft', 'submitted')) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("(state = 'rejected') = (reason IS NOT NULL)", name="reason"),
        CheckConstraint(
            "state <> 'approved' OR shipped_with IS NOT NULL"
            " OR in_force_from >= (decided_at AT TIME ZONE 'Asia/Shanghai')::date",
            name="never_backwards",
        ),
        CheckConstraint("content_hash = encode(sha256(convert_to(content, 'UTF8')), 'hex')", name="content_hash"),
        Index("ix_releases_releases_kind", "kind", "recorded_at", "id"),
        Index("ix_releases_releases_decided", "kind", "decided_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[int]  # of the draft: what If-Match names
    base: Mapped[int]  # the number of the release that was the newest when this was drafted; 0: none
    in_force_from: Mapped[date]
    note: Mapped[str] = mapped_column(String(400))
    content: Mapped[str]
    content_hash: Mapped[str] = mapped_column(String(64))
    maker_id: Mapped[UUID]
    maker_party_id: Mapped[UUID]
    maker_role: Mapped[str] = mapped_column(String(30))
    recorded_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    checker_id: Mapped[UUID | None]
    checker_party_id: Mapped[UUID | None]
    checker_role: Mapped[str | None] = mapped_column(String(30))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(500))
    number: Mapped[int | None]  # counts the approved releases of a kind
    label: Mapped[str | None] = mapped_column(String(40))
    replaced: Mapped[dict[str, Any] | None] = mapped_column(JSONB)  # by key, the rows that it took the place of
    published: Mapped[list[str] | None] = mapped_column(JSONB)  # by which names results refer to its rows
    shipped_with: Mapped[str | None] = mapped_column(String(20))  # the version of the product that brought it
