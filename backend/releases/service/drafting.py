"""The maker's side: draft, change, submit, withdraw."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.errors import Stale
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.releases import policy, queries
from backend.releases.models import Release, ReleaseState
from backend.releases.payloads import ChangeRelease, DraftRelease, OneRelease, ReleaseCase
from backend.releases.service import writing


def draft_release(principal: Principal, wish: DraftRelease, *, release_id: UUID | None = None) -> ReleaseCase:
    """A draft may have faults: they are shown, and it cannot be submitted with them. An import brings its own id."""
    policy.may_make(principal, wish.kind)
    policy.is_not_past(wish.in_force_from, clock.today())
    content = writing.text_of(wish.kind, wish.in_force_from, wish.rows)
    row = Release(
        id=release_id or new_id(), kind=wish.kind, state=ReleaseState.DRAFT, version=1,
        base=writing.newest_number(wish.kind),
        in_force_from=wish.in_force_from, note=wish.note, content=content, content_hash=writing.hash_of(content),
        maker_id=principal.person_id, maker_party_id=principal.party_id, maker_role=str(principal.role),
        recorded_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    writing.record(principal, row, "drafted")
    return queries.case(principal, row)


def change_release(principal: Principal, wish: ChangeRelease) -> ReleaseCase:
    """Raises Stale where somebody (or another page of the same person) has changed it since it was read."""
    row = _own(principal, wish)
    policy.is_in(row.state, {ReleaseState.DRAFT})
    if row.version != wish.version:
        raise Stale()
    _rewrite(row, wish)
    row.version += 1
    row.base = writing.newest_number(row.kind)
    db.session.flush()
    writing.record(principal, row, "changed")
    return queries.case(principal, row)


def submit_release(principal: Principal, wish: OneRelease) -> ReleaseCase:
    """From now on nobody changes it: what the checker reads is what is approved."""
    row = _own(principal, wish)
    policy.is_in(row.state, {ReleaseState.DRAFT})
    policy.is_not_past(row.in_force_from, clock.today())
    writing.refuse_faulty(row.kind, queries.rows_of(row), row.in_force_from)
    row.state, row.submitted_at, row.version = ReleaseState.SUBMITTED, clock.now(), row.version + 1
    db.session.flush()
    writing.record(principal, row, "submitted")
    return queries.case(principal, row)


def withdraw_release(principal: Principal, wish: OneRelease) -> ReleaseCase:
    row = _own(principal, wish)
    policy.is_in(row.state, {ReleaseState.DRAFT, ReleaseState.SUBMITTED})
    row.state, row.decided_at, row.version = ReleaseState.WITHDRAWN, clock.now(), row.version + 1
    db.session.flush()
    writing.record(principal, row, "withdrawn")
    return queries.case(principal, row)


def _own(principal: Principal, wish: OneRelease | ChangeRelease) -> Release:
    row = writing.locked(principal, wish.release_id)
    policy.may_make(principal, row.kind)
    policy.is_maker(principal, row.maker_id)
    return row


def _rewrite(row: Release, wish: ChangeRelease) -> None:
    day: date = wish.in_force_from or row.in_force_from
    policy.is_not_past(day, clock.today())
    rows = queries.rows_of(row) if wish.rows is None else wish.rows
    row.in_force_from, row.content = day, writing.text_of(row.kind, day, rows)
    row.content_hash = writing.hash_of(row.content)
    row.note = row.note if wish.note is None else wish.note
