"""Passkeys: a device signs what it is asked, once its owner has shown it a finger, a face or a PIN (WebAuthn).

The public half is kept here, the private half never leaves the device (or its owner's other devices).
`ceremonies` is imported where a passkey is met: its library would take a seventh of every process's start.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select

from backend.extensions import db
from backend.identity import queries
from backend.identity.errors import (
    PasskeyChallengeDead,
    PasskeyCounterBack,
    PasskeyNotFound,
    PasskeyRefused,
    SecondFactorMissing,
    TooManyPasskeys,
)
from backend.identity.models import Passkey, PasskeyChallenge, Person
from backend.identity.payloads import AddPasskey, Assertion, PasskeyAsked, RenamePasskey
from backend.identity.queries import PasskeyView
from backend.identity.service.standing import (
    after_a_factor_has_gone,
    mark,
    must_show_what_there_is,
    take_turn_about_factors,
)
from backend.kernel import chance, clock
from backend.kernel.errors import DomainError
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal, Proof
from backend.notifications import service as notifications
from backend.transparency import service as transparency

REGISTER: Final = "register"
PROVE: Final = "prove"
CHALLENGE_LIFE: Final = timedelta(minutes=5)
CHALLENGES_AT_ONCE: Final = 5
"""Of one person for one purpose: as many windows may ask at the same time; the oldest makes room."""

MOST_PASSKEYS: Final = 10


def begin_passkey(principal: Principal, _: None = None) -> PasskeyAsked:
    """What the browser asks a device to make a passkey with."""
    must_show_what_there_is(principal)
    person = db.session.get_one(Person, principal.person_id)
    known = _of(principal.person_id)
    if len(known) >= MOST_PASSKEYS:
        raise TooManyPasskeys(passkeys_at_most=MOST_PASSKEYS)
    from backend.identity import ceremonies

    asked = _challenge(principal, REGISTER)
    options = ceremonies.asked_of_a_new_one(
        asked.challenge, person.id.bytes, name=person.phone_masked, shown=person.nickname or person.phone_masked,
        known=[one.handle for one in known], life=CHALLENGE_LIFE,
    )  # fmt: skip
    return _asked(asked, options)


def add_passkey(principal: Principal, wish: AddPasskey) -> PasskeyView | DomainError:
    """The device has made one. A refusal is returned: what was asked is used up by the answer, right or wrong."""
    must_show_what_there_is(principal)
    take_turn_about_factors(principal)
    challenge = _take(principal, wish.challenge_id, REGISTER)
    if challenge is None:
        return PasskeyChallengeDead()
    if len(_of(principal.person_id)) >= MOST_PASSKEYS:
        return TooManyPasskeys(passkeys_at_most=MOST_PASSKEYS)
    from backend.identity import ceremonies

    made = ceremonies.made(wish, challenge)
    if made is None or made.handle != wish.handle or _by_handle(wish.handle) is not None:
        return PasskeyRefused()
    passkey = Passkey(
        id=new_id(), person_id=principal.person_id, handle=made.handle, sign_count=made.sign_count,
        public_key=made.public_key, name=wish.name, recorded_at=clock.now(),
    )  # fmt: skip
    db.session.add(passkey)
    db.session.flush()
    mark(principal, Proof.PASSKEY)
    transparency.note(principal, "passkey-added", {"passkey": passkey.id})
    _tell(passkey, "passkey-added")
    return queries.passkey_view(passkey)


def rename_passkey(principal: Principal, wish: RenamePasskey) -> PasskeyView:
    """Only its owner reads the name."""
    passkey = _mine(principal, wish.passkey_id)
    passkey.name = wish.name
    return queries.passkey_view(passkey)


def remove_passkey(principal: Principal, passkey_id: UUID) -> None:
    """It opens nothing from now on, whoever has the device."""
    take_turn_about_factors(principal)
    must_show_what_there_is(principal)
    passkey = _mine(principal, passkey_id)
    _tell(passkey, "passkey-removed")
    transparency.note(principal, "passkey-removed", {"passkey": passkey.id})
    db.session.delete(passkey)
    after_a_factor_has_gone(principal)


def begin_passkey_proof(principal: Principal, _: None = None) -> PasskeyAsked:
    """What the browser asks a device to sign, to show who is there."""
    known = _of(principal.person_id)
    if not known:
        raise SecondFactorMissing()
    from backend.identity import ceremonies

    asked = _challenge(principal, PROVE)
    return _asked(
        asked, ceremonies.asked_of_a_known_one(asked.challenge, [one.handle for one in known], CHALLENGE_LIFE)
    )


def check_assertion(principal: Principal, challenge_id: UUID, signed: Assertion) -> DomainError | None:
    """Compare what a device signed with what it was asked, which is used up by any answer.

    A passkey that is nobody's and one that is somebody else's are refused alike.
    """
    challenge = _take(principal, challenge_id, PROVE)
    if challenge is None:
        return PasskeyChallengeDead()
    passkey = _by_handle(signed.handle)
    if passkey is None or passkey.person_id != principal.person_id:
        return PasskeyRefused()
    from backend.identity import ceremonies

    count, before = ceremonies.signed_count(signed, challenge, passkey.public_key), passkey.sign_count
    if count is None:
        return PasskeyRefused()
    if (count or before) and count <= before:
        transparency.note(principal, "passkey-counter-back", {"passkey": passkey.id, "was": before, "came": count})
        _tell(passkey, "passkey-counter-back")
        return PasskeyCounterBack()
    passkey.sign_count, passkey.used_at = count, clock.now()
    return None


def _challenge(principal: Principal, purpose: str) -> PasskeyChallenge:
    mine = (PasskeyChallenge.person_id == principal.person_id, PasskeyChallenge.purpose == purpose)
    newest = (
        select(PasskeyChallenge.id)
        .where(*mine, PasskeyChallenge.expires_at > clock.now())
        .order_by(PasskeyChallenge.expires_at.desc())
        .limit(CHALLENGES_AT_ONCE - 1)
    )
    db.session.execute(delete(PasskeyChallenge).where(*mine, PasskeyChallenge.id.not_in(newest)))
    asked = PasskeyChallenge(id=new_id(), person_id=principal.person_id, purpose=purpose,
                             challenge=chance.token().encode(), expires_at=clock.now() + CHALLENGE_LIFE)  # fmt: skip
    db.session.add(asked)
    db.session.flush()
    return asked


def _take(principal: Principal, challenge_id: UUID, purpose: str) -> bytes | None:
    """What was asked, which nobody can answer again; None where nothing (more) was."""
    return db.session.scalar(
        delete(PasskeyChallenge)
        .where(PasskeyChallenge.id == challenge_id, PasskeyChallenge.person_id == principal.person_id,
               PasskeyChallenge.purpose == purpose, PasskeyChallenge.expires_at > clock.now())
        .returning(PasskeyChallenge.challenge)
    )  # fmt: skip


def _asked(asked: PasskeyChallenge, options: dict[str, Any]) -> PasskeyAsked:
    return PasskeyAsked(asked.id, int(CHALLENGE_LIFE.total_seconds()), options)


def _of(person_id: UUID) -> list[Passkey]:
    mine = select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.recorded_at, Passkey.id)
    return list(db.session.scalars(mine))


def _mine(principal: Principal, passkey_id: UUID) -> Passkey:
    passkey = db.session.get(Passkey, passkey_id, with_for_update=True)
    if passkey is None or passkey.person_id != principal.person_id:
        raise PasskeyNotFound()
    return passkey


def _by_handle(handle: bytes) -> Passkey | None:
    return db.session.scalar(select(Passkey).where(Passkey.handle == handle).with_for_update())


def _tell(passkey: Passkey, template: str) -> None:
    party_id = db.session.get_one(Person, passkey.person_id).party_id
    notifications.notify(party_id, template, {"name": passkey.name})
