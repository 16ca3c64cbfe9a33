"""Fills ``PersonalData`` for the kernel's own tables: long work, and answers that are kept to be repeated."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select

from backend.extensions import db
from backend.kernel.idempotency import IdempotencyKey
from backend.kernel.jobs import Job
from backend.kernel.personal_data import Document, Owner, PersonalData, Table, table


class KernelRows(PersonalData):
    tables = frozenset({"kernel_jobs", "kernel_idempotency_keys"})

    def export(self, owner: Owner) -> Iterable[Table | Document]:
        yield table(
            "long-work",
            select(Job.id, Job.kind, Job.state, Job.recorded_at, Job.ended_at)
            .where(Job.person_id == owner.person_id)
            .order_by(Job.recorded_at),
        )

    def erase(self, owner: Owner) -> None:
        # Work that is keeping what it has made holds its row (Work.hold): it is waited for here, before the files go.
        db.session.execute(delete(Job).where(Job.person_id == owner.person_id))
        # But the key under which the closing itself was asked for: its answer is still to be written.
        db.session.execute(
            delete(IdempotencyKey).where(
                IdempotencyKey.principal_id == owner.person_id, IdempotencyKey.status.is_not(None)
            )
        )
