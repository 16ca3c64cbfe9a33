"""What must be sent is a row of the command's own transaction; the relay sends it at least once.

Receivers are idempotent. A sensitive payload (an SMS code) is encrypted, and emptied when it was delivered or given up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import Index, String, or_, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model, db
from backend.kernel import clock, crypto
from backend.kernel.ids import new_id
from backend.kernel.transaction import after_commit, run

log = structlog.get_logger()

BACK_OFF_S: Final = (1, 5, 15, 60, 300, 900, 3600, 7200, 14_400, 21_600, 43_200)
"""A day in all: that somebody's number changes is still told after an operator's bad night. Codes expire by then."""

GIVE_UP_AFTER: Final = len(BACK_OFF_S) + 1
LEASE: Final = timedelta(seconds=60)


class MessageState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


class OutboxMessage(Model):
    __tablename__ = "kernel_outbox_messages"
    __table_args__ = (Index("ix_kernel_outbox_messages_due", "due_at", postgresql_where=text("state = 'pending'")),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(40))
    sealed: Mapped[bytes | None]  # encrypted payload; emptied at its end, delivered or given up
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int]
    recorded_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]  # an SMS code is worth nothing afterwards
    delivered_at: Mapped[datetime | None]


class DeliveryFailed(Exception):
    """The receiver did not take it now; try again later."""


class DeliveryRefused(Exception):
    """The receiver will never take it (a number that does not exist): trying again would change nothing."""


Deliver = Callable[[UUID, Mapping[str, Any]], None]
_receivers: dict[str, Deliver] = {}
_wake: list[Callable[[], None]] = []


def receiver(topic: str, deliver: Deliver) -> None:
    """Filled at start-up (backend/wiring.py): who delivers messages of a topic."""
    _receivers[topic] = deliver


def on_wake(wish: Callable[[], None]) -> None:
    """Filled at start-up: how to tell the relay that there is work. May be lost: the sweep finds all."""
    _wake[:] = [wish]


def send(
    topic: str, payload: Mapping[str, Any], *, expires_at: datetime | None = None, due_at: datetime | None = None
) -> None:
    """Write a message in this transaction, to be delivered at once or from ``due_at`` on."""
    message_id, now = new_id(), clock.now()
    sealed = crypto.keys().encrypt(json.dumps(payload, ensure_ascii=False), context=f"outbox|{message_id}")
    db.session.add(
        OutboxMessage(id=message_id, topic=topic, sealed=sealed, state=MessageState.PENDING, attempts=0,
                      recorded_at=now, due_at=due_at or now, expires_at=expires_at)
    )  # fmt: skip
    for wish in _wake:
        after_commit(wish)


def relay() -> int:
    """Deliver what is due, oldest first. Returns how many left.

    A message is taken for ``LEASE`` in one transaction and settled in another: none is open while the receiver is
    spoken to, and what a crash leaves taken is due again when its lease ends.
    """
    run(_bury_expired)
    delivered = 0
    while (taken := run(_take_one)) is not None:
        delivered += _deliver(taken)
    return delivered


@dataclass(frozen=True, slots=True)
class _Taken:
    id: UUID
    topic: str
    payload: Mapping[str, Any]


def _bury_expired() -> None:
    """What is worth nothing any more is not sent, however much of it a pause has left behind."""
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == MessageState.PENDING, OutboxMessage.expires_at <= clock.now())
        .values(state=MessageState.DEAD, sealed=None)
    )


def _take_one() -> _Taken | None:
    now = clock.now()
    message = db.session.scalar(
        select(OutboxMessage)
        .where(OutboxMessage.state == MessageState.PENDING, OutboxMessage.due_at <= now)
        .where(or_(OutboxMessage.expires_at.is_(None), OutboxMessage.expires_at > now))
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if message is None:
        return None
    assert message.sealed is not None, "a pending message has its payload"
    message.due_at, message.attempts = now + LEASE, message.attempts + 1
    sealed = crypto.keys().decrypt(message.sealed, context=f"outbox|{message.id}")
    return _Taken(message.id, message.topic, json.loads(sealed))


def _deliver(taken: _Taken) -> int:
    try:
        _receivers[taken.topic](taken.id, taken.payload)
    except DeliveryFailed as error:
        reason = str(error)
        run(lambda: _put_off(taken, reason))
        return 0
    except DeliveryRefused as error:
        reason = str(error)
        run(lambda: _bury(taken, reason))
        return 0
    run(lambda: _settle(taken))
    return 1


def _settle(taken: _Taken) -> None:
    message = db.session.get_one(OutboxMessage, taken.id, with_for_update=True)
    message.state, message.sealed, message.delivered_at = MessageState.DELIVERED, None, clock.now()


def _bury(taken: _Taken, reason: str) -> None:
    message = db.session.get_one(OutboxMessage, taken.id, with_for_update=True)
    message.state, message.sealed = MessageState.DEAD, None
    log.warning("outbox-refused", message_id=str(message.id), topic=message.topic, reason=reason)


def _put_off(taken: _Taken, reason: str) -> None:
    message = db.session.get_one(OutboxMessage, taken.id, with_for_update=True)
    if message.attempts >= GIVE_UP_AFTER:
        message.state, message.sealed = MessageState.DEAD, None
        log.error("outbox-dead", message_id=str(message.id), topic=message.topic, reason=reason)
        return
    message.due_at = clock.now() + timedelta(seconds=BACK_OFF_S[message.attempts - 1])
    log.warning("outbox-retry", message_id=str(message.id), topic=message.topic, reason=reason)
