"""Move kilograms between resting places, by serial.

Whoever moves holds the lock of every ledger account that the move touches, taken just before: so what is read
here is what is there. Blocks are locked by lower serial, superseded first and put anew afterwards, because the
database never lets one serial lie in two live blocks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.serials import SerialRange, joined, take_lowest
from backend.registry.models import State, UnitBlock
from backend.registry.ranges import from_range, to_range


@dataclass(frozen=True, slots=True)
class Rest:
    """Where kilograms rest: their state and what it names."""

    state: State
    party_id: UUID
    slot_id: UUID | None = None
    order_id: UUID | None = None
    retirement_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """``quantity_kg`` from one resting place to another, lowest serials first."""

    quantity_kg: int
    source: Rest
    target: Rest


class BooksDisagree(AssertionError):
    """The ledger holds kilograms for which there are no serials. Never right: ``flask ledger verify`` names the row."""


def lay(batch_id: UUID, serials: SerialRange, rest: Rest) -> None:
    """Put kilograms that have just come into being."""
    _put(batch_id, [(rest, serials, None)])


def move(batch_id: UUID, legs: Sequence[Leg]) -> list[tuple[SerialRange, ...]]:
    """Carry out the legs, in order. Returns the serials of each.

    Neighbours that come to rest in one place become one block, so that a shelf does not fall into splinters.
    """
    before = live(batch_id, {rest for leg in legs for rest in (leg.source, leg.target)})
    now: dict[Rest, list[SerialRange]] = defaultdict(list)
    for rest, serials in before:
        now[rest].append(serials)
    moved = []
    for leg in legs:
        taken, now[leg.source] = take_lowest(now[leg.source], leg.quantity_kg)
        if sum(each.quantity_kg for each in taken) != leg.quantity_kg:
            raise BooksDisagree(f"batch {batch_id}: {leg.quantity_kg} kg of {leg.source}")
        now[leg.target] += taken
        moved.append(joined(taken))
    after = {(rest, serials) for rest, ranges in now.items() for serials in joined(ranges)}
    _supersede(id_ for place, id_ in before.items() if place not in after)
    _put(batch_id, [(*place, _holder_of(place[1].first, before)) for place in after - before.keys()])
    return moved


def live(batch_id: UUID, rests: Iterable[Rest]) -> dict[tuple[Rest, SerialRange], UUID]:
    """The live blocks at these places, locked by lower serial."""
    found = db.session.execute(
        select(UnitBlock.id, UnitBlock.serials, UnitBlock.state, UnitBlock.party_id, UnitBlock.slot_id,
               UnitBlock.order_id, UnitBlock.retirement_id)
        .where(UnitBlock.superseded_at.is_(None), UnitBlock.batch_id == batch_id, or_(*map(_at, rests)))
        .order_by(func.lower(UnitBlock.serials))
        .with_for_update()
    )  # fmt: skip
    return {
        (Rest(State(state), party_id, slot_id, order_id, retirement_id), from_range(serials)): block_id
        for block_id, serials, state, party_id, slot_id, order_id, retirement_id in found
    }


def _at(rest: Rest) -> ColumnElement[bool]:
    return and_(
        UnitBlock.state == rest.state, UnitBlock.party_id == rest.party_id, UnitBlock.slot_id == rest.slot_id,
        UnitBlock.order_id == rest.order_id, UnitBlock.retirement_id == rest.retirement_id,
    )  # fmt: skip


def _holder_of(serial: int, before: dict[tuple[Rest, SerialRange], UUID]) -> UUID:
    return next(id_ for (_, serials), id_ in before.items() if serials.first <= serial <= serials.last)


def _supersede(ids: Iterable[UUID]) -> None:
    db.session.execute(update(UnitBlock).where(UnitBlock.id.in_(list(ids))).values(superseded_at=clock.now()))


def _put(batch_id: UUID, places: Iterable[tuple[Rest, SerialRange, UUID | None]]) -> None:
    now = clock.now()
    db.session.execute(
        insert(UnitBlock),
        [
            {"id": new_id(), "batch_id": batch_id, "serials": to_range(serials), "state": str(rest.state),
             "party_id": rest.party_id, "slot_id": rest.slot_id, "order_id": rest.order_id,
             "retirement_id": rest.retirement_id, "parent_id": parent, "recorded_at": now}
            for rest, serials, parent in sorted(places, key=lambda place: place[1])
        ],
    )  # fmt: skip
