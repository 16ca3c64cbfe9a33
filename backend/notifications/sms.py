"""Text messages: a Protocol, and the sender that writes to a file for development and tests."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol
from uuid import UUID

import requests

from backend.kernel import clock, i18n
from backend.kernel.outbox import DeliveryFailed, DeliveryRefused
from backend.kernel.transaction import run
from backend.notifications import ports
from backend.notifications.operators.account import Account, Operator
from backend.notifications.templates import sms_facts


@dataclass(frozen=True, slots=True)
class Text:
    """One message: ``phone`` is E.164, ``template`` one of templates.py, ``facts`` at least those that it names."""

    id: UUID
    phone: str
    template: str
    facts: Mapping[str, Any]
    language: str

    @property
    def words(self) -> str:
        return i18n.text_in(self.language, f"sms.{self.template}", **self.facts)

    @property
    def values(self) -> list[str]:
        """The facts as text, in the order in which an operator's template numbers them."""
        return [str(self.facts[name]) for name in sms_facts(self.template)]


class SmsSender(Protocol):
    """Sends one message from a template that the operator has approved. May be called twice for one message."""

    def send(self, message: Text) -> None:
        """Raises DeliveryFailed (later, perhaps) and DeliveryRefused (never)."""
        ...


PATIENCE_S: Final = 3


def _document(message: Text) -> dict[str, Any]:
    return {"at": clock.wall_time().isoformat(), "message_id": str(message.id), "phone": message.phone,
            "template": message.template, "language": message.language, "text": message.words,
            **message.facts}  # fmt: skip


class FileSmsSender:
    """Appends one JSON line a message: {at, message_id, phone, template, text, code, challenge_id}."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, message: Text) -> None:
        line = json.dumps(_document(message), ensure_ascii=False)
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8") as file:
                file.write(line + "\n")
        except OSError as error:
            raise DeliveryFailed(str(error)) from error


class HttpSmsSender:
    """Posts one JSON document a message to an address: the same members as a line of the file."""

    def __init__(self, url: str) -> None:
        self.url = url

    def send(self, message: Text) -> None:
        document = _document(message)
        try:
            answer = requests.post(self.url, json=document, timeout=PATIENCE_S, allow_redirects=False,
                                   headers={"Idempotency-Key": str(message.id)})  # fmt: skip
        except requests.RequestException as error:
            raise DeliveryFailed(type(error).__name__) from error
        if not answer.ok:
            raise DeliveryFailed(f"the operator answered {answer.status_code}")


def sender_for(url: str, account: Account | None = None) -> SmsSender:
    """``file:/path``, ``http(s)://...``, or the adapter of the operator that ``account`` is with."""
    if account is not None:
        return _adapter(account)
    if url.startswith(("http://", "https://")):
        return HttpSmsSender(url)
    if url.startswith("file:"):
        return FileSmsSender(Path(url.removeprefix("file:").removeprefix("//")))
    raise ValueError(f"no SMS sender for {url!r}; use file:/path, http://..., aliyun: or tencent:")


def _adapter(account: Account) -> SmsSender:
    """Imported here: each brings its operator's SDK, and nobody needs both."""
    if account.operator is Operator.ALIYUN:
        from backend.notifications.operators.aliyun import AliyunSms

        return AliyunSms(account)
    from backend.notifications.operators.tencent import TencentSms

    return TencentSms(account)


class SmsRelay:
    """Hands outbox messages of topic ``sms`` to the sender, for a ``phone`` or for whoever a ``party_id`` is now."""

    ENVELOPE: Final = frozenset({"phone", "party_id", "template", "language"})

    def __init__(self, sender: SmsSender) -> None:
        self.sender = sender

    def __call__(self, message_id: UUID, payload: Mapping[str, Any]) -> None:
        facts = {name: value for name, value in payload.items() if name not in self.ENVELOPE}
        self.sender.send(
            Text(message_id, self._phone(payload), payload["template"], facts, payload.get("language", i18n.DEFAULT))
        )

    @staticmethod
    def _phone(payload: Mapping[str, Any]) -> str:
        if "phone" in payload:
            return str(payload["phone"])
        contact = run(lambda: ports.contacts().of(UUID(payload["party_id"])))
        if contact is None:
            raise DeliveryRefused("nobody has a telephone there")
        return contact.phone
