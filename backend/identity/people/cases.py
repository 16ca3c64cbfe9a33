"""A case at the desk: one officer opens it, another decides, and neither is whom it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias, TypeVar
from uuid import UUID

from sqlalchemy import func, or_, select

from backend.extensions import db
from backend.identity.people.models import NameCorrection, Recovery
from backend.identity.ports import Waiting
from backend.kernel import clock
from backend.kernel.principal import Principal, Role

Case: TypeAlias = Recovery | NameCorrection
Some = TypeVar("Some", Recovery, NameCorrection)

OPEN: Final = "open"
WAITED_LONG: Final = timedelta(hours=24)
DEAL_WITH_THEM: Final = frozenset({Role.SERVICE_DESK, Role.SECURITY_OFFICER})


def newest_first(
    table: type[Some], *, state: str | None, limit: int, after: tuple[datetime, UUID] | None
) -> Sequence[Some]:
    asked = select(table).order_by(table.recorded_at.desc(), table.id.desc()).limit(limit)
    if state is not None:
        asked = asked.where(table.state == state)
    if after is not None:
        recorded_at, last = after
        asked = asked.where(
            or_(table.recorded_at < recorded_at, (table.recorded_at == recorded_at) & (table.id < last))
        )
    return db.session.scalars(asked).all()


def is_a_party_to(principal: Principal, case: Case) -> bool:
    """Whoever opened it, or whose account it is, does not decide it."""
    return principal.person_id in {case.opened_by, case.person_id}


def abilities(principal: Principal, case: Case) -> Sequence[str]:
    decides = principal.role is Role.SECURITY_OFFICER and not is_a_party_to(principal, case)
    return ("approve", "refuse") if decides and case.state == OPEN else ()


class CaseEvidence:
    """Fills ``files.ports.readers``: the two positions see what was brought to the desk, each look at a case noted."""

    def may_read(self, principal: Principal, thing_id: UUID) -> bool:
        return principal.role in DEAL_WITH_THEM


class CaseWork:
    """Fills ``identity.ports.work_lists``: what waits for whoever decides. Who opens cases decides none."""

    def __init__(self, table: type[Case], kind: str) -> None:
        self._table, self._kind = table, kind

    def waiting_for(self, principal: Principal) -> Waiting | None:
        if principal.role is not Role.SECURITY_OFFICER:
            return None
        table = self._table
        waits = (
            table.state == OPEN, table.opened_by != principal.person_id, table.person_id != principal.person_id
        )  # fmt: skip
        count = db.session.scalar(select(func.count()).select_from(table).where(*waits)) or 0
        long_ago = table.recorded_at <= clock.now() - WAITED_LONG
        due = db.session.scalar(select(func.count()).select_from(table).where(*waits, long_ago)) or 0
        return Waiting(self._kind, count, due, f"/office/{self._kind}")


WORK: Final = {kind: CaseWork(table, kind) for kind, table in (
    ("recoveries", Recovery), ("name-corrections", NameCorrection),
)}  # fmt: skip
"""By the names of their pages."""
