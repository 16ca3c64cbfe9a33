"""Reads about names that are corrected at the desk: masked facts only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from backend.extensions import db
from backend.files import queries as files
from backend.identity.models import Person
from backend.identity.people import cases
from backend.identity.people.models import NameCorrection
from backend.kernel import crypto
from backend.kernel.principal import Principal

OF_NAME_CORRECTION: Final = "name-correction"


@dataclass(frozen=True, slots=True)
class NameCorrectionListed:
    """A line of the list: nothing of the person yet."""

    name_correction_id: UUID
    state: str
    recorded_at: datetime
    decided_at: datetime | None
    is_mine: bool
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class NameCorrectionView:
    name_correction_id: UUID
    state: str
    nickname: str
    phone_masked: str
    name_masked: str
    """As it was when the case was opened."""
    number_tail: str
    new_name_masked: str
    new_number_tail: str
    reason: str
    refusal: str | None
    recorded_at: datetime
    decided_at: datetime | None
    evidence_file_ids: Sequence[UUID]
    is_mine: bool
    abilities: Sequence[str]


def name_corrections(
    principal: Principal, *, state: str | None, limit: int, after: tuple[datetime, UUID] | None
) -> list[NameCorrectionListed]:
    return [
        NameCorrectionListed(case.id, case.state, case.recorded_at, case.decided_at,
                             case.opened_by == principal.person_id, cases.abilities(principal, case))
        for case in cases.newest_first(NameCorrection, state=state, limit=limit, after=after)
    ]  # fmt: skip


def view(principal: Principal, case: NameCorrection) -> NameCorrectionView:
    keys, person = crypto.keys(), db.session.get_one(Person, case.person_id)
    refusal = None
    if case.refusal_sealed is not None:
        refusal = keys.decrypt(case.refusal_sealed, context=f"name-correction-refusal|{case.id}")
    return NameCorrectionView(
        name_correction_id=case.id, state=case.state, nickname=person.nickname, phone_masked=person.phone_masked,
        name_masked=case.old_name_masked, number_tail=case.old_number_tail, new_name_masked=case.name_masked,
        new_number_tail=case.number_tail,
        reason=keys.decrypt(case.reason_sealed, context=f"name-correction-reason|{case.id}"), refusal=refusal,
        recorded_at=case.recorded_at, decided_at=case.decided_at,
        evidence_file_ids=files.attached(OF_NAME_CORRECTION, [case.id]).get(case.id, ()),
        is_mine=case.opened_by == principal.person_id, abilities=cases.abilities(principal, case),
    )  # fmt: skip
