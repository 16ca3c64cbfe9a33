"""What lies behind points that a retirement earned: the kilograms, their serials, their forest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from backend.certificates.wording import period_text, purpose_text
from backend.extensions import db
from backend.kernel import i18n
from backend.kernel.serials import serial_text
from backend.offsets.models import Order
from backend.points.ports import Described, RetirementBehind, SerialRange, Step
from backend.registry import queries as registry


class RetirementCause:
    """Fills ``points.ports.Cause`` for awards of kind "retirement"."""

    def titles(self, cause_ids: Sequence[UUID]) -> Mapping[UUID, str]:
        rows = db.session.execute(
            select(Order.retirement_id, Order.quantity_kg, Order.footprint_period).where(
                Order.retirement_id.in_(list(cause_ids))
            )
        )
        return {row.retirement_id: _title(row.quantity_kg, row.footprint_period) for row in rows}

    def describe(self, cause_id: UUID) -> Described | None:
        found = registry.retirement(cause_id)
        if found is None:
            return None
        project, number = found.batch.project, found.certificate_number
        serials = [SerialRange(each.first, each.last, serial_text(each.first), serial_text(each.last))
                   for each in found.serials]  # fmt: skip
        purpose = purpose_text(found.purpose, found.period)
        stretch = i18n.text("explanation.serials", first=f"{serials[0].first:,}", last=f"{serials[-1].last:,}")
        ticket = i18n.text("explanation.ticket", number=found.batch.number)
        forest = i18n.text("explanation.forest", place=project.place, mu=f"{project.area_mu:,}")
        return Described(
            title=_title(found.quantity_kg, found.period), text=purpose,
            steps=(
                Step("retirement", i18n.text("explanation.retired", number=number), purpose, f"/c/{number}"),
                Step("serials", stretch, ticket, f"/registry/serials/{serials[0].first}"),
                Step("forest", project.name, forest, f"/registry/batches/{found.batch.number}"),
            ),
            retirement=RetirementBehind(found.retirement_id, number, found.quantity_kg, serials, found.batch.number,
                                        project.name, project.place),
        )  # fmt: skip


def _title(quantity_kg: int, period: str | None) -> str:
    if period:
        return i18n.text("explanation.offset-of", period=period_text(period), kg=f"{quantity_kg:,}")
    return i18n.text("explanation.offset", kg=f"{quantity_kg:,}")
