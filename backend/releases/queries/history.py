"""What was in force when, for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_

from backend.extensions import db
from backend.kernel import clock, i18n
from backend.releases import comparing
from backend.releases.errors import ReleaseNotFound
from backend.releases.models import Release, ReleaseState
from backend.releases.payloads import PublishedCase, PublishedRelease, PublishedStep
from backend.releases.ports import directory, tables
from backend.releases.queries import spans
from backend.releases.queries.office import rows_of


def history(kind: str | None, *, limit: int, after: tuple[datetime, UUID] | None) -> list[PublishedRelease]:
    """Approved releases, the newest decision first; one more than ``limit``."""
    wanted = select(Release).where(Release.state == ReleaseState.APPROVED)
    if kind is not None:
        wanted = wanted.where(Release.kind == kind)
    if after is not None:
        wanted = wanted.where(tuple_(Release.decided_at, Release.id) < after)
    rows = db.session.scalars(wanted.order_by(Release.decided_at.desc(), Release.id.desc()).limit(limit + 1)).all()
    return _told(rows)


def published_case(release_id: UUID) -> PublishedCase:
    """One of them, with what it has changed. Raises ReleaseNotFound for what was never approved."""
    row = db.session.get(Release, release_id)
    if row is None or row.state != ReleaseState.APPROVED:
        raise ReleaseNotFound()
    return PublishedCase(_told([row])[0], comparing.changes(tables[row.kind], rows_of(row), row.replaced or {}))


def _told(rows: Sequence[Release]) -> list[PublishedRelease]:
    ends = spans.ends({row.kind for row in rows})
    offices = directory().offices({party for row in rows for party in (row.maker_party_id, row.checker_party_id)
                                   if party is not None})  # fmt: skip
    today, found = clock.today(), []
    for row in rows:
        assert row.label is not None, "approved"
        assert row.decided_at is not None, "approved"
        checker = None
        if row.checker_party_id is not None and row.checker_role is not None:
            checker = PublishedStep(row.checker_role, offices.get(row.checker_party_id))
        found.append(PublishedRelease(
            release_id=row.id, kind=row.kind, kind_name=i18n.text(f"release.kind.{row.kind}"), label=row.label,
            in_force_from=row.in_force_from, in_force_until=ends[row.id],
            standing=spans.standing(row.in_force_from, ends[row.id], today), content_hash=row.content_hash,
            made_by=PublishedStep(row.maker_role, offices.get(row.maker_party_id)), approved_by=checker,
            approved_at=row.decided_at, shipped_with=row.shipped_with, published=row.published or [],
            note=row.note, rows_count=len(rows_of(row)),
        ))  # fmt: skip
    return found
