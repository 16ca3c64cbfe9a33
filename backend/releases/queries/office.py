"""Releases as the offices that make and check them see them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_

from backend.extensions import db
from backend.kernel import clock, i18n
from backend.kernel.principal import Principal
from backend.releases import comparing, policy
from backend.releases.errors import ReleaseNotFound
from backend.releases.models import Release, ReleaseState
from backend.releases.payloads import FaultView, ReleaseCase, ReleaseView, Step
from backend.releases.ports import Fault, directory, tables
from backend.releases.queries import spans


def list_releases(
    principal: Principal, *, kind: str | None, state: str | None, limit: int, after: tuple[datetime, UUID] | None
) -> list[ReleaseView]:
    """Of the tables that this position works on, newest first; one more than ``limit``."""
    seen = [each for each in policy.kinds_seen_by(principal.role) if kind is None or each == kind]
    wanted = select(Release).where(Release.kind.in_(seen))
    if state is not None:
        wanted = wanted.where(Release.state == state)
    if after is not None:
        wanted = wanted.where(tuple_(Release.recorded_at, Release.id) < after)
    rows = db.session.scalars(wanted.order_by(Release.recorded_at.desc(), Release.id.desc()).limit(limit + 1)).all()
    ends = spans.ends(seen)
    return [_view(principal, row, ends.get(row.id)) for row in rows]


def release(principal: Principal, release_id: UUID) -> ReleaseCase:
    row = db.session.get(Release, release_id)
    if row is None:
        raise ReleaseNotFound()
    policy.may_see(principal, row.kind)
    return case(principal, row)


def case(principal: Principal, row: Release) -> ReleaseCase:
    """With what it would change now; of an approved one, with what it has changed then."""
    table, rows = tables[row.kind], rows_of(row)
    before = table.in_force(row.in_force_from) if row.replaced is None else row.replaced
    undecided = row.state in {ReleaseState.DRAFT, ReleaseState.SUBMITTED}
    return ReleaseCase(
        release=_view(principal, row, spans.ends([row.kind]).get(row.id)),
        rows=rows,
        changes=comparing.changes(table, rows, before),
        faults=[described(each) for each in table.faults(rows, row.in_force_from)] if undecided else [],
        published=row.published or [],
    )


def rows_of(row: Release) -> Sequence[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = json.loads(row.content)["rows"]
    return rows


def waiting(principal: Principal) -> tuple[int, int] | None:
    """What waits for this person's approval: how many, and how many whose day has come. None: approves nothing."""
    kinds = policy.kinds_checked_by(principal.role)
    if not kinds:
        return None
    due = func.count().filter(Release.in_force_from <= clock.today())
    wanted = select(func.count(), due).where(
        Release.kind.in_(kinds), Release.state == ReleaseState.SUBMITTED, Release.maker_id != principal.person_id
    )
    row = db.session.execute(wanted).one()
    return int(row[0]), int(row[1])


def drafts_of(principal: Principal) -> tuple[int, int] | None:
    """What this person has not handed in yet: how many, and how many whose day has come. None: drafts nothing."""
    if not any(principal.role in eyes.makers for eyes in policy.FOUR_EYES.values()):
        return None
    due = func.count().filter(Release.in_force_from <= clock.today())
    wanted = select(func.count(), due).where(
        Release.maker_id == principal.person_id, Release.maker_role == principal.role,
        Release.state == ReleaseState.DRAFT,
    )  # fmt: skip
    row = db.session.execute(wanted).one()
    return int(row[0]), int(row[1])


def _view(principal: Principal, row: Release, ends_before: date | None) -> ReleaseView:
    offices = directory().offices({party for party in (row.maker_party_id, row.checker_party_id) if party is not None})
    people = directory().people({person for person in (row.maker_id, row.checker_id) if person is not None})

    def step(person: UUID, party: UUID | None, role: str | None) -> Step:
        return Step(role or "", offices.get(party) if party else None, people.get(person),
                    is_me=person == principal.person_id)  # fmt: skip

    approved = row.state == ReleaseState.APPROVED
    return ReleaseView(
        release_id=row.id, kind=row.kind, kind_name=i18n.text(f"release.kind.{row.kind}"), state=row.state,
        standing=spans.standing(row.in_force_from, ends_before, clock.today()) if approved else None, label=row.label,
        in_force_from=row.in_force_from, in_force_until=ends_before, note=row.note, version=row.version,
        rows_count=len(rows_of(row)), content_hash=row.content_hash,
        made_by=step(row.maker_id, row.maker_party_id, row.maker_role),
        checked_by=step(row.checker_id, row.checker_party_id, row.checker_role) if row.checker_id else None,
        checker_roles=sorted(policy.FOUR_EYES[row.kind].checkers), recorded_at=row.recorded_at,
        submitted_at=row.submitted_at, decided_at=row.decided_at, reason=row.reason, shipped_with=row.shipped_with,
        abilities=policy.abilities(principal, row.kind, row.state, row.maker_id),
    )  # fmt: skip


def described(fault: Fault) -> FaultView:
    """In the reader's language."""
    family = "field" if i18n.has_text(f"field.{fault.code}.detail") else "problem"
    return FaultView(
        field=fault.field, code=fault.code, detail=i18n.text(f"{family}.{fault.code}.detail", **fault.facts),
        mend=i18n.text(f"{family}.{fault.code}.mend", **fault.facts),
    )  # fmt: skip
