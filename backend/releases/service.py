"""Publish settings. The four eyes of an office come with the office; for now they ship with the product."""

from __future__ import annotations

from datetime import date

from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.releases.models import Setting


def publish_setting(
    *, key: str, valid_from: date, value: str, unit: str, source: str, grade: str, verified: bool, note: str
) -> None:
    """A value from a day on. What was published for that day before stays."""
    db.session.execute(
        insert(Setting)
        .values(key=key, valid_from=valid_from, value=value, unit=unit, source=source, grade=grade,
                verified=verified, note=note)
        .on_conflict_do_nothing()
    )  # fmt: skip
