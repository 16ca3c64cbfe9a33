"""What the product brings along becomes a release, so that the history of every table begins with its beginning."""

from __future__ import annotations

from sqlalchemy import select

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import SYSTEM
from backend.kernel.version import VERSION
from backend.releases.models import Release, ReleaseState
from backend.releases.payloads import ShipRelease
from backend.releases.service import writing


def ship_release(wish: ShipRelease) -> None:
    """Once under its label. Its rows have been written down by whoever ships them; the programme is the maker."""
    writing.one_at_a_time(wish.kind)
    known = select(Release.id).where(Release.kind == wish.kind, Release.label == wish.label)
    if db.session.scalar(known) is not None:
        return
    content, now = writing.text_of(wish.kind, wish.in_force_from, wish.rows), clock.now()
    number = writing.newest_number(wish.kind) + 1
    row = Release(
        id=new_id(), kind=wish.kind, state=ReleaseState.APPROVED, version=1, base=number - 1,
        in_force_from=wish.in_force_from, note="", content=content, content_hash=writing.hash_of(content),
        maker_id=SYSTEM.person_id, maker_party_id=SYSTEM.party_id, maker_role=str(SYSTEM.role), recorded_at=now,
        decided_at=now, number=number, label=wish.label, replaced={}, published=list(wish.published),
        shipped_with=VERSION,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
