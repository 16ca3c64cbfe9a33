"""Text messages: a Protocol, and the sender that writes to a file for development and tests."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import requests

from backend.kernel import clock
from backend.kernel.outbox import DeliveryFailed


class SmsSender(Protocol):
    """Sends one message from a template that the operator has approved. May be called twice for one message."""

    def send(self, message_id: UUID, phone: str, template: str, facts: Mapping[str, Any]) -> None: ...


TEMPLATES = {
    "sign-in-code": "【碳惠】验证码 {code}，{minutes} 分钟内有效。不要告诉别人，工作人员也不会问你要。",
    "invitation": "【碳惠】{organisation}请你担任一个岗位。{days} 天内登录碳惠，在“我的”里接受或谢绝。不认识就别理。",
}


PATIENCE_S = 3.0


def _document(message_id: UUID, phone: str, template: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"at": clock.wall_time().isoformat(), "message_id": str(message_id), "phone": phone, "template": template,
            "text": TEMPLATES[template].format_map(facts), **facts}  # fmt: skip


class FileSmsSender:
    """Appends one JSON line a message: {at, message_id, phone, template, text, code, challenge_id}."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, message_id: UUID, phone: str, template: str, facts: Mapping[str, Any]) -> None:
        line = json.dumps(_document(message_id, phone, template, facts), ensure_ascii=False)
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

    def send(self, message_id: UUID, phone: str, template: str, facts: Mapping[str, Any]) -> None:
        document = _document(message_id, phone, template, facts)
        try:
            answer = requests.post(self.url, json=document, timeout=PATIENCE_S, allow_redirects=False,
                                   headers={"Idempotency-Key": str(message_id)})  # fmt: skip
        except requests.RequestException as error:
            raise DeliveryFailed(type(error).__name__) from error
        if not answer.ok:
            raise DeliveryFailed(f"the operator answered {answer.status_code}")


def sender_for(url: str) -> SmsSender:
    """``file:/path`` or ``http(s)://...``; a real operator's adapter joins here."""
    if url.startswith(("http://", "https://")):
        return HttpSmsSender(url)
    if url.startswith("file:"):
        return FileSmsSender(Path(url.removeprefix("file:").removeprefix("//")))
    raise ValueError(f"no SMS sender for {url!r}; use file:/path or http://...")


class SmsRelay:
    """Hands outbox messages of topic ``sms`` to the sender."""

    def __init__(self, sender: SmsSender) -> None:
        self.sender = sender

    def __call__(self, message_id: UUID, payload: Mapping[str, Any]) -> None:
        facts = {name: value for name, value in payload.items() if name not in {"phone", "template"}}
        self.sender.send(message_id, payload["phone"], payload["template"], facts)
