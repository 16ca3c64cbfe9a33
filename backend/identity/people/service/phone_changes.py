"""Another number for an account: asked for, held for a day, announced to the old number, and then carried out."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update

from backend.extensions import db
from backend.identity import personal_keys
from backend.identity.models import Passkey, Person, RecoveryCode, SignIn, TotpFactor
from backend.identity.people import invited, queries
from backend.identity.people.errors import PhoneChangeNotFound, PhoneChangeOver, PhoneChangeWaiting, PhoneUnchanged
from backend.identity.people.models import PhoneChange, PhoneChangeState
from backend.identity.people.payloads import RequestPhoneChange
from backend.identity.people.queries import PhoneChangeView
from backend.identity.service.registering import person_by_phone, phone_of, take_turns_about
from backend.identity.service.signing_in import check_sms_code
from backend.kernel import clock, crypto, outbox, phones
from backend.kernel.errors import DomainError
from backend.kernel.ids import new_id
from backend.kernel.principal import SYSTEM, Principal
from backend.kernel.turns import take_turn
from backend.notifications import service as notifications
from backend.releases.queries import whole
from backend.transparency import service as transparency

SMS_TOPIC: Final = "sms"
CHANGED: Final = "phone-changed"
BATCH: Final = 50


def request_phone_change(principal: Principal, wish: RequestPhoneChange) -> PhoneChangeView | DomainError:
    """A code that the new number has received begins it. Whether that number has an account already, nobody is told
    and nothing looks for until the day is over. A wrong code is returned: the try that it cost stays written down."""
    new_phone = check_sms_code(wish.challenge_id, wish.code)
    if isinstance(new_phone, DomainError):
        return new_phone
    if new_phone == phone_of(principal.person_id):
        return PhoneUnchanged()
    take_turn(f"phone-change:{principal.person_id}")
    waiting = _waiting_of(principal.person_id)
    if waiting is not None:
        return PhoneChangeWaiting(due_at=waiting.due_at.astimezone(clock.PROGRAMME_ZONE).isoformat())
    change = begin(principal.person_id, new_phone, sign_in_id=principal.session_id)
    transparency.note(principal, "phone-change-requested", {"phone_change": change.id})
    return queries.phone_change(change)


def begin(
    person_id: UUID, new_phone: str, *, sign_in_id: UUID | None = None, recovery_id: UUID | None = None
) -> PhoneChange:
    """Write down what comes, and tell both numbers at once."""
    change_id, now = new_id(), clock.now()
    hours = whole("phone_change.hold_hours", clock.today())
    change = PhoneChange(
        id=change_id, person_id=person_id, phone_masked=phones.masked(new_phone), sign_in_id=sign_in_id,
        phone_sealed=invited.sealed(new_phone, context=f"phone-change|{change_id}"),
        phone_index=invited.index_of(new_phone), recovery_id=recovery_id, state=PhoneChangeState.WAITING,
        recorded_at=now, due_at=now + timedelta(hours=hours),
    )  # fmt: skip
    db.session.add(change)
    db.session.flush()
    facts = {"new_number": change.phone_masked, "hours": hours}
    notifications.notify(queries.party_of(person_id), "phone-change-begun", facts, also_sms=True)
    outbox.send(SMS_TOPIC, {"phone": new_phone, "template": "phone-change-new", "hours": hours})
    return change


def cancel_phone_change(principal: Principal, change_id: UUID) -> PhoneChangeView:
    """From any device that is signed in, also one that the office reset will sign out."""
    change = db.session.get(PhoneChange, change_id, with_for_update=True)
    if change is None or change.person_id != principal.person_id:
        raise PhoneChangeNotFound()
    if change.state != PhoneChangeState.WAITING:
        raise PhoneChangeOver(state=change.state)
    _end(change, PhoneChangeState.CANCELLED)
    _tell(change, "phone-change-cancelled", also_sms=True)
    new_phone = crypto.keys().decrypt(change.phone_sealed, context=f"phone-change|{change.id}")
    outbox.send(SMS_TOPIC, {"phone": new_phone, "template": "phone-change-new-cancelled"})
    transparency.note(principal, "phone-change-cancelled", {"phone_change": change.id})
    return queries.phone_change(change)


def carry_out_due() -> int:
    """Carry out what has waited long enough. Returns how many ended, one way or the other."""
    due = db.session.scalars(
        select(PhoneChange)
        .where(PhoneChange.state == PhoneChangeState.WAITING, PhoneChange.due_at <= clock.now())
        .order_by(PhoneChange.due_at, PhoneChange.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for change in due:
        _carry_out(change)
    return len(due)


def _carry_out(change: PhoneChange) -> None:
    new_phone = crypto.keys().decrypt(change.phone_sealed, context=f"phone-change|{change.id}")
    take_turns_about(new_phone)  # as whoever opens an account for it does
    if person_by_phone(new_phone) is not None:
        _end(change, PhoneChangeState.FAILED)
        _tell(change, "phone-change-failed", also_sms=True)
        outbox.send(SMS_TOPIC, {"phone": new_phone, "template": "phone-change-new-failed"})
        return
    old_phone = phone_of(change.person_id)
    person = db.session.get_one(Person, change.person_id, with_for_update=True)
    person.phone_sealed = personal_keys.seal(person.id, personal_keys.PHONE, new_phone)
    person.phone_index, person.phone_masked = invited.index_of(new_phone), phones.masked(new_phone)
    _end(change, PhoneChangeState.DONE)
    _sign_out(change)
    if change.recovery_id is not None:
        _take_second_factors_away(person.id)
    _tell(change, "phone-changed")
    for phone in (old_phone, new_phone):
        outbox.send(
            SMS_TOPIC, {"phone": phone, "template": "phone-changed-numbers", "phone_tail": phones.tail(new_phone)}
        )
    transparency.note(SYSTEM, "phone-changed", {"phone_change": change.id, "person": person.id})


def _sign_out(change: PhoneChange) -> None:
    """Everywhere but where it was asked for."""
    live = (SignIn.person_id == change.person_id, SignIn.ended_at.is_(None))
    kept = (SignIn.id != change.sign_in_id,) if change.sign_in_id else ()
    db.session.execute(update(SignIn).where(*live, *kept).values(ended_at=clock.now(), end_reason=CHANGED))


def _take_second_factors_away(person_id: UUID) -> None:
    for table in (TotpFactor, RecoveryCode, Passkey):
        db.session.execute(delete(table).where(table.person_id == person_id))


def _waiting_of(person_id: UUID) -> PhoneChange | None:
    return db.session.scalar(
        select(PhoneChange).where(PhoneChange.person_id == person_id, PhoneChange.state == PhoneChangeState.WAITING)
    )


def _end(change: PhoneChange, state: PhoneChangeState) -> None:
    change.state, change.ended_at = state, clock.now()
    db.session.flush()


def _tell(change: PhoneChange, template: str, *, also_sms: bool = False) -> None:
    notifications.notify(queries.party_of(change.person_id), template, {"new_number": change.phone_masked},
                         also_sms=also_sms)  # fmt: skip
