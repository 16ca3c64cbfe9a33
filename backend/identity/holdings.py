"""What identity keeps that a key of the service has sealed, indexed or hashed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Text, case, cast, delete, func, literal, select, update

from backend.extensions import db
from backend.identity import personal_keys
from backend.identity.models import CountedText, Invitation, Person, SmsChallenge
from backend.identity.people.models import Guardianship, HouseholdInvitation, PhoneChange, Recovery
from backend.kernel import clock, crypto
from backend.kernel.holdings import BATCH, HASHED, SEALED, Holding, in_batches, sealed

ADDRESS_COUNTS_FOR: Final = timedelta(hours=1)
"""For how long the limit of messages per address looks back: afterwards nobody needs to know where one came from."""


def _version(column: Any) -> ColumnElement[int]:
    """As ``HASHED``, for the query builder."""
    numbered = column.op("~")(literal("^[0-9]{1,3}:", Text))
    return case((numbered, cast(func.split_part(column, ":", 1), Integer)), else_=1)


def _index_persons() -> int:
    return in_batches(_index_some_persons)


def _index_some_persons(after: UUID | None) -> tuple[int, UUID | None]:
    keys = crypto.keys()
    older = select(Person).where(_is_older(Person.phone_index), Person.phone_index.not_like(f"{personal_keys.GONE}%"))
    if after is not None:
        older = older.where(Person.id > after)
    # The unique index of the column makes a change of it a change of a key.
    found = db.session.scalars(older.order_by(Person.id).limit(BATCH).with_for_update(skip_locked=True)).all()
    for person in found:
        phone = personal_keys.unseal(person.id, personal_keys.PHONE, person.phone_sealed)
        person.phone_index = keys.blind_index(phone, purpose="phone")
    db.session.flush()
    return len(found), found[-1].id if found else None


def _index_challenges() -> int:
    return in_batches(lambda after: _index_some(SmsChallenge, "sms|{id}", after))


def _index_invitations() -> int:
    return in_batches(lambda after: _index_some(Invitation, "invitation|{id}", after))


def _index_as(table: Any, context: str) -> Callable[[], int]:
    return lambda: in_batches(lambda after: _index_some(table, context, after))


def _index_some(table: Any, context: str, after: UUID | None) -> tuple[int, UUID | None]:
    """Rows that keep a number sealed by the service's own key beside its index."""
    keys = crypto.keys()
    older = select(table).where(_is_older(table.phone_index))
    if after is not None:
        older = older.where(table.id > after)
    locked = older.order_by(table.id).limit(BATCH).with_for_update(key_share=True, skip_locked=True)
    found = db.session.scalars(locked).all()
    for row in found:
        phone = keys.decrypt(row.phone_sealed, context=context.format(id=row.id))
        row.phone_index = keys.blind_index(phone, purpose="phone")
    db.session.flush()
    return len(found), found[-1].id if found else None


def _under_their_own(table: str, person: str, column: str) -> Holding:
    """A value that was sealed under its person's own key from the first: it needs no version of the service's."""
    return Holding("field-encryption", table, (person,), column, SEALED, f"get_byte({column}, 0) <> {crypto.PERSONAL}")


def _numbers_of(table: Any, context: str) -> tuple[Holding, Holding]:
    """A telephone number that waits for something, and its index."""
    name = table.__tablename__
    return (
        sealed(name, ("id",), "phone_sealed", context),
        Holding("blind-index", name, ("id",), "phone_index", HASHED, "true", _index_as(table, context)),
    )


def _forget_addresses() -> int:
    return in_batches(_forget_some_addresses)


def _forget_some_addresses(_: Any) -> tuple[int, None]:
    """An address cannot be indexed anew, as it is not kept; when its hour is over, neither is the index."""
    past = (
        select(SmsChallenge.id)
        .where(SmsChallenge.requested_at <= clock.now() - ADDRESS_COUNTS_FOR, SmsChallenge.ip_index != "")
        .where(_is_older(SmsChallenge.ip_index))
        .limit(BATCH)
        .with_for_update(key_share=True, skip_locked=True)
    )
    gone = db.session.execute(update(SmsChallenge).where(SmsChallenge.id.in_(past)).values(ip_index=""))
    return int(gone.rowcount), None  # type: ignore[attr-defined]  # an UPDATE's result has it


def _forget_texts() -> int:
    return in_batches(_forget_some_texts)


def _forget_some_texts(_: Any) -> tuple[int, None]:
    """The same of a number that nobody keeps: while a key is rotated it counts for an hour, and then no more."""
    past = (
        select(CountedText.id)
        .where(CountedText.sent_at <= clock.now() - ADDRESS_COUNTS_FOR, _is_older(CountedText.phone_index))
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    gone = db.session.execute(delete(CountedText).where(CountedText.id.in_(past)))
    return int(gone.rowcount), None  # type: ignore[attr-defined]  # a DELETE's result has it


def _is_older(column: Any) -> ColumnElement[bool]:
    return _version(column) < crypto.keys().making("blind-index")


def _move_persons() -> int:
    return in_batches(lambda _: (personal_keys.move_under_own_keys(BATCH), None))


def _rewrap() -> int:
    return in_batches(lambda _: (personal_keys.rewrap(BATCH), None))


def _under_the_service(table: str, person: str, column: str) -> Holding:
    """A value that goes under its person's own key, whatever version has sealed it."""
    where = f"get_byte({column}, 0) <> {crypto.PERSONAL}"
    return Holding("field-encryption", table, (person,), column, SEALED, where, _move_persons, always=True)


HOLDINGS: Final = (
    _under_the_service("identity_persons", "id", "phone_sealed"),
    _under_the_service("identity_totp_factors", "person_id", "secret_sealed"),
    Holding("field-encryption", "identity_person_keys", ("person_id",), "wrapped", SEALED, "wrapped IS NOT NULL",
            _rewrap),
    sealed("identity_sms_challenges", ("id",), "phone_sealed", "sms|{id}"),
    sealed("identity_refresh_tokens", ("token_hash",), "successor_sealed", "refresh|{token_hash}"),
    Holding("blind-index", "identity_persons", ("id",), "phone_index", HASHED,
            f"phone_index NOT LIKE '{personal_keys.GONE}%'", _index_persons),
    Holding("blind-index", "identity_sms_challenges", ("id",), "phone_index", HASHED, "true", _index_challenges),
    sealed("identity_invitations", ("id",), "phone_sealed", "invitation|{id}"),
    Holding("blind-index", "identity_invitations", ("id",), "phone_index", HASHED, "true", _index_invitations),
    Holding("blind-index", "identity_sms_challenges", ("id",), "ip_index", HASHED, "ip_index <> ''", _forget_addresses),
    Holding("code-pepper", "identity_sms_challenges", ("id",), "code_hash", HASHED,
            "used_at IS NULL AND expires_at > :as_of"),
    # A used token too: shown again, it gives a thief away as long as its sign-in lives.
    Holding("code-pepper", "identity_refresh_tokens", ("token_hash",), "token_hash", HASHED,
            "EXISTS (SELECT 1 FROM identity_sign_ins s WHERE s.id = sign_in_id AND s.ended_at IS NULL"
            " AND s.ends_at > :as_of)"),
    Holding("code-pepper", "identity_recovery_codes", ("code_hash",), "code_hash", HASHED, "used_at IS NULL"),
    _under_their_own("identity_totp_factors", "person_id", "next_secret_sealed"),
    _under_their_own("identity_real_names", "person_id", "name_sealed"),
    _under_their_own("identity_real_names", "person_id", "born_sealed"),
    # A resident number is not kept, so its index cannot be made anew: a version stays as long as a name that was
    # checked under it (ADR 0151). What has been tried counts for a day.
    Holding("blind-index", "identity_real_names", ("person_id",), "number_index", HASHED,
            f"number_index NOT LIKE '{personal_keys.GONE}%'"),
    Holding("blind-index", "identity_real_name_tries", ("id",), "number_index", HASHED,
            "requested_at > CAST(:as_of AS timestamptz) - interval '1 day'"),
    _under_their_own("identity_name_corrections", "person_id", "name_sealed"),
    _under_their_own("identity_name_corrections", "person_id", "born_sealed"),
    Holding("blind-index", "identity_name_corrections", ("id",), "number_index", HASHED, "number_index IS NOT NULL"),
    sealed("identity_name_corrections", ("id",), "reason_sealed", "name-correction-reason|{id}"),
    sealed("identity_name_corrections", ("id",), "refusal_sealed", "name-correction-refusal|{id}"),
    Holding("blind-index", "identity_counted_texts", ("id",), "phone_index", HASHED, "true", _forget_texts),
    *_numbers_of(Guardianship, "guardianship|{id}"),
    *_numbers_of(HouseholdInvitation, "household-invitation|{id}"),
    *_numbers_of(PhoneChange, "phone-change|{id}"),
    *_numbers_of(Recovery, "recovery|{id}"),
    sealed("identity_recoveries", ("id",), "reason_sealed", "recovery-reason|{id}"),
    sealed("identity_recoveries", ("id",), "refusal_sealed", "recovery-refusal|{id}"),
)  # fmt: skip
