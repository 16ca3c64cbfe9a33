"""What identifies a person is sealed under a key of their own; destroying the key destroys all of it at once.

The key itself lies wrapped under the service's key ``field-encryption`` in ``identity_person_keys``. What was sealed
before there were such keys opens too, until the sweep has moved it (``move_under_own_keys``).
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.identity.models import Person, PersonKey, TotpFactor
from backend.identity.people.models import RealName
from backend.kernel import clock, crypto
from backend.kernel.crypto import Undecipherable

PHONE: Final = "identity_persons|phone_sealed"
TOTP: Final = "identity_totp_factors|secret_sealed"
NAME: Final = "identity_real_names|name_sealed"
BORN: Final = "identity_real_names|born_sealed"
NEXT_NAME: Final = "identity_name_corrections|name_sealed"
NEXT_BORN: Final = "identity_name_corrections|born_sealed"
_BEFORE: Final = {PHONE: "person|phone|{}", TOTP: "totp|{}"}
"""How a value of a column was bound to its row while it was sealed under the service's key."""


GONE: Final = "gone:"
"""Stands before the id in place of the index of a number that was somebody's who has been forgotten."""


class KeyDestroyed(Undecipherable):
    """The person's key was destroyed, and with it everything that was sealed under it."""


def seal(person_id: UUID, column: str, plaintext: str) -> bytes:
    """Seal a value of ``column`` ("table|column") for its row. Makes the person's key with the first one.

    Raises KeyDestroyed: nothing is kept about somebody who has been forgotten.
    """
    return crypto.seal_under(_key_of(person_id), plaintext, context=_place(column, person_id))


def unseal(person_id: UUID, column: str, sealed: bytes) -> str:
    """Raises KeyDestroyed; Undecipherable for a value of another column or person."""
    if not crypto.is_personal(sealed):
        return crypto.keys().decrypt(sealed, context=_BEFORE[column].format(person_id))
    kept = db.session.get(PersonKey, person_id)
    if kept is None:
        raise Undecipherable(_place(column, person_id))
    return crypto.unseal_under(_unwrapped(kept), sealed, context=_place(column, person_id))


def destroy(person_id: UUID) -> None:
    """Make everything sealed for a person unreadable, for ever; twice is once.

    In a backup the wrapped key is there until the backup is gone, or the version of the service's key that wrapped it
    (docs/security.md).
    """
    _ensure_key(person_id)
    kept = db.session.get_one(PersonKey, person_id, with_for_update={"key_share": True}, populate_existing=True)
    if kept.destroyed_at is not None:
        return
    _move(person_id)
    kept.wrapped, kept.destroyed_at = None, clock.now()
    person = db.session.get_one(Person, person_id)
    # An index can be guessed at, number by number, by whoever has its key.
    person.phone_index, person.phone_masked = f"{GONE}{person_id}", ""
    if (name := db.session.get(RealName, person_id)) is not None:
        name.number_index, name.number_tail, name.name_masked = f"{GONE}{person_id}", "", ""
    db.session.flush()


def move_under_own_keys(batch: int) -> int:
    """Move what was sealed under the service's key under its person's own. Returns of how many persons."""
    persons = select(Person.id).where(func.get_byte(Person.phone_sealed, 0) != crypto.PERSONAL)
    found = set(db.session.scalars(persons.limit(batch).with_for_update(key_share=True, skip_locked=True)))
    factors = select(TotpFactor.person_id).where(func.get_byte(TotpFactor.secret_sealed, 0) != crypto.PERSONAL)
    found |= set(db.session.scalars(factors.limit(batch).with_for_update(key_share=True, skip_locked=True)))
    for person_id in sorted(found):
        _move(person_id)
    return len(found)


def rewrap(batch: int) -> int:
    """Wrap keys again that an older version of the service's key has wrapped. Returns how many."""
    version = crypto.keys().making("field-encryption")
    older = (
        select(PersonKey)
        .where(PersonKey.wrapped.is_not(None), func.get_byte(PersonKey.wrapped, 0) < version)
        .limit(batch)
        .with_for_update(key_share=True, skip_locked=True)
    )
    found = db.session.scalars(older).all()
    for kept in found:
        kept.wrapped = crypto.keys().wrap(_unwrapped(kept), context=_wrapping(kept.person_id))
    db.session.flush()
    return len(found)


def _move(person_id: UUID) -> None:
    person = db.session.get_one(Person, person_id, with_for_update={"key_share": True}, populate_existing=True)
    if not crypto.is_personal(person.phone_sealed):
        person.phone_sealed = seal(person_id, PHONE, unseal(person_id, PHONE, person.phone_sealed))
    factor = db.session.get(TotpFactor, person_id, with_for_update={"key_share": True}, populate_existing=True)
    if factor is not None and not crypto.is_personal(factor.secret_sealed):
        factor.secret_sealed = seal(person_id, TOTP, unseal(person_id, TOTP, factor.secret_sealed))
    db.session.flush()


def _key_of(person_id: UUID) -> bytes:
    kept = db.session.get(PersonKey, person_id)
    if kept is None:
        _ensure_key(person_id)
        kept = db.session.get_one(PersonKey, person_id)
    return _unwrapped(kept)


def _ensure_key(person_id: UUID) -> None:
    """Whoever comes second finds the key of who came first."""
    wrapped = crypto.keys().wrap(crypto.fresh_personal_key(), context=_wrapping(person_id))
    db.session.execute(
        insert(PersonKey)
        .values(person_id=person_id, wrapped=wrapped, recorded_at=clock.now())
        .on_conflict_do_nothing(index_elements=["person_id"])
    )


def _unwrapped(kept: PersonKey) -> bytes:
    if kept.wrapped is None:
        raise KeyDestroyed(f"person {kept.person_id}")
    return crypto.keys().unwrap(kept.wrapped, context=_wrapping(kept.person_id))


def _wrapping(person_id: UUID) -> str:
    return f"identity_person_keys|wrapped|{person_id}"


def _place(column: str, person_id: UUID) -> str:
    return f"{column}|{person_id}"
