"""The way back for somebody whose phone is lost: two officers, a day's wait, and a message to the old number."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.files import service as files
from backend.identity.people import cases, disclosures, invited, queries, recovery_queries
from backend.identity.people.errors import (
    PhoneChangeWaiting,
    PhoneUnchanged,
    RecoveryDecided,
    RecoveryNotFound,
    RecoveryPersonNotFound,
    RecoverySameOfficer,
    RecoveryThere,
)
from backend.identity.people.models import PhoneChange, PhoneChangeState, Recovery, RecoveryState
from backend.identity.people.payloads import OpenRecovery, RefuseRecovery, Seen
from backend.identity.people.queries import PhoneChanges
from backend.identity.people.recovery_queries import OF_RECOVERY, RecoveryView
from backend.identity.people.service import phone_changes
from backend.identity.people.service.real_names import person_by_resident_id
from backend.identity.service.registering import person_by_phone, phone_of
from backend.kernel import clock, crypto, outbox, phones
from backend.kernel.errors import DomainError
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.kernel.turns import take_turn
from backend.notifications import service as notifications
from backend.transparency import service as transparency

SMS_TOPIC: Final = "sms"
SHOWN: Final = ("nickname", "phone-masked", "name-masked", "resident-id-tail")


def open_recovery(principal: Principal, wish: OpenRecovery) -> RecoveryView | DomainError:
    """Find the person by what they show, and write down what they ask for. Looking is told to that person.

    What the search itself says no to is returned, not raised: an officer who tries numbers leaves a line for each.
    The files are looked at before anybody is looked for, so that a wrong one undoes nothing.
    """
    for file_id in wish.evidence_file_ids:
        files.attachable(principal, file_id)
    person_id = person_by_resident_id(wish.number) if wish.number else person_by_phone(wish.phone or "")
    if person_id is None:
        return _tried(principal, None, RecoveryPersonNotFound())
    if (refusal := _why_not(principal, wish, person_id)) is not None:
        return _tried(principal, person_id, refusal)
    case_id, keys = new_id(), crypto.keys()
    case = Recovery(
        id=case_id, person_id=person_id, phone_sealed=invited.sealed(wish.new_phone, context=f"recovery|{case_id}"),
        phone_index=invited.index_of(wish.new_phone), phone_masked=phones.masked(wish.new_phone),
        reason_sealed=keys.encrypt(wish.reason, context=f"recovery-reason|{case_id}"),
        found_by="resident-id" if wish.number else "phone", state=RecoveryState.OPEN, recorded_at=clock.now(),
        opened_by=principal.person_id, opened_at_party=principal.party_id,
    )  # fmt: skip
    db.session.add(case)
    db.session.flush()
    for file_id in wish.evidence_file_ids:
        files.attach(principal, file_id, thing_kind=OF_RECOVERY, thing_id=case_id)
    _tell(case, "recovery-opened")
    transparency.note(principal, "recovery-opened", {"recovery": case_id})
    return _shown(principal, case)


def _why_not(principal: Principal, wish: OpenRecovery, person_id: UUID) -> DomainError | None:
    if person_id == principal.person_id:
        return RecoverySameOfficer()
    if wish.new_phone == phone_of(person_id):
        return PhoneUnchanged()
    take_turn(f"recovery:{person_id}")
    if db.session.scalar(select(Recovery.id).where(Recovery.person_id == person_id, Recovery.state == "open")):
        return RecoveryThere()
    return None


def _tried(principal: Principal, person_id: UUID | None, refusal: DomainError) -> DomainError:
    """The refusal says that somebody has an account, or that nobody has: a look like any other."""
    transparency.note(principal, "recovery-tried", {"person": person_id, "outcome": refusal.code})
    if person_id is not None:
        disclosures.note(principal, person_id, Seen(("account-state",), "recovery"))
    return refusal


def look_at_recovery(principal: Principal, recovery_id: UUID) -> RecoveryView:
    """A look is a command: it leaves a line for the person it is about."""
    case = db.session.get(Recovery, recovery_id)
    if case is None:
        raise RecoveryNotFound()
    return _shown(principal, case)


def approve_recovery(principal: Principal, recovery_id: UUID) -> RecoveryView:
    """The number changes after the hold; until then whoever still has a device can object."""
    case = _to_decide(principal, recovery_id)
    take_turn(f"phone-change:{case.person_id}")
    waiting = db.session.scalar(
        select(PhoneChange).where(PhoneChange.person_id == case.person_id,
                                  PhoneChange.state == PhoneChangeState.WAITING)
    )  # fmt: skip
    if waiting is not None:
        raise PhoneChangeWaiting(due_at=waiting.due_at.astimezone(clock.PROGRAMME_ZONE).isoformat())
    _decide(principal, case, RecoveryState.APPROVED)
    new_phone = crypto.keys().decrypt(case.phone_sealed, context=f"recovery|{case.id}")
    change = phone_changes.begin(case.person_id, new_phone, recovery_id=case.id)
    transparency.note(principal, "recovery-approved", {"recovery": case.id, "phone_change": change.id})
    return _shown(principal, case)


def refuse_recovery(principal: Principal, wish: RefuseRecovery) -> RecoveryView:
    case = _to_decide(principal, wish.recovery_id)
    case.refusal_sealed = crypto.keys().encrypt(wish.reason, context=f"recovery-refusal|{case.id}")
    _refuse(principal, case)
    transparency.note(principal, "recovery-refused", {"recovery": case.id})
    return _shown(principal, case)


def object_to_recovery(principal: Principal, _: None = None) -> PhoneChanges:
    """The person it is about has asked for nothing: they end the case themselves, before an officer decides."""
    case = db.session.scalar(
        select(Recovery)
        .where(Recovery.person_id == principal.person_id, Recovery.state == RecoveryState.OPEN)
        .with_for_update()
    )
    if case is None:
        raise RecoveryNotFound()
    _refuse(principal, case)
    transparency.note(principal, "recovery-objected", {"recovery": case.id})
    return queries.phone_changes(principal.person_id)


def _refuse(principal: Principal, case: Recovery) -> None:
    _decide(principal, case, RecoveryState.REFUSED)
    _tell(case, "recovery-refused")
    new_phone = crypto.keys().decrypt(case.phone_sealed, context=f"recovery|{case.id}")
    outbox.send(SMS_TOPIC, {"phone": new_phone, "template": "phone-change-new-cancelled"})


def _to_decide(principal: Principal, recovery_id: UUID) -> Recovery:
    case = db.session.get(Recovery, recovery_id, with_for_update=True)
    if case is None:
        raise RecoveryNotFound()
    if cases.is_a_party_to(principal, case):
        raise RecoverySameOfficer()
    if case.state != RecoveryState.OPEN:
        raise RecoveryDecided(state=case.state)
    return case


def _decide(principal: Principal, case: Recovery, state: RecoveryState) -> None:
    case.state, case.decided_at, case.decided_by = state, clock.now(), principal.person_id
    db.session.flush()


def _shown(principal: Principal, case: Recovery) -> RecoveryView:
    view = recovery_queries.view(principal, case)
    kinds = (*SHOWN, "files") if view.evidence_file_ids else SHOWN
    disclosures.note(principal, case.person_id, Seen(kinds, "recovery"))
    return view


def _tell(case: Recovery, template: str) -> None:
    """To the account and its old number, whoever holds it: that is how a theft at the desk is noticed."""
    notifications.notify(queries.party_of(case.person_id), template, {"new_number": case.phone_masked},
                         also_sms=True)  # fmt: skip
