"""What a certificate stands on is told by the feature that asked for it (backend/wiring.py fills this in).

See docs/adr/0030-a-certificate-tells-its-background-by-port.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from backend.certificates.kinds import Kind


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


def refuse_gaps() -> None:
    """Called at the end of wiring: a certificate whose background nobody tells must not be possible."""
    missing = set(Kind) - _backgrounds.keys()
    assert not missing, f"nobody tells the background of certificates of: {', '.join(sorted(missing))}"
