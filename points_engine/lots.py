"""The arithmetic of lots: which points are spent, come back and lapse.

A lot is what one award left to spend, with its own last day. The caller holds the lock, reads the member's lots,
and writes back what these functions return; nothing here is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Lot:
    """``0 <= available <= issued``; ``expires_on`` is the last day on which the points can be spent.

    Ids are UUIDv7, so that the order of ids is the order of awards.
    """

    id: UUID
    expires_on: date
    issued: int
    available: int

    def __post_init__(self) -> None:
        if not 0 <= self.available <= self.issued:
            raise ValueError(f"lot {self.id}: {self.available} of {self.issued} points cannot be available")

    def good(self, on: date) -> bool:
        return on <= self.expires_on


@dataclass(frozen=True, slots=True)
class Taken:
    """Points that an entry took from one lot: the row that lets a reversal put them back."""

    lot_id: UUID
    points: int


@dataclass(frozen=True, slots=True)
class Opened:
    """What becomes of an award: first it pays the member's debt, the rest opens a lot (if there is a rest)."""

    paid_debt: int
    lot: Lot | None


class NotEnoughPoints(ValueError):
    """More points were asked for than can be spent on that day."""

    def __init__(self, asked: int, spendable: int) -> None:
        super().__init__(f"{asked} points were asked for, {spendable} can be spent")
        self.asked = asked
        self.spendable = spendable


def open_lot(lot_id: UUID, *, points: int, owed: int, expires_on: date) -> Opened:
    """Divide an award of ``points`` between a debt of ``owed`` points and a new lot."""
    if points < 0 or owed < 0:
        raise ValueError(f"neither an award ({points}) nor a debt ({owed}) is negative here")
    paid = min(points, owed)
    rest = points - paid
    return Opened(paid, Lot(lot_id, expires_on, issued=rest, available=rest) if rest else None)


def spendable(lots: Iterable[Lot], on: date) -> int:
    return sum(lot.available for lot in lots if lot.good(on))


def spend(lots: Iterable[Lot], points: int, on: date) -> tuple[Taken, ...]:
    """Take ``points`` from the lots that are good ``on`` that day, the soonest to lapse first, then the oldest.

    Lots past their day are left for ``expire``, even if the sweep has not come yet. Raises ``NotEnoughPoints``.
    """
    if points < 1:
        raise ValueError(f"at least one point is spent, not {points}")
    good = sorted((lot for lot in lots if lot.available and lot.good(on)), key=_soonest_to_lapse)
    taken: list[Taken] = []
    missing = points
    for lot in good:
        part = min(lot.available, missing)
        taken.append(Taken(lot.id, part))
        missing -= part
        if not missing:
            return tuple(taken)
    raise NotEnoughPoints(points, points - missing)


def give_back(lots: Iterable[Lot], taken: Iterable[Taken]) -> tuple[Lot, ...]:
    """The lots that change when a spend is reversed: the very ones it took from, with the expiry they had.

    A lot whose day has passed meanwhile gets its points back too, and ``expire`` takes them in the next sweep:
    a reversal restores what was, it does not lengthen a life.
    """
    by_id = {lot.id: lot for lot in lots}
    changed: dict[UUID, Lot] = {}
    for part in taken:
        lot = changed.get(part.lot_id) or by_id[part.lot_id]
        changed[part.lot_id] = replace(lot, available=lot.available + part.points)
    return tuple(changed.values())


def expire(lots: Iterable[Lot], on: date) -> tuple[Taken, ...]:
    """What lapses by the morning of ``on``: everything still available in lots whose last day is over."""
    lapsed = sorted((lot for lot in lots if lot.available and not lot.good(on)), key=_soonest_to_lapse)
    return tuple(Taken(lot.id, lot.available) for lot in lapsed)


def _soonest_to_lapse(lot: Lot) -> tuple[date, UUID]:
    return lot.expires_on, lot.id
