"""A checked name is wrong: two officers, and the register of residents, which alone says what it becomes."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.files import service as files
from backend.identity import personal_keys
from backend.identity.people import cases, disclosures, name_correction_queries, queries
from backend.identity.people.errors import (
    NameCorrectionDecided,
    NameCorrectionNotFound,
    NameCorrectionPersonNotFound,
    NameCorrectionSameOfficer,
    NameCorrectionThere,
    NameNotChecked,
    NameUnchanged,
    RealNameTaken,
)
from backend.identity.people.models import NameCorrection, NameCorrectionState, RealName
from backend.identity.people.name_correction_queries import OF_NAME_CORRECTION, NameCorrectionView
from backend.identity.people.payloads import (
    CorrectionBegun,
    CorrectionHeard,
    OpenNameCorrection,
    RefuseNameCorrection,
    Seen,
)
from backend.identity.people.resident_id import masked_name
from backend.identity.people.service import real_names
from backend.identity.service.registering import person_by_phone
from backend.kernel import clock, crypto
from backend.kernel.errors import DomainError
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.kernel.turns import take_turn
from backend.notifications import service as notifications
from backend.transparency import service as transparency

SHOWN: Final = ("nickname", "phone-masked", "name-masked", "resident-id-tail", "files")


def begin_correction(principal: Principal, wish: OpenNameCorrection) -> CorrectionBegun | DomainError:
    """Find whose name it is, and count a try, before the register is asked.

    What the search says no to is returned, not raised: an officer who tries numbers leaves a line for each.
    """
    for file_id in wish.evidence_file_ids:
        files.attachable(principal, file_id)
    person_id = person_by_phone(wish.phone)
    if person_id is None:
        return _tried(principal, None, NameCorrectionPersonNotFound())
    real_names.take_turns(person_id, wish.confirm.number)
    if (refusal := _why_not(principal, wish, person_id)) is not None:
        return _tried(principal, person_id, refusal)
    return CorrectionBegun(person_id, real_names.count_try(person_id, wish.confirm.number))


def open_correction(principal: Principal, heard: CorrectionHeard) -> NameCorrectionView | DomainError:
    """Write down what the register has confirmed; it counts when another officer agrees. The person is told."""
    wish, person_id = heard.wish, heard.person_id
    real_names.take_turns(person_id, wish.confirm.number)
    refusal = real_names.refusal_of(heard.answered, person_id) or _why_not(principal, wish, person_id)
    if refusal is not None:
        return _tried(principal, person_id, refusal)
    case_id, keys, confirm = new_id(), crypto.keys(), wish.confirm
    now = db.session.get_one(RealName, person_id)
    case = NameCorrection(
        id=case_id, person_id=person_id, old_name_masked=now.name_masked, old_number_tail=now.number_tail,
        name_sealed=personal_keys.seal(person_id, personal_keys.NEXT_NAME, confirm.name),
        born_sealed=personal_keys.seal(person_id, personal_keys.NEXT_BORN, confirm.born_on.isoformat()),
        number_index=keys.blind_index(confirm.number, purpose=real_names.PURPOSE),
        name_masked=masked_name(confirm.name), number_tail=confirm.number[-4:],
        check_reference=heard.answered.reference,
        reason_sealed=keys.encrypt(wish.reason, context=f"name-correction-reason|{case_id}"),
        state=NameCorrectionState.OPEN, recorded_at=clock.now(), opened_by=principal.person_id,
        opened_at_party=principal.party_id,
    )  # fmt: skip
    db.session.add(case)
    db.session.flush()
    for file_id in wish.evidence_file_ids:
        files.attach(principal, file_id, thing_kind=OF_NAME_CORRECTION, thing_id=case_id)
    _tell(case, "name-correction-opened")
    transparency.note(principal, "name-correction-opened", {"name_correction": case_id})
    return _shown(principal, case)


def _why_not(principal: Principal, wish: OpenNameCorrection, person_id: UUID) -> DomainError | None:
    if person_id == principal.person_id:
        return NameCorrectionSameOfficer()
    now = db.session.get(RealName, person_id)
    if now is None:
        return NameNotChecked()
    mine = NameCorrection.person_id == person_id, NameCorrection.state == NameCorrectionState.OPEN
    if db.session.scalar(select(NameCorrection.id).where(*mine)) is not None:
        return NameCorrectionThere()
    indexes = crypto.keys().blind_indexes(wish.confirm.number, purpose=real_names.PURPOSE)
    name = personal_keys.unseal(person_id, personal_keys.NAME, now.name_sealed)
    return NameUnchanged() if now.number_index in indexes and name == wish.confirm.name else None


def _tried(principal: Principal, person_id: UUID | None, refusal: DomainError) -> DomainError:
    """The refusal says something of somebody's account, or that there is none: a look like any other."""
    transparency.note(principal, "name-correction-tried", {"person": person_id, "outcome": refusal.code})
    if person_id is not None:
        disclosures.note(principal, person_id, Seen(("account-state",), "name-correction"))
    return refusal


def look_at_correction(principal: Principal, case_id: UUID) -> NameCorrectionView:
    """A look is a command: it leaves a line for the person it is about."""
    case = db.session.get(NameCorrection, case_id)
    if case is None:
        raise NameCorrectionNotFound()
    return _shown(principal, case)


def approve_correction(principal: Principal, case_id: UUID) -> NameCorrectionView:
    """From now on it is what the register has confirmed. Raises RealNameTaken: one person, one account."""
    case = _to_decide(principal, case_id)
    person_id = case.person_id
    assert case.name_sealed is not None, "a case that is open"
    assert case.born_sealed is not None, "as above"
    assert case.number_index is not None, "as above"
    name = db.session.get_one(RealName, person_id, with_for_update=True)
    other = RealName.number_index == case.number_index, RealName.person_id != person_id
    if db.session.scalar(select(RealName.person_id).where(*other)) is not None:
        raise RealNameTaken()
    said = personal_keys.unseal(person_id, personal_keys.NEXT_NAME, case.name_sealed)
    born = personal_keys.unseal(person_id, personal_keys.NEXT_BORN, case.born_sealed)
    name.name_sealed = personal_keys.seal(person_id, personal_keys.NAME, said)
    name.born_sealed = personal_keys.seal(person_id, personal_keys.BORN, born)
    name.name_masked, name.number_tail, name.number_index = case.name_masked, case.number_tail, case.number_index
    name.checked_at, name.check_reference = case.recorded_at, case.check_reference
    _decide(principal, case, NameCorrectionState.APPROVED)
    _tell(case, "name-corrected")
    transparency.note(principal, "name-correction-approved", {"name_correction": case.id})
    return _shown(principal, case)


def refuse_correction(principal: Principal, wish: RefuseNameCorrection) -> NameCorrectionView:
    case = _to_decide(principal, wish.name_correction_id)
    case.refusal_sealed = crypto.keys().encrypt(wish.reason, context=f"name-correction-refusal|{case.id}")
    _decide(principal, case, NameCorrectionState.REFUSED)
    _tell(case, "name-correction-refused")
    transparency.note(principal, "name-correction-refused", {"name_correction": case.id})
    return _shown(principal, case)


def _to_decide(principal: Principal, case_id: UUID) -> NameCorrection:
    person_id = db.session.scalar(select(NameCorrection.person_id).where(NameCorrection.id == case_id))
    if person_id is None:
        raise NameCorrectionNotFound()
    take_turn(f"real-name:{person_id}")
    case = db.session.get_one(NameCorrection, case_id, with_for_update=True)
    if cases.is_a_party_to(principal, case):
        raise NameCorrectionSameOfficer()
    if case.state != NameCorrectionState.OPEN:
        raise NameCorrectionDecided(state=case.state)
    return case


def _decide(principal: Principal, case: NameCorrection, state: NameCorrectionState) -> None:
    """What waited is needed no longer, nor is its number kept from anybody else."""
    case.state, case.decided_at, case.decided_by = state, clock.now(), principal.person_id
    case.name_sealed = case.born_sealed = case.number_index = None
    db.session.flush()


def _shown(principal: Principal, case: NameCorrection) -> NameCorrectionView:
    disclosures.note(principal, case.person_id, Seen(SHOWN, "name-correction"))
    return name_correction_queries.view(principal, case)


def _tell(case: NameCorrection, template: str) -> None:
    notifications.notify(queries.party_of(case.person_id), template, {"name": case.name_masked}, also_sms=True)
