"""Numbers and choices that only the county can fix: dated rows with a source and a grade, never constants."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String
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
