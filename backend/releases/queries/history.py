"""What was in force when, for everybody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_

from backend.extensions import db
from backend.kernel import clock, i18n
from backend.releases.models import Release, ReleaseState
from backend.releases.payloads import PublishedRelease, PublishedStep
from backend.releases.ports import KINDS, directory
from backend.releases.queries import spans


def history(kind: str | None, *, limit: int, after: tuple[datetime, UUID] | None) -> list[PublishedRelease]:
    """Approved releases, the newest decision first; one more than ``limit``."""
    wanted = select(Release).where(Release.state == ReleaseState.APPROVED)
    if kind is not None:
        wanted = wanted.where(Release.kind == kind)
    if after is not None:
        wanted = wanted.where(tuple_(Release.decided_at, Release.id) < after)
    rows = db.session.scalars(wanted.order_by(Release.decided_at.desc(), Release.id.desc()).limit(limit + 1)).all()
    ends = spans.ends([kind] if kind else KINDS)
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
        ))  # fmt: skip
    return found
