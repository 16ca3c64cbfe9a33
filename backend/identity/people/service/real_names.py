"""Show by the register of residents who one is: the question is counted before it is asked, the answer kept once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.identity import personal_keys
from backend.identity.people import queries
from backend.identity.people.errors import (
    RealNameCheckedAlready,
    RealNameNoMatch,
    RealNameTaken,
    RealNameTriesUsedUp,
)
from backend.identity.people.models import NameCorrection, RealName, RealNameTry
from backend.identity.people.payloads import KeepRealName, Outcome, RealNameView, VerifyRealName
from backend.identity.people.resident_id import check_character, masked_name
from backend.kernel import clock, crypto, settings
from backend.kernel.errors import DomainError
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.kernel.turns import take_turn
from backend.notifications import service as notifications
from backend.transparency import service as transparency

PURPOSE: Final = "resident-id"


def begin_check(principal: Principal, wish: VerifyRealName) -> UUID:
    """Count a try, of this person and of this number, before the register is asked. Returns its id.

    Nothing here depends on whether the number belongs to an account: who guesses numbers learns nothing from it.
    """
    take_turns(principal.person_id, wish.number)
    if db.session.get(RealName, principal.person_id) is not None:
        raise RealNameCheckedAlready()
    return count_try(principal.person_id, wish.number)


def take_turns(person_id: UUID, number: str) -> None:
    """About this person's name, and about this number."""
    indexes = crypto.keys().blind_indexes(number, purpose=PURPOSE)
    for scope in (str(person_id), *sorted(indexes)):
        take_turn(f"real-name:{scope}")


def count_try(person_id: UUID, number: str) -> UUID:
    """Raises RealNameTriesUsedUp."""
    keys, most = crypto.keys(), queries.most_tries()
    indexes = keys.blind_indexes(number, purpose=PURPOSE)
    if queries.tries_today(person_id) >= most or queries.tries_of_number(indexes) >= most:
        midnight = clock.start_of(clock.today() + timedelta(days=1))
        raise RealNameTriesUsedUp(retry_after_s=int((midnight - clock.now()).total_seconds()) + 1)
    asked = RealNameTry(id=new_id(), person_id=person_id, requested_at=clock.now(), outcome=None,
                        number_index=keys.blind_index(number, purpose=PURPOSE))  # fmt: skip
    db.session.add(asked)
    return asked.id


def note_silence(_: Principal, try_id: UUID) -> None:
    """The register could not say: that costs nobody a try."""
    db.session.get_one(RealNameTry, try_id).outcome = str(Outcome.UNKNOWN)


def keep_real_name(principal: Principal, answered: KeepRealName) -> RealNameView | DomainError:
    """What the register said. A refusal is returned, not raised: the try that it cost must stay written down."""
    wish, person_id = answered.wish, principal.person_id
    take_turns(person_id, wish.number)
    if answered.outcome is Outcome.MATCH and db.session.get(RealName, person_id) is not None:
        raise RealNameCheckedAlready()
    if (refusal := refusal_of(answered, person_id)) is not None:
        return refusal
    _keep(person_id, wish, reference=answered.reference)
    transparency.note(principal, "real-name-checked", {"person": person_id})
    notifications.notify(queries.party_of(person_id), "real-name-checked", {"name": masked_name(wish.name)})
    return queries.real_name(person_id)


def refusal_of(answered: KeepRealName, person_id: UUID) -> DomainError | None:
    """Write down beside its try what the register said. None: the number is this person's, and nobody else's account
    has it or is about to.
    """
    asked = db.session.get_one(RealNameTry, answered.try_id, with_for_update=True)
    if answered.outcome is not Outcome.MATCH:
        asked.outcome = str(answered.outcome)
        return RealNameNoMatch(tries_left=max(0, queries.most_tries() - queries.tries_today(person_id)))
    indexes = crypto.keys().blind_indexes(answered.wish.number, purpose=PURPOSE)
    for kept in (RealName, NameCorrection):
        others = select(kept.person_id).where(kept.number_index.in_(indexes), kept.person_id != person_id)
        if db.session.scalar(others) is not None:
            asked.outcome = "taken"
            return RealNameTaken()
    asked.outcome = str(Outcome.MATCH)
    return None


def seed_real_name(person_id: UUID, *, name: str, born_on: date) -> None:
    """A checked name for a person of the demo county, once; of a number that nobody can have. Never in production."""
    if settings.current().is_production:
        raise AssertionError("names are confirmed by the register of residents")
    if db.session.get(RealName, person_id) is not None:
        return
    seventeen = f"350421{born_on:%Y%m%d}000"
    number = seventeen + check_character(seventeen)
    _keep(person_id, VerifyRealName(name, number, born_on), reference="demo")


def _keep(person_id: UUID, wish: VerifyRealName, *, reference: str) -> None:
    keys = crypto.keys()
    db.session.add(
        RealName(
            person_id=person_id, name_sealed=personal_keys.seal(person_id, personal_keys.NAME, wish.name),
            name_masked=masked_name(wish.name),
            born_sealed=personal_keys.seal(person_id, personal_keys.BORN, wish.born_on.isoformat()),
            number_index=keys.blind_index(wish.number, purpose=PURPOSE), number_tail=wish.number[-4:],
            checked_at=clock.now(), check_reference=reference,
        )
    )  # fmt: skip
    db.session.flush()


def person_by_resident_id(number: str) -> UUID | None:
    """Whose number it is; asked by officers alone."""
    indexes = crypto.keys().blind_indexes(number, purpose=PURPOSE)
    return db.session.scalar(select(RealName.person_id).where(RealName.number_index.in_(indexes)))
