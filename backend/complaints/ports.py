"""Whose things a complaint may be about: each kind is filled in backend/wiring.py by the feature that has it."""

from __future__ import annotations

from typing import Final, Protocol
from uuid import UUID

from backend.kernel.principal import Principal


class OwnThing(Protocol):
    """Looks at a thing as its owner; raises NotFound where it is not there or not theirs."""

    def __call__(self, principal: Principal, thing_id: UUID, /) -> object: ...


SUBJECTS: Final = ("order", "points-entry", "redemption", "activity", "notice", "disclosure")
_things: dict[str, OwnThing] = {}


def fill(kind: str, look: OwnThing) -> None:
    """Called by backend/wiring.py."""
    _things[kind] = look


def look_at(principal: Principal, kind: str, thing_id: UUID) -> object:
    return _things[kind](principal, thing_id)


def refuse_gaps() -> None:
    """A missing implementation stops the start, not the first complaint."""
    missing = set(SUBJECTS) - _things.keys()
    assert not missing, f"nobody can look at: {', '.join(sorted(missing))}"
