"""From when until when a release is the newest word of its kind."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from backend.extensions import db
from backend.releases.models import Release, ReleaseState


def ends(kinds: Collection[str]) -> dict[UUID, date | None]:
    """Of every approved release, the day from which a later one adds its word; None for the last."""
    following = func.lead(Release.in_force_from).over(
        partition_by=Release.kind, order_by=(Release.in_force_from, Release.number)
    )
    wanted = select(Release.id, following).where(Release.state == ReleaseState.APPROVED, Release.kind.in_(kinds))
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def standing(begins: date, ends_before: date | None, today: date) -> str:
    """``coming``, ``in-force`` or ``superseded``."""
    if begins > today:
        return "coming"
    return "superseded" if ends_before is not None and ends_before <= today else "in-force"
