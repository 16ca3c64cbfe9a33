"""What a certificate stands on is told by the feature that asked for it (backend/wiring.py fills this in).

See docs/adr/0030-a-certificate-tells-its-background-by-port.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Event:
    """One step on the way to a certificate, in the reader's language."""

    at: datetime
    kind: str
    title: str
    text: str


class Background(Protocol):
    def history(self, subject_id: UUID) -> Sequence[Event]:
        """What happened to the kilograms behind a certificate, oldest first; nobody's private affairs."""


_backgrounds: dict[str, Background] = {}


def background(kind: str, filled_by: Background) -> None:
    """Filled at start-up: who knows the background of certificates of this kind."""
    _backgrounds[kind] = filled_by


def background_of(kind: str) -> Background:
    return _backgrounds[kind]


def unfilled(kinds: Sequence[str]) -> list[str]:
    """Which kinds nobody has taken on: the start stops there."""
    return [kind for kind in kinds if kind not in _backgrounds]
