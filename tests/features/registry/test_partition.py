"""Reserved, released, retired, in whatever order: the serials tile what was issued and equal the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from backend.kernel.ids import new_id
from backend.market import queries as shelf
from backend.market.errors import ShelfExhausted
from tests.support.forest import on_shelf
from tests.support.world import World

ISSUED_KG = 60
steps = some.lists(
    some.tuples(some.sampled_from(["reserve", "release", "retire"]), some.integers(1, 35), some.integers(0, 7)),
    min_size=1,
    max_size=14,
)


@dataclass
class Model:
    """What ought to be where, in four numbers."""

    listed: int = ISSUED_KG
    held: dict[UUID, int] = field(default_factory=dict)
    retired: int = 0

    def pick(self, place: int) -> UUID | None:
        return sorted(self.held)[place % len(self.held)] if self.held else None


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_any_story_keeps_the_partition(world: World, story):
    forest, offer_id = on_shelf(world, ISSUED_KG, slots=5)
    model, citizen = Model(), new_id()
    for verb, quantity_kg, place in story:
        order_id = model.pick(place)
        if verb == "reserve":
            fresh = new_id()
            if quantity_kg > model.listed:
                with pytest.raises(ShelfExhausted) as refused:
                    forest.reserves(offer_id, quantity_kg, fresh)
                assert refused.value.facts == {"left_kg": model.listed}
                continue
            forest.reserves(offer_id, quantity_kg, fresh)
            model.listed -= quantity_kg
            model.held[fresh] = quantity_kg
        elif order_id is not None and verb == "release":
            assert forest.releases(order_id) == model.held[order_id]
            model.listed += model.held.pop(order_id)
        elif order_id is not None:
            retired = forest.retires(order_id, citizen)
            assert sum(each.quantity_kg for each in retired.serials) == model.held[order_id]
            model.retired += model.held.pop(order_id)

    assert world.reads(lambda: shelf.offer(offer_id).available_kg) == model.listed
    states = world.get(f"/registry/batches/{forest.number}").json["states"]
    assert {each["state"]: each["quantity_kg"] for each in states} == {
        state: quantity
        for state, quantity in (
            ("listed", model.listed), ("reserved", sum(model.held.values())), ("retired", model.retired),
        )
        if quantity
    }  # fmt: skip
    assert world.books_balance()
