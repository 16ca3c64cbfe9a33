"""Numbers to which something is offered: found under every version of the key, answered by whoever has them now.

Whether a number has an account is looked for by the outbox alone, when a message is delivered: whoever invites has
had their answer by then, and the same was written for both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from backend.identity.people import queries
from backend.identity.service.registering import person_by_phone, phone_of
from backend.kernel import crypto, outbox
from backend.kernel.transaction import run
from backend.notifications import service as notifications

SMS_TOPIC: Final = "sms"
INBOX_TOPIC: Final = "inbox-of-number"


def indexes_of(phone: str) -> Sequence[str]:
    return crypto.keys().blind_indexes(phone, purpose="phone")


def own_indexes(person_id: UUID) -> Sequence[str]:
    return indexes_of(phone_of(person_id))


def index_of(phone: str) -> str:
    return crypto.keys().blind_index(phone, purpose="phone")


def sealed(phone: str, *, context: str) -> bytes:
    return crypto.keys().encrypt(phone, context=context)


def tell(phone: str, *, sms: str, notice: str, nickname: str, days: int, expires_at: datetime) -> None:
    """A text message to the number, and a notice to the account that has it by the time it is delivered, if any."""
    outbox.send(SMS_TOPIC, {"phone": phone, "template": sms, "nickname": nickname, "days": days},
                expires_at=expires_at)  # fmt: skip
    outbox.send(INBOX_TOPIC, {"phone": phone, "template": notice, "facts": {"nickname": nickname}},
                expires_at=expires_at)  # fmt: skip


class InboxOfANumber:
    """Takes outbox messages of the topic. May be called twice for one message: the notice has the message's id."""

    def __call__(self, message_id: UUID, payload: Mapping[str, Any]) -> None:
        run(lambda: _put(message_id, payload))


def _put(message_id: UUID, payload: Mapping[str, Any]) -> None:
    person_id = person_by_phone(payload["phone"])
    if person_id is not None:
        notifications.notify(queries.party_of(person_id), payload["template"], payload["facts"], once=message_id)
