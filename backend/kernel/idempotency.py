"""The same command sent twice is done once and answered twice.

The key is claimed inside the command's own transaction, so a crash undoes both the claim and
the effect, and a race is settled by the primary key: the second of two at once waits for the
first, up to ``PATIENCE``. Refusals roll back and so free the key.

An answer may say what is kept nowhere else in readable form (a pay code, a name, the end of a phone number),
so it is stored encrypted and bound to its row. The request's mark lies with it under the seal: a bare digest of a
body that holds little but a telephone number could be guessed from a dump.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import String, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import LOCK_WAIT, Model, db
from backend.kernel import clock, crypto
from backend.kernel.errors import Conflict
from backend.kernel.transaction import LOCK_TIMEOUT

PATIENCE: Final = "2s"


class IdempotencyKeyReused(Conflict):
    """The key was used before, with another request."""

    code = "idempotency-key-reused"


class RequestInProgress(Conflict):
    """The first request with this key still runs."""

    code = "request-in-progress"


class IdempotencyKey(Model):
    __tablename__ = "kernel_idempotency_keys"

    principal_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    """Of rows from before marks were sealed, until the last of them is forgotten."""
    claimed_at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None]
    sealed_body: Mapped[bytes | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the first request was told."""

    status: int
    body: Any


def fingerprint(operation: str, payload: Any) -> str:
    canonical = json.dumps([operation, payload], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def claim(principal_id: UUID, key: str, mark: str) -> Answer | None:
    """Take the key for this transaction, or return what was answered under it before; ``mark``: `fingerprint`."""
    session = db.session
    # Only this statement waits for the first request's end, and not for long.
    shorter = select(func.set_config("lock_timeout", PATIENCE, True)).cte("shorter")
    row = select(literal(principal_id), literal(key), literal(clock.now())).select_from(shorter)
    try:
        taken = session.execute(
            insert(IdempotencyKey)
            .from_select(["principal_id", "key", "claimed_at"], row)
            .on_conflict_do_nothing()
            # Whoever takes the key goes on with the patience of every command; whoever does not only reads.
            .returning(func.set_config("lock_timeout", LOCK_WAIT, True))
        ).scalar()
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == LOCK_TIMEOUT:
            raise RequestInProgress(retry_after_s=1) from error
        raise
    if taken is not None:
        return None
    found = answered(principal_id, key, mark)
    assert found is not None, "whoever held the key has committed"
    return found


def answered(principal_id: UUID, key: str, mark: str) -> Answer | None:
    """What this request was told before, if it was; without taking the key."""
    found = db.session.scalars(
        select(IdempotencyKey).where(IdempotencyKey.principal_id == principal_id, IdempotencyKey.key == key)
    ).one_or_none()
    if found is None:
        return None
    assert found.status is not None, "a committed claim has its answer"
    assert found.sealed_body is not None, "a committed claim has its answer"
    kept = json.loads(crypto.keys().decrypt(found.sealed_body, context=_place(principal_id, key)))
    asked, body = kept if found.fingerprint is None else (found.fingerprint, kept)
    if asked != mark:
        raise IdempotencyKeyReused(key=key)
    return Answer(found.status, body)


def keep(principal_id: UUID, key: str, mark: str, answer: Answer) -> None:
    """Store the answer, and which request it was for, beside the effect in the same transaction."""
    said = json.dumps([mark, answer.body], ensure_ascii=False)
    kept = db.session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.principal_id == principal_id, IdempotencyKey.key == key)
        .values(status=answer.status, sealed_body=crypto.keys().encrypt(said, context=_place(principal_id, key)))
        .execution_options(synchronize_session=False)
    )
    assert kept.rowcount == 1, "the key was claimed in this transaction"  # type: ignore[attr-defined]  # an UPDATE's has it


def _place(principal_id: UUID, key: str) -> str:
    return f"idempotency|{principal_id}|{key}"


def release(principal_id: UUID, key: str) -> None:
    """Free the key again: the command refused, but what it wrote stays."""
    db.session.execute(
        delete(IdempotencyKey).where(IdempotencyKey.principal_id == principal_id, IdempotencyKey.key == key)
    )


def forget_old(kept_for: timedelta) -> int:
    """Sweep keys that nobody will repeat; natural references still hold for ever. Returns how many."""
    gone = db.session.execute(delete(IdempotencyKey).where(IdempotencyKey.claimed_at < clock.now() - kept_for))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE's result has it; the session's type does not say
