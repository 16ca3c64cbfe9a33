"""Reads of the books for those who show them to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_

from backend.extensions import db
from backend.ledger.models import Entry, Posting
from backend.ledger.service import Place


@dataclass(frozen=True, slots=True)
class Movement:
    """What one entry changed on some accounts together: more than nil came in, less went out."""

    entry_id: UUID
    reference: str
    kind: str
    amount: int
    business_date: date
    occurred_at: datetime
    recorded_at: datetime
    reverses: UUID | None


def movements(
    places: Sequence[Place], *, limit: int, after: tuple[datetime, UUID] | None = None, kinds: Sequence[str] = ()
) -> list[Movement]:
    """Newest first. Entries that only moved something between the places are left out."""
    wanted = _movements(places)
    if kinds:
        wanted = wanted.where(Entry.kind.in_(kinds))
    if after is not None:
        wanted = wanted.where(tuple_(Entry.recorded_at, Entry.id) < after)
    rows = db.session.execute(wanted.order_by(Entry.recorded_at.desc(), Entry.id.desc()).limit(limit))
    return [Movement(*row) for row in rows]


def movement(places: Sequence[Place], entry_id: UUID) -> Movement | None:
    """One entry, if it changed these accounts."""
    row = db.session.execute(_movements(places).where(Entry.id == entry_id)).one_or_none()
    return None if row is None else Movement(*row)


def _movements(
    places: Sequence[Place],
) -> Select[UUID, str, str, int, date, datetime, datetime, UUID | None]:
    amount = func.sum(Posting.amount)
    return (
        select(Entry.id, Entry.reference, Entry.kind, amount, Entry.business_date, Entry.occurred_at,
               Entry.recorded_at, Entry.reverses)
        .join(Posting, Posting.entry_id == Entry.id)
        .where(Posting.account_id.in_([place.id for place in places]))
        .group_by(Entry.id)
        .having(amount != 0)
    )  # fmt: skip
