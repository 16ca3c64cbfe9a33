"""零售货架 / The shelf: many take from it at once, and no kilogram is promised twice."""

from __future__ import annotations

import pytest

from backend.kernel.ids import new_id
from backend.kernel.principal import SYSTEM
from backend.ledger.errors import EntryReferenceReused, InsufficientBalance
from backend.market import queries as shelf
from backend.market import service as market
from backend.market.errors import OfferNotFound, ShelfExhausted
from backend.market.payloads import TakeOffShelf
from backend.registry.errors import NothingReserved
from tests.support.forest import on_shelf, plant


def left_kg(world, offer_id) -> int:
    return world.reads(lambda: shelf.offer(offer_id).available_kg)


class TestAnOffer:
    def test_is_seen_by_anybody_with_its_forest_and_its_price(self, world):
        forest, offer_id = on_shelf(world, 12_000, slots=4)

        offers = world.get("/offers").json["items"]

        mine = next(offer for offer in offers if offer["offer_id"] == str(offer_id))
        assert mine["batch"]["number"] == forest.number
        assert mine["project"]["area_mu"] == 3197 and mine["project"]["place"] == "三明将乐县"
        assert mine["vintage"] == {"from": 2016, "to": 2020}
        assert (mine["price_fen_per_t"], mine["available_kg"], mine["demo"]) == (10_000, 12_000, False)
        english = world.request("GET", "/offers", language="en").json["items"]
        assert next(o for o in english if o["offer_id"] == str(offer_id))["project"]["place"] == "Jiangle, Sanming"

    def test_may_not_hold_more_than_its_seller_has(self, world):
        forest = plant(world, 1_000)
        forest.transfers(forest.village, forest.reserve_body, 400)
        with pytest.raises(InsufficientBalance):
            forest.lists(401)

    def test_smaller_than_its_slots_has_fewer_slots(self, world):
        forest = plant(world, 3)
        forest.transfers(forest.village, forest.reserve_body, 3)
        assert left_kg(world, forest.lists(3, slots=16)) == 3

    def test_that_is_taken_off_goes_back_to_its_seller(self, world):
        forest, offer_id = on_shelf(world, 1_000, slots=4)
        forest.reserves(offer_id, 300)

        off = world.does(lambda: market.take_off_shelf(SYSTEM, TakeOffShelf(offer_id)))

        assert off.quantity_kg == 700
        assert str(offer_id) not in {offer["offer_id"] for offer in world.get("/offers").json["items"]}
        with pytest.raises(OfferNotFound):
            forest.reserves(offer_id, 1)


class TestAReservation:
    def test_takes_kilograms_off_the_shelf_and_keeps_neighbours_together(self, world):
        forest, offer_id = on_shelf(world, 16_000, slots=16)

        held = forest.reserves(offer_id, 230)

        assert sum(each.quantity_kg for each in held.serials) == held.quantity_kg == 230
        assert len(held.serials) == 1, "one slot could fill it"
        assert left_kg(world, offer_id) == 16_000 - 230

    def test_larger_than_a_slot_takes_from_several(self, world):
        forest, offer_id = on_shelf(world, 1_000, slots=10)
        held = forest.reserves(offer_id, 950)
        assert held.quantity_kg == 950
        assert left_kg(world, offer_id) == 50

    def test_of_more_than_is_left_takes_nothing_and_says_how_much_is_left(self, world):
        forest, offer_id = on_shelf(world, 500, slots=4)
        forest.reserves(offer_id, 360)

        with pytest.raises(ShelfExhausted) as refused:
            forest.reserves(offer_id, 141)

        assert refused.value.facts == {"left_kg": 140}
        assert left_kg(world, offer_id) == 140

    def test_is_made_once_for_an_order(self, world):
        forest, offer_id = on_shelf(world, 500, slots=4)
        order_id = new_id()
        forest.reserves(offer_id, 10, order_id)
        with pytest.raises(EntryReferenceReused):
            forest.reserves(offer_id, 10, order_id)
        assert left_kg(world, offer_id) == 490

    def test_that_is_released_is_back_in_the_very_slots(self, world):
        forest, offer_id = on_shelf(world, 1_000, slots=8)
        before = world.get(f"/registry/batches/{forest.number}").json["ribbon"]
        order_id = new_id()
        forest.reserves(offer_id, 700, order_id)

        assert forest.releases(order_id) == 700

        assert left_kg(world, offer_id) == 1_000
        assert world.get(f"/registry/batches/{forest.number}").json["ribbon"] == before
        whole = forest.reserves(offer_id, 125)
        assert len(whole.serials) == 1, "the slot is in one piece again"

    def test_is_released_once(self, world):
        forest, offer_id = on_shelf(world, 100, slots=2)
        order_id = new_id()
        forest.reserves(offer_id, 60, order_id)
        forest.releases(order_id)
        with pytest.raises(NothingReserved):
            forest.releases(order_id)
        with pytest.raises(NothingReserved):
            forest.retires(order_id, forest.firm)


class TestTheLastKilograms:
    def test_thirty_two_buyers_at_once_get_all_of_them_and_not_one_more(self, world):
        forest, offer_id = on_shelf(world, 1_000, slots=16)

        def buys():
            try:
                return forest.reserves(offer_id, 45).serials
            except ShelfExhausted as refused:
                return refused.facts["left_kg"]

        outcomes = world.at_once(*[buys] * 32)

        sold = [ranges for ranges in outcomes if isinstance(ranges, tuple)]
        assert len(sold) == 1_000 // 45
        serials = [serial for ranges in sold for each in ranges for serial in range(each.first, each.last + 1)]
        assert len(serials) == len(set(serials)) == 22 * 45
        assert all(left < 45 for left in outcomes if isinstance(left, int))
        assert left_kg(world, offer_id) == 1_000 - 22 * 45

    def test_a_single_slot_is_sold_to_the_last_kilogram(self, world):
        forest, offer_id = on_shelf(world, 20, slots=1)

        def buys():
            try:
                return forest.reserves(offer_id, 1).quantity_kg
            except ShelfExhausted:
                return 0

        assert sum(world.at_once(*[buys] * 32)) == 20
        assert left_kg(world, offer_id) == 0

    def test_buying_giving_back_and_retiring_at_once_lose_and_double_nothing(self, world):
        forest, offer_id = on_shelf(world, 600, slots=6)
        citizen = new_id()

        def lives_through(turn):
            def story():
                order_id = new_id()
                try:
                    forest.reserves(offer_id, 37, order_id)
                except ShelfExhausted:
                    return 0
                if turn % 2:
                    forest.releases(order_id)
                    return 0
                return forest.retires(order_id, citizen).quantity_kg

            return story

        retired = sum(world.at_once(*[lives_through(turn) for turn in range(32)]))

        assert left_kg(world, offer_id) == 600 - retired
        assert retired % 37 == 0 and retired > 0

    def test_one_order_is_either_released_or_retired(self, world):
        forest, offer_id = on_shelf(world, 100, slots=4)
        order_id = new_id()
        forest.reserves(offer_id, 80, order_id)

        def attempt(work):
            def tried():
                try:
                    work()
                    return True
                except (NothingReserved, InsufficientBalance, EntryReferenceReused):
                    return False

            return tried

        release = attempt(lambda: forest.releases(order_id))
        retire = attempt(lambda: forest.retires(order_id, forest.firm))
        assert sum(world.at_once(*[release, retire] * 16)) == 1
