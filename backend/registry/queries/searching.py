"""One box for everything: a serial, a ticket's number, a certificate's, a forest's name. Nobody is asked who looks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import BigInteger, cast, or_, select

from backend.certificates import queries as certificates
from backend.certificates.numbers import parse_number
from backend.extensions import db
from backend.kernel import i18n
from backend.kernel.serials import parse_serial, serial_text
from backend.registry.models import Batch, Project, Retirement, UnitBlock
from backend.registry.wording import quantity_text, state_text

MOST_PROJECTS: Final = 10
_BATCH_NUMBER: Final = re.compile(r"[0-9A-Za-z-]{1,20}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str  # serial | batch | certificate | project
    title: str
    subtitle: str
    path: str
    number: str


def search(words: str) -> list[Hit]:
    """The most exact first."""
    words = words.strip()
    return [*_certificate(words), *_batch(words), *_serial(words), *_projects(words)] if words else []


def _certificate(words: str) -> list[Hit]:
    retirement_id = certificates.subject_of(words)
    number = parse_number(words)
    if retirement_id is None or number is None:
        return []
    retired = db.session.get_one(Retirement, retirement_id)
    purpose = i18n.text(f"registry.purpose.{retired.purpose}")
    return [Hit("certificate", number, f"{quantity_text(retired.quantity_kg)} · {purpose}", f"/c/{number}", number)]


def _batch(words: str) -> list[Hit]:
    if _BATCH_NUMBER.fullmatch(words) is None:
        return []
    row = db.session.execute(
        select(Batch, Project).join(Project, Project.id == Batch.project_id).where(Batch.number == words)
    ).one_or_none()
    return [] if row is None else [_batch_hit("batch", row.Batch, row.Project)]


def _serial(words: str) -> list[Hit]:
    serial = parse_serial(words)
    if serial is None:
        return []
    row = db.session.execute(
        select(UnitBlock.state, Batch.number)
        .join(Batch, Batch.id == UnitBlock.batch_id)
        .where(UnitBlock.serials.op("@>")(cast(serial, BigInteger)), UnitBlock.superseded_at.is_(None))
    ).one_or_none()
    if row is None:
        return []
    subtitle = i18n.text("registry.search.serial", state=state_text(row.state), number=row.number)
    return [Hit("serial", f"{serial:,}", subtitle, f"/registry/serials/{serial}", serial_text(serial))]


def _projects(words: str) -> list[Hit]:
    """A forest leads to its tickets: each is a page of its own."""
    pattern = "%" + re.sub(r"([\\%_])", r"\\\1", words) + "%"
    rows = db.session.execute(
        select(Batch, Project)
        .join(Project, Project.id == Batch.project_id)
        .where(or_(Project.name_zh.ilike(pattern), Project.name_en.ilike(pattern)))
        .order_by(Batch.number)
        .limit(MOST_PROJECTS)
    )
    return [_batch_hit("project", row.Batch, row.Project) for row in rows]


def _batch_hit(kind: str, batch: Batch, project: Project) -> Hit:
    name = i18n.choose(project.name_zh, project.name_en)
    ticket = i18n.text("registry.search.batch", number=batch.number, quantity=quantity_text(batch.issued_kg))
    title, subtitle = (name, ticket) if kind == "project" else (ticket, name)
    return Hit(kind, title, subtitle, f"/registry/batches/{batch.number}", batch.number)
