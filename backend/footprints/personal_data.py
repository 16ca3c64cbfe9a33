"""Fills ``PersonalData``: what somebody used at home and on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, select

from backend.extensions import db
from backend.footprints.models import FootprintStatement
from backend.kernel.personal_data import Consequence, Document, Owner, PersonalData, Table, table


class FootprintsData(PersonalData):
    tables = frozenset({"footprints_statements"})

    def export(self, owner: Owner) -> Iterable[Table | Document]:
        kept = FootprintStatement
        yield table(
            "footprints",
            select(kept.id, kept.kind, kept.period, kept.state, kept.emissions_g, kept.inputs, kept.result,
                   kept.digest, kept.factor_set, kept.engine_version, kept.recorded_at, kept.withdrawn_at)
            .where(kept.party_id == owner.party_id).order_by(kept.recorded_at),
        )  # fmt: skip

    def erase(self, owner: Owner) -> None:
        db.session.execute(delete(FootprintStatement).where(FootprintStatement.party_id == owner.party_id))

    def consequences(self, owner: Owner) -> Sequence[Consequence]:
        counted = select(func.count()).where(FootprintStatement.party_id == owner.party_id)
        return (Consequence("footprints-removed", db.session.scalar(counted) or 0),)
