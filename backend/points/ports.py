"""What points ask of features that come after them. backend/wiring.py fills both; what is missing stops the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation: a picture's name, what it is, more about it, and where to read on."""

    icon: str  # award, rule, retirement, serials, forest, activity, shop or reversal
    title: str
    text: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class SerialRange:
    first: int
    last: int
    first_text: str
    last_text: str


@dataclass(frozen=True, slots=True)
class RetirementBehind:
    retirement_id: UUID
    certificate_number: str | None
    quantity_kg: int
    serials: Sequence[SerialRange]
    batch_number: str
    project_name: str
    place: str


@dataclass(frozen=True, slots=True)
class RedemptionBehind:
    redemption_id: UUID
    merchant_name: str
    title: str
    points: int
    redeemed_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Described:
    """What lies behind an entry, in the reader's language. ``title`` heads the entry in lists."""

    title: str
    text: str
    steps: Sequence[Step] = ()
    retirement: RetirementBehind | None = None
    redemption: RedemptionBehind | None = None


class Cause(Protocol):
    """Who knows what points were given or taken for. One is filled for each kind of cause."""

    def titles(self, cause_ids: Sequence[UUID]) -> Mapping[UUID, str]:
        """Short names for a list, all in one query; ids that are not known are left out."""
        ...

    def describe(self, cause_id: UUID) -> Described | None:
        """Everything for the page that explains one entry."""
        ...


class RetailPrice(Protocol):
    """Who knows what a kilogram costs at the shelf: the rebate rule looks at the lowest."""

    def __call__(self, on: date) -> int | None:
        """The lowest price in force, fen a tonne; None while nothing is on offer."""
        ...


causes: Final[dict[str, Cause]] = {}
"""By the first word of an entry's reference ("redemption:...") or by the kind that an award names."""

_retail_price: list[RetailPrice] = []

NEEDED: Final = frozenset({"activity", "retirement", "redemption"})


def fill_retail_price(price: RetailPrice) -> None:
    _retail_price[:] = [price]


def lowest_retail_price(on: date) -> int | None:
    return _retail_price[0](on) if _retail_price else None


def refuse_gaps() -> None:
    """Called at the end of wiring: an entry that nobody can explain must not be possible."""
    missing = NEEDED - causes.keys()
    assert not missing, f"nobody describes what lies behind points for: {', '.join(sorted(missing))}"
