"""抢码 抢货 抢积分 / Thirty-two hands on one code, one piece, one balance."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.support.counter import Shop, a_code, a_neighbour, balance
from tests.support.world import World

HANDS = 32


@pytest.fixture(scope="module")
def shops(app, keys_folder) -> list[Shop]:
    world = World(app, keys_folder / "sms.jsonl")
    return [Shop(world) for _ in range(HANDS)]


def outcomes(answers) -> Counter:
    return Counter((each.status_code, each.json["code"] if each.status_code >= 400 else None) for each in answers)


class TestOneShareEach:
    def test_at_two_counters_of_one_shop_is_given_once(self, world, shops):
        shop = shops[0]
        for _ in range(5):
            reward_id = shop.puts_up(costs=10, worth_fen=30, limit_count=1, limit_span="ever")
            neighbour, clerk = a_neighbour(world, points=100), shop.another_clerk()

            def at(counter, neighbour=neighbour, reward_id=reward_id):
                return shop.takes(a_code(neighbour), clerk=counter, reward_id=reward_id)

            world.at_once(*[lambda counter=counter: at(counter) for counter in (shop.clerk, clerk) * 2])
            assert balance(neighbour) >= 90, "at most one of four was given"


class TestOneCode:
    def test_at_32_merchants_is_taken_by_one(self, world, shops):
        neighbour = a_neighbour(world, points=1000)
        code = a_code(neighbour)
        answers = world.at_once(*[lambda shop=shop: shop.takes(code, points=10) for shop in shops])
        assert outcomes(answers) == {(201, None): 1, (422, "pay-code-used"): HANDS - 1}
        assert balance(neighbour) == 990

    def test_at_32_merchants_is_shown_to_one(self, world, shops):
        code = a_code(a_neighbour(world, points=1000))
        answers = world.at_once(*[lambda shop=shop: shop.looks_at(code) for shop in shops])
        assert outcomes(answers) == {(200, None): 1, (422, "pay-code-shown-elsewhere"): HANDS - 1}

    def test_pressed_32_times_at_one_counter_is_taken_once(self, world, shops):
        neighbour, shop = a_neighbour(world, points=1000), shops[0]
        code = a_code(neighbour)
        answers = world.at_once(*[lambda: shop.takes(code, points=10, out_trade_no="PRESSED")] * HANDS)
        assert outcomes(answers) == {(201, None): 1, (409, "out-trade-no-reused"): HANDS - 1}
        assert balance(neighbour) == 990

    def test_read_out_and_scanned_at_once_is_taken_once(self, world, shops):
        neighbour = a_neighbour(world, points=1000)
        issued = neighbour.post("/pay-codes").json
        ways = [issued["code"], issued["digits"]] * (HANDS // 2)
        answers = world.at_once(*[lambda shop=shop, way=way: shop.takes(way, points=10)
                                  for shop, way in zip(shops, ways, strict=True)])  # fmt: skip
        assert outcomes(answers)[201, None] == 1
        assert balance(neighbour) == 990

    def test_asked_for_32_times_at_once_leaves_one_alive(self, world, shops):
        neighbour = a_neighbour(world, points=1000)
        issued = world.at_once(*[lambda: neighbour.post("/pay-codes")] * HANDS)
        assert outcomes(issued) == {(200, None): HANDS}
        answers = world.at_once(*[lambda shop=shop, code=each.json["code"]: shop.takes(code, points=1)
                                  for shop, each in zip(shops, issued, strict=True)])  # fmt: skip
        assert outcomes(answers) == {(201, None): 1, (422, "pay-code-expired"): HANDS - 1}


class TestOnePiece:
    def test_in_stock_goes_to_one_of_32_customers(self, world, shops):
        shop = shops[0]
        reward_id = shop.puts_up(costs=10, worth_fen=30, stock=1)
        neighbours = [a_neighbour(world, points=10) for _ in range(HANDS)]
        codes = [a_code(neighbour) for neighbour in neighbours]
        numbers = [shop.next_number() for _ in codes]

        answers = world.at_once(*[
            lambda code=code, number=number: shop.takes(code, reward_id=reward_id, out_trade_no=number)
            for code, number in zip(codes, numbers, strict=True)
        ])  # fmt: skip

        assert outcomes(answers) == {(201, None): 1, (422, "reward-out-of-stock"): HANDS - 1}
        assert world.get(f"/rewards/{reward_id}").json["stock"] == 0
        assert sorted(balance(neighbour) for neighbour in neighbours) == [0] + [10] * (HANDS - 1)


class TestOneNumberOfTheTill:
    def test_for_32_customers_is_good_for_one(self, world, shops):
        shop = shops[0]
        codes = [a_code(a_neighbour(world, points=10)) for _ in range(HANDS)]
        answers = world.at_once(*[lambda code=code: shop.takes(code, points=1, out_trade_no="ONE") for code in codes])
        assert outcomes(answers) == {(201, None): 1, (409, "out-trade-no-reused"): HANDS - 1}


class TestOneBalance:
    def test_taken_while_codes_keep_changing_is_never_overdrawn(self, world, shops):
        neighbour = a_neighbour(world, points=100)

        def buys(shop):
            return shop.takes(a_code(neighbour), points=30)

        answers = world.at_once(*[lambda shop=shop: buys(shop) for shop in shops])

        done = outcomes(answers)[201, None]
        assert set(outcomes(answers)) <= {
            (201, None), (422, "insufficient-balance"), (422, "pay-code-expired"),
        }  # fmt: skip
        assert done <= 3
        assert balance(neighbour) == 100 - 30 * done

    def test_spent_and_given_back_at_once_adds_up(self, world, shops):
        neighbour, shop = a_neighbour(world, points=100), shops[0]
        done = [shop.takes(a_code(neighbour), points=10).json["redemption_id"] for _ in range(8)]
        code = a_code(neighbour)
        answers = world.at_once(
            *[lambda each=each: shop.reverses(each) for each in done],
            *[lambda other=other: other.takes(code, points=20) for other in shops[:24]],
        )
        assert outcomes(answers) == {(200, None): 8, (201, None): 1, (422, "pay-code-used"): 23}
        assert balance(neighbour) == 80
