"""A client as the contract wants it: one key a command, the same request again until it is answered."""

from __future__ import annotations

import http.client
import json
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tests.chaos.county import PATIENCE_S

ANSWER_WITHIN_S: Final = 30
"""A hang is worse than a refusal: whoever waits longer for one answer gives the line up and counts it."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    is_replayed: bool = False

    @property
    def code(self) -> str:
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""


class Lost(Exception):
    """No answer: the line broke, or nobody said anything for too long. What became of the request is not known."""


@dataclass
class Traffic:
    """What all lines together met with."""

    answers: Counter[str] = field(default_factory=Counter)
    replayed: int = 0
    slowest_s: float = 0.0
    secrets: set[str] = field(default_factory=set)  # what went over them and may stand in no log
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, took_s: float, *, is_replayed: bool = False) -> None:
        with self._lock:
            self.answers[what] += 1
            self.replayed += is_replayed
            self.slowest_s = max(self.slowest_s, took_s)

    def was_secret(self, *secrets: str) -> None:
        with self._lock:
            self.secrets.update(secrets)

    def count(self, *beginnings: str) -> int:
        with self._lock:
            return sum(number for what, number in self.answers.items() if what.startswith(beginnings))


class Line:
    """One person's connection."""

    def __init__(self, port: int, traffic: Traffic) -> None:
        self._port, self.traffic = port, traffic
        self._connection: http.client.HTTPConnection | None = None
        self.token: str | None = None

    def get(self, path: str) -> Any:
        """Ask until there is an answer; it must be a good one."""
        return self._good("GET", path, self.insist("GET", path))

    def post(self, path: str, body: Any, *, keyed: bool = True) -> Any:
        """Command once, however often it must be said; the answer must be a good one."""
        return self._good("POST", path, self.insist("POST", path, body, key=fresh_key() if keyed else None))

    def insist(self, method: str, path: str, body: Any = None, *, key: str | None = None) -> Answer:
        """Send the very same request until it is answered with something else than "not now"."""
        deadline = time.monotonic() + PATIENCE_S
        pause = 0.05
        while True:
            try:
                answer = self.once(method, path, body, key=key)
                if answer.status < 500 and answer.code != "request-in-progress":
                    return answer
                last = f"{answer.status} {answer.code}"
            except Lost as error:
                last = str(error)
            assert time.monotonic() < deadline, f"{method} {path}: {last} for {PATIENCE_S} s"
            time.sleep(pause)
            pause = min(pause * 1.5, 1.0)

    def once(self, method: str, path: str, body: Any = None, *, key: str | None = None) -> Answer:
        """One attempt. Raises Lost."""
        headers = {"Accept-Language": "en"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if key:
            headers["Idempotency-Key"] = key
        if body is not None:
            headers["Content-Type"] = "application/json"
        began = time.monotonic()
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_WITHIN_S)
            self._connection.request(method, f"/api/v1{path}", None if body is None else json.dumps(body), headers)
            response = self._connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException) as error:
            took_s = time.monotonic() - began
            self.hang_up()
            self.traffic.note(f"lost {type(error).__name__}", took_s)
            raise Lost(type(error).__name__) from error
        is_replayed = response.getheader("Idempotency-Replayed") == "true"
        answer = Answer(response.status, json.loads(text) if text else None, is_replayed)
        self.traffic.was_secret(*_secrets(path, self.token, body, answer))
        self.traffic.note(f"{answer.status} {answer.code}".strip(), time.monotonic() - began, is_replayed=is_replayed)
        return answer

    def hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @staticmethod
    def _good(method: str, path: str, answer: Answer) -> Any:
        assert answer.status < 300, (method, path, answer)
        return answer.body


def _secrets(path: str, token: str | None, sent: Any, answer: Answer) -> Iterator[str]:
    """Phone numbers, names, pay codes, and of tokens what makes them good. An SMS code could be any number."""
    said = answer.body if isinstance(answer.body, dict) and answer.status < 300 else {}
    yield from (each.rsplit(".", 1)[1] for each in (token, said.get("access_token")) if each)
    yield from (said[name] for name in ("refresh_token", "digits") if name in said)
    if path == "/pay-codes" and said:
        yield said["code"]
    if isinstance(sent, dict):
        yield from (sent[name] for name in ("phone", "nickname") if name in sent)


def fresh_key() -> str:
    return secrets.token_hex(16)
