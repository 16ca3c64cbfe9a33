"""Reads about lost phones, for the two positions that deal with them: masked facts only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.files import queries as files
from backend.identity.models import Person
from backend.identity.people import cases
from backend.identity.people.models import PhoneChange, RealName, Recovery
from backend.kernel import crypto
from backend.kernel.principal import Principal

OF_RECOVERY: Final = "recovery"


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
    return [
        RecoveryListed(row.id, row.state, row.found_by, row.recorded_at, row.decided_at,
                       row.opened_by == principal.person_id, cases.abilities(principal, row))
        for row in cases.newest_first(Recovery, state=state, limit=limit, after=after)
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
        abilities=cases.abilities(principal, case),
    )  # fmt: skip


def evidence_of(recovery_id: UUID) -> Sequence[UUID]:
    return files.attached(OF_RECOVERY, [recovery_id]).get(recovery_id, ())
