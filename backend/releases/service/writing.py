"""What every step has in common: the row under its lock, the text that is hashed, a leaf in the log."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text

from backend.extensions import db
from backend.kernel.principal import Principal
from backend.releases import policy
from backend.releases.errors import ReleaseContentInvalid, ReleaseNotFound
from backend.releases.models import Release
from backend.releases.ports import Row, tables
from backend.transparency import service as transparency


def locked(principal: Principal, release_id: UUID) -> Release:
    """The row under its lock, so that of two who act at once the second sees the first. Raises ReleaseNotFound."""
    found = db.session.scalar(select(Release).where(Release.id == release_id).with_for_update())
    if found is None:
        raise ReleaseNotFound()
    policy.may_see(principal, found.kind)
    return found


def one_at_a_time(kind: str) -> None:
    """Releases of a kind are numbered one after the other."""
    db.session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:kind))"), {"kind": f"release {kind}"})


def newest_number(kind: str) -> int:
    return db.session.scalar(select(func.max(Release.number)).where(Release.kind == kind)) or 0


def text_of(kind: str, in_force_from: date, rows: Sequence[Row]) -> str:
    """The canonical JSON that the hash is of."""
    return transparency.canonical({"kind": kind, "in_force_from": in_force_from, "rows": list(rows)}).decode()


def hash_of(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def refuse_faulty(kind: str, rows: Sequence[Row], in_force_from: date) -> None:
    faults = tables[kind].faults(rows, in_force_from)
    if faults:
        raise ReleaseContentInvalid(faults)


def record(principal: Principal, row: Release, step: str, *, public: bool = False, **facts: Any) -> None:
    told = {"release": str(row.id), "kind": row.kind, "content_hash": row.content_hash, **facts}
    transparency.note(principal, f"releases.{step}", told, public=public)


def hash_of_rows(rows: Sequence[Row]) -> str:
    """For a table that keeps a digest of its own."""
    return hashlib.sha256(transparency.canonical(list(rows))).hexdigest()
