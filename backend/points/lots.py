"""Lots in the database, as the engine's arithmetic takes and gives them.

Read and written only under the lock of the member's available account: whoever calls has taken it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, func, insert, select, update

from backend.extensions import db
from backend.points.models import LotUse, PointLot
from backend.points.payloads import LotPart
from points_engine import Lot, Taken

TABLE: Final = cast(Table, PointLot.__table__)
_COLUMNS: Final = (TABLE.c.id, TABLE.c.expires_on, TABLE.c.issued, TABLE.c.available)


def with_points(party_id: UUID) -> list[Lot]:
    """The member's lots that have something available, whether or not their day has passed."""
    rows = db.session.execute(select(*_COLUMNS).where(TABLE.c.party_id == party_id, TABLE.c.available > 0))
    return [Lot(*row) for row in rows]


def by_id(lot_ids: Iterable[UUID]) -> list[Lot]:
    return [Lot(*row) for row in db.session.execute(select(*_COLUMNS).where(TABLE.c.id.in_(list(lot_ids))))]


def spendable(party_id: UUID, on: date) -> int:
    """Without a lock: for looking, not for deciding."""
    total = select(func.coalesce(func.sum(TABLE.c.available), 0)).where(
        TABLE.c.party_id == party_id, TABLE.c.available > 0, TABLE.c.expires_on >= on
    )
    return int(db.session.scalar(total) or 0)


def open_(party_id: UUID, lots: Sequence[tuple[UUID, Lot]]) -> None:
    """Write new lots, each with the award that it comes from."""
    if lots:
        db.session.execute(
            insert(TABLE),
            [
                {"id": lot.id, "party_id": party_id, "award_id": award_id, "expires_on": lot.expires_on,
                 "issued": lot.issued, "pending": 0, "available": lot.available, "held": 0}
                for award_id, lot in lots
            ],
        )  # fmt: skip


def take(entry_id: UUID, taken: Sequence[Taken]) -> None:
    """Write which entry took what; points below nil are given back."""
    if not taken:
        return
    db.session.execute(
        insert(LotUse), [{"entry_id": entry_id, "lot_id": part.lot_id, "points": part.points} for part in taken]
    )
    db.session.connection().execute(
        update(TABLE).where(TABLE.c.id == bindparam("lot")).values(available=TABLE.c.available - bindparam("taken")),
        [{"lot": part.lot_id, "taken": part.points} for part in taken],
    )


def taken_by(entry_id: UUID) -> list[Taken]:
    rows = db.session.execute(
        select(LotUse.lot_id, LotUse.points)
        .join(PointLot, PointLot.id == LotUse.lot_id)
        .where(LotUse.entry_id == entry_id)
        .order_by(PointLot.expires_on, PointLot.id)
    )
    return [Taken(*row) for row in rows]


def parts(taken: Iterable[Taken], lots: Iterable[Lot]) -> tuple[LotPart, ...]:
    days = {lot.id: lot.expires_on for lot in lots}
    return tuple(LotPart(part.lot_id, days[part.lot_id], part.points) for part in taken)
