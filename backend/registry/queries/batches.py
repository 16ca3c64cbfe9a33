"""Tickets and the forests that they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.kernel import i18n
from backend.registry.errors import BatchNotFound
from backend.registry.models import Batch, Project


@dataclass(frozen=True, slots=True)
class ProjectView:
    project_id: UUID
    code: str
    kind: str
    name: str
    place: str
    area_mu: int
    methodology: str


@dataclass(frozen=True, slots=True)
class BatchView:
    batch_id: UUID
    number: str
    issued_kg: int
    first: int
    last: int
    issued_on: date
    vintage_from: int
    vintage_to: int
    is_demo: bool
    owner_party_id: UUID
    project: ProjectView

    @property
    def vintage(self) -> dict[str, int]:
        """The years whose growth was measured, both included."""
        return {"from": self.vintage_from, "to": self.vintage_to}


def batch_row(number: str) -> Batch:
    """For the register's own commands. Raises BatchNotFound."""
    found = db.session.scalar(select(Batch).where(Batch.number == number))
    if found is None:
        raise BatchNotFound(number=number)
    return found


def batch(number: str) -> BatchView | None:
    return batches([number]).get(number)


def batch_by_id(batch_id: UUID) -> BatchView:
    row = db.session.get_one(Batch, batch_id)
    return batch_view(row, db.session.get_one(Project, row.project_id))


def batches(numbers: Iterable[str]) -> dict[str, BatchView]:
    """By number, for lists: one query however many."""
    rows = db.session.execute(
        select(Batch, Project).join(Project, Project.id == Batch.project_id).where(Batch.number.in_(list(numbers)))
    )
    return {row.Batch.number: batch_view(row.Batch, row.Project) for row in rows}


def batch_view(row: Batch, project: Project) -> BatchView:
    return BatchView(
        batch_id=row.id, number=row.number, issued_kg=row.issued_kg, first=row.first_serial, last=row.last_serial,
        issued_on=row.issued_on, vintage_from=row.vintage_from, vintage_to=row.vintage_to, is_demo=row.is_demo,
        owner_party_id=row.owner_party_id, project=project_view(project),
    )  # fmt: skip


def project_view(row: Project) -> ProjectView:
    return ProjectView(
        project_id=row.id, code=row.code, kind=row.kind, name=i18n.choose(row.name_zh, row.name_en),
        place=i18n.choose(row.place_zh, row.place_en), area_mu=row.area_mu,
        methodology=i18n.choose(row.methodology_zh, row.methodology_en),
    )  # fmt: skip
