"""What an operator has approved, what it has sent, and what it is told to do next."""

import re
import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Customer:
    """Who may send: `templates` are the approved texts by id, their values as `${name}` or `{1}`."""

    key_id: str
    secret: str
    signs: frozenset[str]
    templates: dict[str, str]
    app_id: str = ""


@dataclass
class Desk:
    """One operator. `moods` is what it does to the next requests, in order: a code, `slow`, `drip` or `fail`."""

    customer: Customer
    sent: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    moods: deque[str] = field(default_factory=deque)
    nonces: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def mood(self) -> str | None:
        with self.lock:
            return self.moods.popleft() if self.moods else None

    def takes(self, phone: str, template: str, sign: str, values: dict[str, str], reference: str) -> None:
        """Put the message together as its reader would see it."""
        words = re.sub(r"\$?\{(\w+)\}", lambda place: values[place[1]], self.customer.templates[template])
        with self.lock:
            self.sent.append(
                {"phone": phone, "text": f"【{sign}】{words}", "template": template, "reference": reference}
            )

    def refuses(self, code: str) -> str:
        with self.lock:
            self.refused.append(code)
        return code

    def places(self, template: str) -> list[str]:
        """The names (or numbers) of the values that an approved text takes."""
        return re.findall(r"\$?\{(\w+)\}", self.customer.templates[template])
