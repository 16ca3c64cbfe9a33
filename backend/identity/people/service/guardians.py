"""A minor names a guardian by number; the guardian takes it on in their own account; either of them ends it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select, update

from backend.extensions import db
from backend.identity.errors import GuardianNeeded
from backend.identity.models import Person
from backend.identity.people import ages, invited, queries
from backend.identity.people.errors import (
    ConsentVersionUnknown,
    GuardianshipNotFound,
    GuardianshipOver,
    GuardianThere,
    GuardianTooYoung,
    NotAMinor,
    OneselfNot,
    RealNameNeeded,
)
from backend.identity.people.models import Guardianship, RealName
from backend.identity.people.payloads import AcceptGuardianship, Act, NameGuardian
from backend.identity.people.queries import GuardiansView
from backend.identity.service.writing_to_numbers import refuse_floods
from backend.kernel import clock, phones
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.kernel.turns import take_turn
from backend.notifications import service as notifications
from backend.transparency import service as transparency

OPEN_FOR: Final = timedelta(days=7)


def my_guardians(principal: Principal, _: None = None) -> GuardiansView:
    return queries.guardians(principal.person_id, invited.own_indexes(principal.person_id))


def name_guardian(principal: Principal, wish: NameGuardian) -> GuardiansView:
    """Ask whoever has the number. Known and unknown numbers are asked alike."""
    age, of_age = ages.age_of(principal.person_id), ages.age_below(Act.BUY)
    if age is None or age >= of_age:
        raise NotAMinor(age=of_age)
    if set(invited.own_indexes(principal.person_id)) & set(invited.indexes_of(wish.phone)):
        raise OneselfNot()
    refuse_floods(principal.person_id, wish.phone)
    take_turn(f"guardian:{principal.person_id}")
    now = clock.now()
    mine = (Guardianship.minor_id == principal.person_id, Guardianship.ended_at.is_(None))
    db.session.execute(
        update(Guardianship)
        .where(*mine, Guardianship.accepted_at.is_(None), Guardianship.expires_at <= now)
        .values(ended_at=now)
    )
    if db.session.scalar(select(Guardianship.id).where(*mine)) is not None:
        raise GuardianThere()
    guardianship_id = new_id()
    db.session.add(
        Guardianship(
            id=guardianship_id, minor_id=principal.person_id, recorded_at=now, expires_at=now + OPEN_FOR,
            phone_sealed=invited.sealed(wish.phone, context=f"guardianship|{guardianship_id}"),
            phone_index=invited.index_of(wish.phone), phone_masked=phones.masked(wish.phone),
        )
    )  # fmt: skip
    db.session.flush()
    invited.tell(wish.phone, sms="guardian-asked", notice="guardian-wanted", days=OPEN_FOR.days,
                 nickname=queries.nickname_of(principal.person_id), expires_at=now + OPEN_FOR)  # fmt: skip
    transparency.note(principal, "guardian-named", {"guardianship": guardianship_id})
    return my_guardians(principal)


def accept_guardianship(principal: Principal, wish: AcceptGuardianship) -> GuardiansView:
    """Consent for a minor: an adult whose name the register has confirmed, to a text of this version."""
    asked = _asked_of_me(principal, wish.guardianship_id)
    current = queries.consent_text().version
    if wish.consent_version != current:
        raise ConsentVersionUnknown(current=current)
    if db.session.get(RealName, principal.person_id) is None:
        raise RealNameNeeded()
    age, of_age = ages.age_of(principal.person_id), ages.age_below(Act.BUY)
    if age is None or age < of_age:
        raise GuardianTooYoung(age=of_age)
    if asked.minor_id == principal.person_id:
        raise OneselfNot()
    asked.guardian_id, asked.consent_version, asked.accepted_at = principal.person_id, current, clock.now()
    db.session.flush()
    _tell(asked.minor_id, "guardian-accepted", queries.nickname_of(principal.person_id))
    _tell(principal.person_id, "ward-accepted", queries.nickname_of(asked.minor_id))
    transparency.note(principal, "guardianship-accepted", {"guardianship": asked.id, "consent": current})
    return my_guardians(principal)


def decline_guardianship(principal: Principal, guardianship_id: UUID) -> GuardiansView:
    asked = _asked_of_me(principal, guardianship_id)
    asked.ended_at, asked.ended_by = clock.now(), principal.person_id
    _tell(asked.minor_id, "guardian-declined", asked.phone_masked)
    return my_guardians(principal)


def end_guardianship(principal: Principal, guardianship_id: UUID) -> GuardiansView:
    """From now on nobody consents for the minor; either side may."""
    found = db.session.get(Guardianship, guardianship_id, with_for_update=True)
    if found is None or principal.person_id not in {found.minor_id, found.guardian_id}:
        raise GuardianshipNotFound()
    if found.ended_at is not None:
        raise GuardianshipOver()
    found.ended_at, found.ended_by = clock.now(), principal.person_id
    db.session.flush()
    if found.guardian_id is not None:
        minor, guardian = queries.nickname_of(found.minor_id), queries.nickname_of(found.guardian_id)
        _tell(found.minor_id, "guardian-ended", guardian)
        _tell(found.guardian_id, "ward-ended", minor)
    transparency.note(principal, "guardianship-ended", {"guardianship": found.id})
    return my_guardians(principal)


def may_record(principal: Principal) -> None:
    """Asked by whatever writes down what a person does. Raises GuardianNeeded."""
    _refuse_unguarded(principal, Act.RECORD)


def may_buy(principal: Principal) -> None:
    """Asked by whatever takes a person's money. Raises GuardianNeeded."""
    _refuse_unguarded(principal, Act.BUY)


def _refuse_unguarded(principal: Principal, act: Act) -> None:
    """Whether a person may do this without somebody who answers for them.

    Whose age nobody has checked counts as of age (docs/questions.md); what an organisation does is its own affair.
    """
    person_id = db.session.scalar(select(Person.id).where(Person.party_id == principal.party_id))
    if person_id is None:
        return
    age, below = ages.age_of(person_id), ages.age_below(act)
    if age is not None and age < below and not queries.guarded(person_id):
        raise GuardianNeeded(age=below)


def _asked_of_me(principal: Principal, guardianship_id: UUID) -> Guardianship:
    indexes = invited.own_indexes(principal.person_id)
    found = db.session.get(Guardianship, guardianship_id, with_for_update=True)
    if found is None or found.phone_index not in indexes:
        raise GuardianshipNotFound()
    if found.accepted_at is not None or found.ended_at is not None or found.expires_at <= clock.now():
        raise GuardianshipOver()
    return found


def _tell(person_id: UUID, template: str, whom: str) -> None:
    notifications.notify(queries.party_of(person_id), template, {"nickname": whom})
