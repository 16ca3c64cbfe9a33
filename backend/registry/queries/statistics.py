"""The register in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from backend.extensions import db
from backend.kernel import clock, i18n
from backend.registry.models import Batch, Project, Retirement, State, UnitBlock
from backend.registry.wording import state_text


@dataclass(frozen=True, slots=True)
class StateSum:
    state: str
    state_text: str
    quantity_kg: int


@dataclass(frozen=True, slots=True)
class PurposeSum:
    purpose: str
    purpose_text: str
    retirements: int
    quantity_kg: int


@dataclass(frozen=True, slots=True)
class Statistics:
    as_of: datetime
    projects: int
    batches: int
    area_mu: int
    issued_kg: int
    retirements: int
    retired_kg: int
    states: Sequence[StateSum]
    purposes: Sequence[PurposeSum]


def statistics() -> Statistics:
    projects = db.session.execute(select(func.count(Project.id), func.coalesce(func.sum(Project.area_mu), 0))).one()
    batches = db.session.execute(select(func.count(Batch.id), func.coalesce(func.sum(Batch.issued_kg), 0))).one()
    quantity = func.sum(func.upper(UnitBlock.serials) - func.lower(UnitBlock.serials))
    rows = db.session.execute(
        select(UnitBlock.state, quantity).where(UnitBlock.superseded_at.is_(None)).group_by(UnitBlock.state)
    )
    by_state = {state: int(quantity_kg) for state, quantity_kg in rows}
    by_purpose = db.session.execute(
        select(Retirement.purpose, func.count(), func.sum(Retirement.quantity_kg))
        .group_by(Retirement.purpose)
        .order_by(Retirement.purpose)
    ).all()
    purposes = [
        PurposeSum(purpose, i18n.text(f"registry.purpose.{purpose}"), count, int(total))
        for purpose, count, total in by_purpose
    ]
    return Statistics(
        as_of=clock.now(), projects=projects[0], batches=batches[0], area_mu=int(projects[1]),
        issued_kg=int(batches[1]), retirements=sum(each.retirements for each in purposes),
        retired_kg=sum(each.quantity_kg for each in purposes),
        states=[StateSum(state, state_text(state), by_state[state]) for state in State if state in by_state],
        purposes=purposes,
    )  # fmt: skip
