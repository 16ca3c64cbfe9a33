"""What the commands about the programme itself take and give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DecideDay:
    """``kind``: ``work`` or ``rest``; ``reason`` names the paper that says so."""

    on: date
    kind: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class DayTold:
    """A day that is not what its weekday says. ``is_decided``: by the county, whose word wins."""

    on: date
    kind: str
    name: str
    reason: str
    is_decided: bool


@dataclass(frozen=True, slots=True)
class YearTold:
    """``is_known``: whether its holidays are; if not, only weekends are reckoned with. ``abilities``: ``decide``."""

    year: int
    is_known: bool
    days: Sequence[DayTold]
    abilities: Sequence[str]
