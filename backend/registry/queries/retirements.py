"""What was used up, and what it counts for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from backend.certificates import queries as certificates
from backend.extensions import db
from backend.kernel.principal import Principal
from backend.kernel.serials import SerialRange
from backend.registry.errors import RetirementNotFound
from backend.registry.models import Batch, Claim, Project, Retirement, UnitBlock
from backend.registry.policy import may_read_retirement
from backend.registry.queries.batches import BatchView, batch_view
from backend.registry.ranges import from_range


@dataclass(frozen=True, slots=True)
class RetirementView:
    retirement_id: UUID
    order_id: UUID | None
    party_id: UUID
    quantity_kg: int
    serials: tuple[SerialRange, ...]
    batch: BatchView
    purpose: str
    beneficiary_kind: str
    beneficiary_name: str | None
    period: str | None
    retired_at: datetime
    certificate_number: str


def claimed_kg(subject_kind: str, subject_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many kilograms are retired for each of these things; nothing for those without any."""
    rows = db.session.execute(
        select(Claim.subject_id, func.sum(Retirement.quantity_kg).label("quantity_kg"))
        .join(Retirement, Retirement.id == Claim.retirement_id)
        .where(Claim.subject_kind == subject_kind, Claim.subject_id.in_(list(subject_ids)))
        .group_by(Claim.subject_id)
    )
    return {row.subject_id: int(row.quantity_kg) for row in rows}


def retirement(retirement_id: UUID) -> RetirementView | None:
    return next(iter(_views(Retirement.id == retirement_id)), None)


def own_retirement(principal: Principal, retirement_id: UUID) -> RetirementView:
    """Raises RetirementNotFound: not there, or another's."""
    found = retirement(retirement_id)
    if found is None:
        raise RetirementNotFound()
    may_read_retirement(principal, found.party_id)
    return found


def retirement_of_order(order_id: UUID) -> RetirementView | None:
    return next(iter(_views(Retirement.order_id == order_id)), None)


def retirements_of_orders(order_ids: Iterable[UUID]) -> dict[UUID, RetirementView]:
    """By order, for lists: three queries however many."""
    ids = list(order_ids)
    return {view.order_id: view for view in _views(Retirement.order_id.in_(ids)) if view.order_id} if ids else {}


def _views(which: ColumnElement[bool]) -> list[RetirementView]:
    rows = db.session.execute(
        select(Retirement, Batch, Project)
        .join(Batch, Batch.id == Retirement.batch_id)
        .join(Project, Project.id == Batch.project_id)
        .where(which)
        .order_by(Retirement.retired_at, Retirement.id)
    ).all()
    ids = [row.Retirement.id for row in rows]
    serials, numbers = serials_of(ids), certificates.numbers_of(ids)
    return [
        RetirementView(
            retirement_id=row.Retirement.id, order_id=row.Retirement.order_id, party_id=row.Retirement.party_id,
            quantity_kg=row.Retirement.quantity_kg, serials=serials[row.Retirement.id],
            batch=batch_view(row.Batch, row.Project), purpose=row.Retirement.purpose,
            beneficiary_kind=row.Retirement.beneficiary_kind, beneficiary_name=row.Retirement.beneficiary_name,
            period=row.Retirement.period, retired_at=row.Retirement.retired_at,
            certificate_number=numbers[row.Retirement.id],
        )
        for row in rows
    ]  # fmt: skip


def serials_of(retirement_ids: Iterable[UUID]) -> dict[UUID, tuple[SerialRange, ...]]:
    """The kilograms of each retirement, lowest first."""
    rows = db.session.execute(
        select(UnitBlock.retirement_id, UnitBlock.serials)
        .where(UnitBlock.retirement_id.in_(list(retirement_ids)))
        .order_by(func.lower(UnitBlock.serials))
    )
    found: dict[UUID, list[SerialRange]] = defaultdict(list)
    for row in rows:
        found[row.retirement_id].append(from_range(row.serials))
    return {retirement_id: tuple(ranges) for retirement_id, ranges in found.items()}
