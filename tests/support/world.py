"""The nouns and verbs that the specifications speak. One word here, one meaning everywhere.

Everything goes through HTTP; what a flow does not tell (how somebody came to have an account) is set up
through the same commands that the command line uses.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask
from werkzeug.test import TestResponse

from backend.identity import service as identity
from backend.identity.payloads import RegisterPerson
from backend.kernel import outbox
from backend.kernel.principal import SYSTEM
from backend.kernel.transaction import run

Result = TypeVar("Result")
_phones = itertools.count(13_900_000_001)
_keys = itertools.count(1)


def fresh_key() -> str:
    return f"key-of-its-own-{next(_keys):08}"


class Person:
    """Somebody with a session. Acts over HTTP; keeps nothing that the service would not tell."""

    def __init__(self, world: World, phone: str, session: Any) -> None:
        self.world, self.phone = world, phone
        self.person_id, self.party_id = str(session.person_id), str(session.party_id)
        self.token: str = session.access_token

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.world.request("GET", path, token=self.token, query=query)

    def post(self, path: str, body: Any = None, *, key: str | None = None, language: str = "zh-CN") -> TestResponse:
        return self.world.request("POST", path, token=self.token, body={} if body is None else body,
                                  key=key or fresh_key(), language=language)  # fmt: skip

    def patch(self, path: str, body: Any, *, key: str | None = None) -> TestResponse:
        return self.world.request("PATCH", path, token=self.token, body=body, key=key or fresh_key())

    def delete(self, path: str) -> TestResponse:
        return self.world.request("DELETE", path, token=self.token)


class World:
    def __init__(self, app: Flask, sms_file: Path) -> None:
        self.app, self.sms_file = app, sms_file

    def request(
        self, method: str, path: str, *, token: str | None = None, body: Any = None, key: str | None = None,
        query: Any = None, language: str = "zh-CN", headers: dict[str, str] | None = None, raw: bytes | None = None,
        client: Any = None,
    ) -> TestResponse:  # fmt: skip
        sent = {"Accept-Language": language, **(headers or {})}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if key:
            sent["Idempotency-Key"] = key
        if raw is not None:
            sent.setdefault("Content-Type", "application/json")
        address = path if path.startswith(("/.", "/openapi", "/healthz", "/readyz", "/metrics")) else f"/api/v1{path}"
        browser = client or self.app.test_client(use_cookies=False)
        response: TestResponse = browser.open(address, method=method, headers=sent, query_string=query or None,
                                              json=body if raw is None else None, data=raw)  # fmt: skip
        return response

    def get(self, path: str, **query: Any) -> TestResponse:
        """As a stranger."""
        return self.request("GET", path, query=query)

    def citizen(self, nickname: str | None = None) -> Person:
        """Somebody with an account and a live session."""
        phone = f"+86{next(_phones)}"
        with self.app.app_context():

            def open_account() -> Any:
                person = identity.register_person(SYSTEM, RegisterPerson(phone=phone, nickname=nickname))
                return identity.open_session(person.person_id, client="app")

            return Person(self, phone, run(open_account))

    def does(self, work: Callable[[], Result]) -> Result:
        """Run a command of the office's own, as the command line does."""
        with self.app.app_context():
            return run(work)

    def reads(self, look: Callable[[], Result]) -> Result:
        with self.app.app_context():
            return look()

    def relay(self) -> int:
        """Send what waits in the outbox, as the worker does."""
        with self.app.app_context():
            return outbox.relay()

    def messages_to(self, phone: str) -> list[dict[str, Any]]:
        """The text messages that a phone has received, oldest first."""
        self.relay()
        if not self.sms_file.exists():
            return []
        lines = [json.loads(line) for line in self.sms_file.read_text(encoding="utf-8").splitlines()]
        return [line for line in lines if line["phone"] == phone]

    def at_once(self, *requests: Callable[[], Result]) -> list[Result]:
        """Everybody presses at the same moment."""
        with ThreadPoolExecutor(len(requests)) as pool:
            futures: Sequence[Any] = [pool.submit(request) for request in requests]
            return [future.result() for future in futures]

    def books_balance(self) -> bool:
        """Every invariant that the service knows how to check holds."""
        from backend import wiring
        from backend.ledger.verify import verify

        report = self.does(lambda: verify(wiring.ledger_checks()).as_dict())
        broken = [check for check in report["checks"] if not check["ok"]]
        assert not broken, broken
        return True
