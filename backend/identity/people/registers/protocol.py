"""The two-factor check of a name: a question with two answers, and sometimes none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from backend.identity.people.payloads import Outcome


@dataclass(frozen=True, slots=True)
class Answer:
    outcome: Outcome
    reference: str
    """What the register calls this answer, for whoever asks it about one."""


class RealNameCheck(Protocol):
    def check(self, name: str, number: str) -> Answer:
        """Ask, over the network. Never raises for what the register may do: that is ``UNKNOWN``."""
        ...


_register: RealNameCheck | None = None


def use(register: RealNameCheck | None) -> None:
    """Filled at start-up (backend/wiring.py). None: nobody can be asked here."""
    global _register
    _register = register


def register() -> RealNameCheck | None:
    return _register
