"""Bring kilograms into being, each with a serial that the county has never given before."""

from __future__ import annotations

from sqlalchemy import func, select

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.kernel.serials import SerialRange
from backend.ledger import service as ledger
from backend.ledger.service import Draft, Move
from backend.registry import accounts, blocks
from backend.registry.blocks import Rest
from backend.registry.errors import AlreadyIssued, BufferTooLarge, ProjectNotFound
from backend.registry.models import Batch, Project, State
from backend.registry.payloads import BatchIssued, CreateProject, IssueBatch
from backend.registry.policy import may_keep_the_register
from backend.registry.queries import ProjectView, project_view
from backend.transparency import service as transparency


def create_project(principal: Principal, wish: CreateProject) -> ProjectView:
    may_keep_the_register(principal)
    project = Project(
        id=new_id(), code=wish.code, kind=wish.kind, name_zh=wish.name_zh, name_en=wish.name_en,
        place_zh=wish.place_zh, place_en=wish.place_en, area_mu=wish.area_mu, methodology_zh=wish.methodology_zh,
        methodology_en=wish.methodology_en, is_demo=wish.is_demo, recorded_at=clock.now(),
    )  # fmt: skip
    db.session.add(project)
    db.session.flush()
    transparency.note(
        principal, "registry.project-created",
        {"project": project.id, "code": wish.code, "area_mu": wish.area_mu, "demo": wish.is_demo}, public=True,
    )  # fmt: skip
    return project_view(project)


def issue_batch(principal: Principal, wish: IssueBatch) -> BatchIssued:
    """Issue one ticket. Two at once want the same serials: the database lets one, the other runs again behind it.

    Raises:
        AlreadyIssued: a year of the monitoring period has its ticket for this forest.
    """
    may_keep_the_register(principal)
    if not 0 <= wish.buffer_kg < wish.quantity_kg:
        raise BufferTooLarge(quantity_kg=wish.quantity_kg, buffer_kg=wish.buffer_kg)
    if db.session.get(Project, wish.project_id) is None:
        raise ProjectNotFound()
    _refuse_second_issuance(wish)
    first = (db.session.scalar(select(func.max(Batch.last_serial))) or 0) + 1
    batch = Batch(
        id=new_id(), number=wish.number or _next_number(), project_id=wish.project_id,
        owner_party_id=wish.owner_party_id, first_serial=first, last_serial=first + wish.quantity_kg - 1,
        issued_kg=wish.quantity_kg, buffer_kg=wish.buffer_kg, issued_on=wish.issued_on, vintage_from=wish.vintage_from,
        vintage_to=wish.vintage_to, is_demo=wish.is_demo, recorded_at=clock.now(),
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()

    free_kg = wish.quantity_kg - wish.buffer_kg
    origin = accounts.issued(batch.number)
    moves = [Move(free_kg, origin, accounts.available(wish.owner_party_id, batch.number))]
    if wish.buffer_kg:
        moves.append(Move(wish.buffer_kg, origin, accounts.buffer(batch.number)))
    entry = ledger.record(
        Draft(f"issuance:{batch.id}", "issuance", moves, occurred_at=clock.start_of(wish.issued_on))
    )  # fmt: skip
    blocks.lay(batch.id, SerialRange(first, first + free_kg - 1), Rest(State.AVAILABLE, wish.owner_party_id))
    if wish.buffer_kg:
        kept = SerialRange(first + free_kg, batch.last_serial)
        blocks.lay(batch.id, kept, Rest(State.BUFFER, wish.owner_party_id))

    transparency.note(
        principal, "registry.batch-issued",
        {"batch": batch.number, "project": wish.project_id, "owner": wish.owner_party_id, "first": first,
         "last": batch.last_serial, "buffer_kg": wish.buffer_kg, "issued_on": wish.issued_on,
         "vintage": [wish.vintage_from, wish.vintage_to], "demo": wish.is_demo}, public=True,
    )  # fmt: skip
    return BatchIssued(batch.id, batch.number, SerialRange(first, batch.last_serial), entry.entry_ids[0])


def _refuse_second_issuance(wish: IssueBatch) -> None:
    """A forest's growth of one year is issued once."""
    earlier = db.session.scalar(
        select(Batch.number)
        .where(Batch.project_id == wish.project_id, Batch.vintage_from <= wish.vintage_to,
               Batch.vintage_to >= wish.vintage_from)
        .limit(1)
    )  # fmt: skip
    if earlier is not None:
        raise AlreadyIssued(number=earlier)


def _next_number() -> str:
    """Seven digits, as on the first ticket (0000001)."""
    last = db.session.scalar(select(func.max(Batch.number)).where(Batch.number.regexp_match("^[0-9]{7}$")))
    return f"{int(last or 0) + 1:07d}"
