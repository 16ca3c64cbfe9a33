"""Reads about lost phones, for the two positions that deal with them: masked facts only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select

from backend.extensions import db
from backend.files import queries as files
from backend.identity.models import Person
from backend.identity.people.models import PhoneChange, RealName, Recovery, RecoveryState
from backend.identity.ports import Waiting
from backend.kernel import clock, crypto
from backend.kernel.principal import Principal, Role

WAITED_LONG: Final = timedelta(hours=24)
OF_RECOVERY: Final = "recovery"
DEAL_WITH_THEM: Final = frozenset({Role.SERVICE_DESK, Role.SECURITY_OFFICER})


@dataclass(frozen=True, slots=True)
class RecoveryListed:
    """A line of the list: nothing of the person yet."""

    recovery_id: UUID
    state: str
    found_by: str
    recorded_at: datetime
    decided_at: datetime | None
    is_mine: bool
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class RecoveryView:
    recovery_id: UUID
    state: str
    found_by: str
    nickname: str
    phone_masked: str
    new_phone_masked: str
    name_masked: str | None
    number_tail: str | None
    reason: str
    refusal: str | None
    objected: bool
    """The person it is about said no, from a device that is signed in."""
    recorded_at: datetime
    decided_at: datetime | None
    due_at: datetime | None
    """When the number changes, or changed."""
    change_state: str | None
    evidence_file_ids: Sequence[UUID]
    is_mine: bool
    abilities: Sequence[str]


def recoveries(
    principal: Principal, *, state: str | None, limit: int, after: tuple[datetime, UUID] | None
) -> list[RecoveryListed]:
    """Newest first."""
    asked = select(Recovery).order_by(Recovery.recorded_at.desc(), Recovery.id.desc()).limit(limit)
    if state is not None:
        asked = asked.where(Recovery.state == state)
    if after is not None:
        recorded_at, last = after
        asked = asked.where(
            or_(Recovery.recorded_at < recorded_at, (Recovery.recorded_at == recorded_at) & (Recovery.id < last))
        )
    return [
        RecoveryListed(row.id, row.state, row.found_by, row.recorded_at, row.decided_at,
                       row.opened_by == principal.person_id, _abilities(principal, row))
        for row in db.session.scalars(asked)
    ]  # fmt: skip


def view(principal: Principal, case: Recovery) -> RecoveryView:
    keys = crypto.keys()
    person, name = db.session.get_one(Person, case.person_id), db.session.get(RealName, case.person_id)
    change = db.session.scalar(select(PhoneChange).where(PhoneChange.recovery_id == case.id))
    refusal = None
    if case.refusal_sealed is not None:
        refusal = keys.decrypt(case.refusal_sealed, context=f"recovery-refusal|{case.id}")
    return RecoveryView(
        recovery_id=case.id, state=case.state, found_by=case.found_by, nickname=person.nickname,
        phone_masked=person.phone_masked, new_phone_masked=case.phone_masked,
        name_masked=name.name_masked if name else None, number_tail=name.number_tail if name else None,
        reason=keys.decrypt(case.reason_sealed, context=f"recovery-reason|{case.id}"), refusal=refusal,
        objected=case.decided_by == case.person_id,
        recorded_at=case.recorded_at, decided_at=case.decided_at, due_at=change.due_at if change else None,
        change_state=change.state if change else None, evidence_file_ids=evidence_of(case.id),
        is_mine=case.opened_by == principal.person_id,
        abilities=_abilities(principal, case),
    )  # fmt: skip


def evidence_of(recovery_id: UUID) -> Sequence[UUID]:
    return files.attached(OF_RECOVERY, [recovery_id]).get(recovery_id, ())


class RecoveryEvidence:
    """Fills ``files.ports.readers``: the two positions see what was brought to the desk, each look at a case noted."""

    def may_read(self, principal: Principal, thing_id: UUID) -> bool:
        return principal.role in DEAL_WITH_THEM


class RecoveryWork:
    """Fills ``identity.ports.work_lists``: what waits for whoever decides. Who opens cases decides none."""

    def waiting_for(self, principal: Principal) -> Waiting | None:
        if principal.role is not Role.SECURITY_OFFICER:
            return None
        waits = (
            Recovery.state == RecoveryState.OPEN,
            Recovery.opened_by != principal.person_id,
            Recovery.person_id != principal.person_id,
        )
        count = db.session.scalar(select(func.count()).select_from(Recovery).where(*waits)) or 0
        long_ago = Recovery.recorded_at <= clock.now() - WAITED_LONG
        due = db.session.scalar(select(func.count()).select_from(Recovery).where(*waits, long_ago)) or 0
        return Waiting("recoveries", count, due, "/office/recoveries")


def _abilities(principal: Principal, case: Recovery) -> Sequence[str]:
    decides = principal.role is Role.SECURITY_OFFICER and principal.person_id not in {case.opened_by, case.person_id}
    return ("approve", "refuse") if decides and case.state == RecoveryState.OPEN else ()
