"""Fills ``PersonalData``: what somebody earned, and what is left of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from backend.kernel import clock
from backend.kernel.personal_data import Consequence, Document, Owner, PersonalData, Table, table
from backend.points import lots, service
from backend.points.models import Award, LotUse, PointLot


class PointsData(PersonalData):
    tables = frozenset({"points_awards", "points_lots"})

    def export(self, owner: Owner) -> Iterable[Table | Document]:
        mine = Award.party_id == owner.party_id
        yield table(
            "points-awards",
            select(Award.id, Award.cause_kind, Award.cause_id, Award.rule_code, Award.rule_version, Award.day,
                   Award.points, Award.reduction_g, Award.reason, Award.facts, Award.recorded_at)
            .where(mine).order_by(Award.recorded_at),
        )  # fmt: skip
        yield table(
            "points-lots",
            select(PointLot.id, PointLot.award_id, PointLot.issued, PointLot.available, PointLot.expires_on)
            .where(PointLot.party_id == owner.party_id).order_by(PointLot.expires_on),
        )  # fmt: skip
        yield table(
            "points-used",
            select(LotUse.entry_id, LotUse.lot_id, LotUse.points)
            .join(PointLot, PointLot.id == LotUse.lot_id).where(PointLot.party_id == owner.party_id),
        )  # fmt: skip

    def erase(self, owner: Owner) -> None:
        """What is left lapses, in the books; awards stay there under a pseudonym."""
        service.lapse_all(owner.party_id)

    def consequences(self, owner: Owner) -> Sequence[Consequence]:
        return (Consequence("points-lapse", lots.spendable(owner.party_id, clock.today())),)
