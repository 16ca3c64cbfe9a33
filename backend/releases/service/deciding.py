"""The checker's side. Approving carries the release out, in the same transaction: there is no approved plan."""

from __future__ import annotations

from uuid import UUID

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.releases import comparing, policy, queries
from backend.releases.errors import ReleaseBaseMoved
from backend.releases.models import Release, ReleaseState
from backend.releases.payloads import OneRelease, RejectRelease, ReleaseCase
from backend.releases.ports import tables
from backend.releases.service import writing


def approve_release(principal: Principal, wish: OneRelease) -> ReleaseCase:
    """In force from its day. What was compared must still be what is in force: else ReleaseBaseMoved."""
    row = _to_check(principal, wish.release_id)
    writing.one_at_a_time(row.kind)
    policy.is_not_past(row.in_force_from, clock.today())
    newest = writing.newest_number(row.kind)
    if newest != row.base:
        raise ReleaseBaseMoved()
    table, rows = tables[row.kind], queries.rows_of(row)
    writing.refuse_faulty(row.kind, rows, row.in_force_from)
    label, before = f"{row.kind}/{newest + 1}", table.in_force(row.in_force_from)
    # The table first: a decided row is written once, whole (a trigger refuses a second time).
    published = table.put_in_force(principal, rows, row.in_force_from, label)
    row.replaced, row.published = comparing.replaced(table, rows, before), published
    row.number, row.label = newest + 1, label
    _decide(principal, row, ReleaseState.APPROVED)
    writing.record(principal, row, "approved", public=True, number=row.number,
                   in_force_from=row.in_force_from.isoformat(), published=row.published)  # fmt: skip
    return queries.case(principal, row)


def reject_release(principal: Principal, wish: RejectRelease) -> ReleaseCase:
    """With reasons; its maker may draft another."""
    row = _to_check(principal, wish.release_id)
    row.reason = wish.reason
    _decide(principal, row, ReleaseState.REJECTED)
    writing.record(principal, row, "rejected")
    return queries.case(principal, row)


def _to_check(principal: Principal, release_id: UUID) -> Release:
    row = writing.locked(principal, release_id)
    policy.may_check(principal, row.kind, row.maker_id)
    policy.is_in(row.state, {ReleaseState.SUBMITTED})
    return row


def _decide(principal: Principal, row: Release, state: ReleaseState) -> None:
    row.state, row.decided_at, row.version = state, clock.now(), row.version + 1
    row.checker_id, row.checker_party_id = principal.person_id, principal.party_id
    row.checker_role = str(principal.role)
    db.session.flush()
