"""Who keeps something about people: filled in backend/wiring.py, so that nobody is forgotten when somebody goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from backend.kernel.personal_data import PersonalData

KEEPERS: Final = (
    "complaints", "rewards", "offsets", "activities", "footprints", "points", "registry", "payments", "privacy",
    "notifications", "kernel", "files", "identity",
)  # fmt: skip
"""In the order in which they let go: long work (kernel) before the files that it makes; identity last, as it destroys
the key that others may need until then."""


class Keeper(PersonalData, Protocol):
    """A feature that keeps something about people."""


_keepers: dict[str, PersonalData] = {}


def fill(keepers: Mapping[str, PersonalData]) -> None:
    _keepers.clear()
    _keepers.update(keepers)


def keepers() -> Iterable[PersonalData]:
    return (_keepers[name] for name in KEEPERS)


def tables() -> frozenset[str]:
    """Every table that somebody answers for."""
    return frozenset().union(*(keeper.tables for keeper in _keepers.values()))


def refuse_gaps() -> None:
    assert set(_keepers) == set(KEEPERS), f"nobody lets go of {set(KEEPERS) ^ set(_keepers)}; wiring fills it"
