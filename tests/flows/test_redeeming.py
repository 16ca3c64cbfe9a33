"""到店兑换 / Show a code at a counter; have something for points; have it taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update

from backend.extensions import db
from backend.identity.models import Membership
from backend.kernel import clock
from backend.kernel.principal import SYSTEM
from backend.points.errors import RebateTooHigh
from backend.points.models import PointLot
from backend.rewards import service as rewards
from backend.rewards.payloads import CloseReward
from tests.support.counter import Shop, a_code, a_neighbour, balance, earns, later, signs_in_again, works_for
from tests.support.world import World, fresh_key


@pytest.fixture(scope="module")
def shop(app, keys_folder) -> Shop:
    return Shop(World(app, keys_folder / "sms.jsonl"))


@pytest.fixture(scope="module")
def other_shop(app, keys_folder) -> Shop:
    return Shop(World(app, keys_folder / "sms.jsonl"), "明溪供销社")


def code_of(refused) -> tuple[int, str]:
    return refused.status_code, refused.json["code"]


class TestThePayCode:
    def test_is_a_text_for_the_qr_and_twelve_digits_for_a_minute(self, world):
        issued = a_neighbour(world).post("/pay-codes")
        assert issued.status_code == 200
        assert issued.json["code"].startswith("MXP1.") and len(issued.json["code"]) == 5 + 43
        assert len(issued.json["digits"]) == 12 and issued.json["digits"].isdigit()
        assert issued.json["expires_in_s"] == 60

    def test_is_the_same_when_the_request_is_repeated(self, world):
        neighbour, key = a_neighbour(world), fresh_key()
        first, again = neighbour.post("/pay-codes", key=key), neighbour.post("/pay-codes", key=key)
        assert again.json == first.json
        assert again.headers["Idempotency-Replayed"] == "true"

    def test_is_not_kept_in_the_clear(self, world):
        issued = a_neighbour(world).post("/pay-codes").json
        kept = world.reads(lambda: str(db.session.execute(text("SELECT * FROM rewards_pay_codes")).all()))
        assert issued["code"] not in kept and issued["digits"] not in kept

    def test_dies_when_the_next_one_is_shown(self, world, shop):
        neighbour = a_neighbour(world, points=10)
        old, new = a_code(neighbour), a_code(neighbour)
        assert code_of(shop.takes(old, points=5)) == (422, "pay-code-expired")
        assert shop.takes(new, points=5).status_code == 201

    def test_dies_after_a_minute(self, world, shop):
        code = a_code(a_neighbour(world, points=10))
        with later(seconds=61):
            assert code_of(shop.takes(code, points=5)) == (422, "pay-code-expired")
            assert code_of(shop.looks_at(code)) == (422, "pay-code-expired")

    def test_is_forgotten_by_and_by_but_not_what_was_redeemed_with_it(self, world, shop):
        neighbour = a_neighbour(world, points=10)
        unused, used = a_code(a_neighbour(world)), a_code(neighbour)
        shop.takes(used, points=5)
        with later(days=2):
            world.does(rewards.forget_old_codes)
        assert code_of(shop.looks_at(unused)) == (422, "pay-code-invalid")
        assert code_of(shop.looks_at(used)) == (422, "pay-code-used")

    def test_belongs_to_citizens_only(self, world, shop):
        assert code_of(shop.clerk.post("/pay-codes")) == (403, "forbidden")


class TestLookingAtACode:
    def test_tells_a_masked_name_and_four_digits_and_takes_nothing(self, world, shop):
        neighbour = a_neighbour(world, points=10, nickname="林小溪")
        code = a_code(neighbour)

        seen = shop.looks_at(code)

        assert seen.status_code == 200
        assert seen.json["valid"] is True
        assert seen.json["customer"] == {"name_masked": "林**", "phone_tail": neighbour.phone[-4:]}
        assert 0 < seen.json["expires_in_s"] <= 60
        assert neighbour.phone not in seen.text
        assert balance(neighbour) == 10

    def test_binds_it_to_this_merchant(self, world, shop, other_shop):
        neighbour = a_neighbour(world, points=10)
        code = a_code(neighbour)
        assert shop.looks_at(code).status_code == 200

        assert code_of(other_shop.looks_at(code)) == (422, "pay-code-shown-elsewhere")
        assert code_of(other_shop.takes(code, points=5)) == (422, "pay-code-shown-elsewhere")
        assert shop.looks_at(code).status_code == 200
        assert shop.takes(code, points=5).status_code == 201

    def test_of_ones_own_is_refused(self, world, shop):
        neighbour = a_neighbour(world, points=10)
        clerk = works_for(world, neighbour, shop.party_id)
        code = a_code(neighbour)
        assert code_of(shop.looks_at(code, clerk)) == (422, "pay-code-own")

    def test_stops_after_twenty_wrong_ones_in_a_minute_also_for_a_right_one(self, world, shop):
        clerk = shop.another_clerk()
        good = a_code(a_neighbour(world, points=10))
        wrong = [f"{i:012}" for i in range(32)]

        answers = world.at_once(*[lambda code=code: shop.looks_at(code, clerk) for code in wrong])

        assert sorted(answer.status_code for answer in answers) == [422] * 20 + [429] * 12
        limited = shop.takes(good, clerk=clerk, points=5)
        assert code_of(limited) == (429, "wrong-codes-limit")
        assert 1 <= int(limited.headers["Retry-After"]) <= 60
        assert shop.looks_at(good).status_code == 200, "another clerk goes on"
        with later(seconds=61):
            fresh = a_code(a_neighbour(world))
            assert shop.looks_at(fresh, clerk).status_code == 200


class TestRedeeming:
    def test_gives_a_reward_for_its_points(self, world, shop):
        neighbour = a_neighbour(world, points=230)
        reward_id = shop.puts_up(costs=200, worth_fen=600, stock=3)

        done = shop.takes(a_code(neighbour), reward_id=reward_id, out_trade_no="LC-1122-0028")

        assert done.status_code == 201
        assert done.json["points"] == 200
        assert done.json["hand_over"]["title"] == "擂茶一碗" and done.json["hand_over"]["text"]
        assert done.json["reward"] == {"reward_id": reward_id, "title": "擂茶一碗"}
        assert done.json["customer"]["name_masked"] == "林**"
        assert (done.json["payable_fen"], done.json["out_trade_no"]) == (600, "LC-1122-0028")
        assert done.json["abilities"] == ["reverse"]
        assert balance(neighbour) == 30
        assert world.get(f"/rewards/{reward_id}").json["stock"] == 2

    def test_takes_any_number_of_points_off_the_bill(self, world, shop):
        neighbour = a_neighbour(world, points=230)
        done = shop.takes(a_code(neighbour, typed=True), points=120).json
        assert (done["points"], done["payable_fen"], done["reward"]) == (120, 360, None)
        assert "3.60" in done["hand_over"]["title"]
        assert balance(neighbour) == 110

    def test_takes_digits_as_people_read_them_out(self, world, shop):
        digits = a_code(a_neighbour(world, points=10), typed=True)
        spoken = f" {digits[:4]} {digits[4:8]} {digits[8:]}"
        assert shop.takes(spoken, points=5).status_code == 201

    def test_speaks_english(self, world, shop):
        reward_id = shop.puts_up(costs=10, worth_fen=30)
        code = a_code(a_neighbour(world, points=10))
        body = {"code": code, "reward_id": reward_id, "out_trade_no": shop.next_number()}
        assert shop.clerk.post("/redemptions", body, language="en").json["hand_over"]["title"] == "A bowl of leicha"

    def test_repeated_with_its_key_is_done_once(self, world, shop):
        neighbour, key = a_neighbour(world, points=10), fresh_key()
        body = {"code": a_code(neighbour), "points": 4, "out_trade_no": shop.next_number()}
        first, again = shop.clerk.post("/redemptions", body, key=key), shop.clerk.post("/redemptions", body, key=key)
        assert again.json == first.json
        assert again.headers["Idempotency-Replayed"] == "true"
        assert balance(neighbour) == 6

    def test_kills_the_code(self, world, shop):
        code = a_code(a_neighbour(world, points=10))
        shop.takes(code, points=1)
        refused = shop.takes(code, points=1)
        assert code_of(refused) == (422, "pay-code-used")
        facts = refused.json["reasons"][0]["facts"]
        assert facts["at"].endswith("+08:00") and facts["time"] in refused.json["detail"]

    def test_that_the_balance_does_not_cover_kills_the_code_too(self, world, shop):
        neighbour = a_neighbour(world, points=10)
        code = a_code(neighbour)

        refused = shop.takes(code, points=11)

        assert code_of(refused) == (422, "insufficient-balance")
        assert refused.json["reasons"][0]["facts"]["required"] == 11
        assert code_of(shop.takes(code, points=1)) == (422, "pay-code-used")
        assert balance(neighbour) == 10

    def test_of_what_is_out_of_stock_kills_the_code_too(self, world, shop):
        reward_id = shop.puts_up(costs=10, worth_fen=30, stock=0)
        neighbour = a_neighbour(world, points=10)
        code = a_code(neighbour)
        assert code_of(shop.takes(code, reward_id=reward_id)) == (422, "reward-out-of-stock")
        assert code_of(shop.takes(code, points=1)) == (422, "pay-code-used")
        assert balance(neighbour) == 10

    def test_of_what_is_closed_or_another_shops_is_refused(self, world, shop, other_shop):
        closed, theirs = shop.puts_up(costs=10, worth_fen=30), other_shop.puts_up(costs=10, worth_fen=30)
        world.does(lambda: rewards.close_reward(SYSTEM, CloseReward(UUID(closed))))
        neighbour = a_neighbour(world, points=10)
        assert code_of(shop.takes(a_code(neighbour), reward_id=closed)) == (422, "reward-closed")
        assert code_of(shop.takes(a_code(neighbour), reward_id=theirs)) == (404, "reward-not-this-merchant")
        assert balance(neighbour) == 10

    def test_of_what_one_person_gets_once_is_refused_the_second_time(self, world, shop):
        reward_id = shop.puts_up(costs=10, worth_fen=30, stock=5, limit_count=1, limit_span="ever")
        neighbour = a_neighbour(world, points=30)
        first = shop.takes(a_code(neighbour), reward_id=reward_id)

        second = shop.takes(a_code(neighbour), reward_id=reward_id)

        assert (first.status_code, code_of(second)) == (201, (422, "reward-limit-reached"))
        assert balance(neighbour) == 20
        assert world.get(f"/rewards/{reward_id}").json["stock"] == 4
        assert shop.takes(a_code(a_neighbour(world, points=10)), reward_id=reward_id).status_code == 201, "others do"
        shop.reverses(first.json["redemption_id"])
        assert shop.takes(a_code(neighbour), reward_id=reward_id).status_code == 201, "what was taken back is free"

    def test_of_what_one_gets_once_a_day_is_open_again_tomorrow(self, world, shop):
        reward_id = shop.puts_up(costs=10, worth_fen=30, limit_count=1, limit_span="day")
        neighbour = a_neighbour(world, points=30)
        shop.takes(a_code(neighbour), reward_id=reward_id)
        assert code_of(shop.takes(a_code(neighbour), reward_id=reward_id)) == (422, "reward-limit-reached")
        with later(days=1):
            clerk = signs_in_again(world, shop.clerk, shop.party_id)
            code = a_code(signs_in_again(world, neighbour))
            assert shop.takes(code, clerk=clerk, reward_id=reward_id).status_code == 201

    def test_of_ones_own_points_is_refused(self, world, shop):
        neighbour = a_neighbour(world, points=10)
        clerk = works_for(world, neighbour, shop.party_id)
        assert code_of(shop.takes(a_code(neighbour), clerk=clerk, points=1)) == (422, "pay-code-own")
        assert balance(neighbour) == 10

    def test_needs_somebody_who_still_works_there(self, world, shop):
        clerk = shop.another_clerk()
        ended = update(Membership).where(Membership.person_id == UUID(clerk.person_id)).values(ended_at=func.now())
        world.does(lambda: db.session.execute(ended))
        neighbour = a_neighbour(world, points=10)
        assert code_of(shop.takes(a_code(neighbour), clerk=clerk, points=1)) == (401, "bearer-token-invalid")
        assert code_of(shop.looks_at(a_code(neighbour), clerk)) == (401, "bearer-token-invalid")
        assert balance(neighbour) == 10

    def test_is_not_for_citizens(self, world):
        neighbour = a_neighbour(world, points=10)
        body = {"code": a_code(neighbour), "points": 1, "out_trade_no": "X"}
        assert code_of(neighbour.post("/redemptions", body)) == (403, "forbidden")

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"points": 0}, "/points"),
            ({"points": -1}, "/points"),
            ({"points": 1.0}, "/points"),
            ({"points": "1"}, "/points"),
            ({"points": True}, "/points"),
            ({"points": 2**63}, "/points"),
            ({"points": None}, "/points"),
            ({"reward_id": "0197b0c0-0000-7000-8000-000000000000"}, "/points"),
            ({"points": ...}, "/points"),
            ({"code": "12345678901"}, "/code"),
            ({"code": "１２３４５６７８９０１２"}, "/code"),
            ({"code": "123456789012\n"}, "/code"),
            ({"code": "MXP1." + "ä" * 43}, "/code"),
            ({"code": None}, "/code"),
            ({"code": 123456789012}, "/code"),
            ({"out_trade_no": ""}, "/out_trade_no"),
            ({"out_trade_no": "x" * 65}, "/out_trade_no"),
            ({"out_trade_no": "a b"}, "/out_trade_no"),
            ({"out_trade_no": "单号"}, "/out_trade_no"),
            ({"out_trade_no": "a\n"}, "/out_trade_no"),
            ({"payable_fen": 1}, "/payable_fen"),
        ],
    )
    def test_says_which_field_is_wrong_and_leaves_the_code_alive(self, world, shop, change, field):
        code = a_code(a_neighbour(world, points=10))
        good = {"code": code, "points": 1, "out_trade_no": shop.next_number()}
        body = {name: value for name, value in (good | change).items() if value is not ...}

        refused = shop.clerk.post("/redemptions", body)

        assert code_of(refused) == (400, "invalid-request")
        assert [error["field"] for error in refused.json["errors"]] == [field]
        assert refused.json["errors"][0]["mend"]
        assert shop.takes(code, points=1).status_code == 201

    def test_of_what_does_not_exist_answers_as_of_what_is_not_ours(self, world, shop):
        refused = shop.takes(a_code(a_neighbour(world)), reward_id="0197b0c0-0000-7000-8000-000000000000")
        assert code_of(refused) == (404, "reward-not-this-merchant")


class TestTheTillsOwnNumber:
    def test_is_good_once_and_tells_what_it_became(self, world, shop):
        neighbour, number = a_neighbour(world, points=10), shop.next_number()
        done = shop.takes(a_code(neighbour), points=1, out_trade_no=number).json
        again = a_code(neighbour)

        refused = shop.takes(again, points=1, out_trade_no=number)

        assert code_of(refused) == (409, "out-trade-no-reused")
        assert refused.json["reasons"][0]["facts"]["redemption_id"] == done["redemption_id"]
        assert shop.clerk.get(f"/redemptions/{done['redemption_id']}").json["out_trade_no"] == number
        assert shop.takes(again, points=1).status_code == 201, "the code was not to blame"

    def test_answers_a_sale_that_is_repeated_with_its_own_dead_code(self, world, shop):
        code, number = a_code(a_neighbour(world, points=10)), shop.next_number()
        shop.takes(code, points=1, out_trade_no=number)
        assert code_of(shop.takes(code, points=1, out_trade_no=number)) == (409, "out-trade-no-reused")

    def test_is_each_merchants_own(self, world, shop, other_shop):
        neighbour = a_neighbour(world, points=10)
        assert shop.takes(a_code(neighbour), points=1, out_trade_no="SAME").status_code == 201
        assert other_shop.takes(a_code(neighbour), points=1, out_trade_no="SAME").status_code == 201

    def test_finds_the_redemption(self, world, shop, other_shop):
        done = shop.takes(a_code(a_neighbour(world, points=10)), points=1, out_trade_no="FIND-ME").json
        assert shop.clerk.get("/redemptions", out_trade_no="FIND-ME").json["items"] == [done]
        assert other_shop.clerk.get("/redemptions", out_trade_no="FIND-ME").json["items"] == []


class TestReversing:
    def lots(self, world, person):
        return world.reads(
            lambda: [
                tuple(row)
                for row in db.session.execute(
                    select(PointLot.id, PointLot.expires_on, PointLot.available)
                    .where(PointLot.party_id == UUID(person.party_id))
                    .order_by(PointLot.expires_on, PointLot.id)
                )
            ]
        )

    def test_gives_the_very_lots_back_with_their_last_day_and_the_piece_to_stock(self, world, shop):
        neighbour = a_neighbour(world, points=20)
        with later(minutes=5):
            earns(world, neighbour, 15)
        before = self.lots(world, neighbour)
        reward_id = shop.puts_up(costs=30, worth_fen=90, stock=1)
        done = shop.takes(a_code(neighbour), reward_id=reward_id).json
        assert self.lots(world, neighbour) != before

        back = shop.reverses(done["redemption_id"], reason="拿错了")

        assert back.status_code == 200
        assert (back.json["state"], back.json["abilities"]) == ("reversed", [])
        assert back.json["reversed_at"]
        assert self.lots(world, neighbour) == before
        assert world.get(f"/rewards/{reward_id}").json["stock"] == 1

    def test_happens_once(self, world, shop):
        neighbour = a_neighbour(world, points=20)
        done = shop.takes(a_code(neighbour), points=20).json

        answers = world.at_once(*[lambda: shop.reverses(done["redemption_id"])] * 8)

        assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
        assert {answer.json["code"] for answer in answers if answer.status_code == 409} == {"redemption-not-reversible"}
        assert balance(neighbour) == 20

    def test_is_open_for_24_hours(self, world, shop):
        neighbour = a_neighbour(world, points=20)
        first, second = (shop.takes(a_code(neighbour), points=5).json["redemption_id"] for _ in range(2))
        with later(hours=23, minutes=59):
            clerk = signs_in_again(world, shop.clerk, shop.party_id)
            assert clerk.post(f"/redemptions/{first}/reversal").status_code == 200
        with later(hours=24, seconds=1):
            clerk = signs_in_again(world, shop.clerk, shop.party_id)
            assert clerk.get(f"/redemptions/{second}").json["abilities"] == []
            refused = clerk.post(f"/redemptions/{second}/reversal")
            assert code_of(refused) == (409, "redemption-not-reversible")
            assert refused.json["reasons"][0]["facts"]["why"] == "too-late"

    def test_is_for_the_merchant_that_took_the_points(self, world, shop, other_shop):
        done = shop.takes(a_code(a_neighbour(world, points=20)), points=20).json
        assert code_of(other_shop.reverses(done["redemption_id"])) == (404, "redemption-not-found")
        assert code_of(other_shop.clerk.get(f"/redemptions/{done['redemption_id']}")) == (404, "redemption-not-found")
        assert code_of(shop.reverses("0197b0c0-0000-7000-8000-000000000000")) == (404, "redemption-not-found")

    def test_leaves_the_code_dead(self, world, shop):
        code = a_code(a_neighbour(world, points=20))
        shop.reverses(shop.takes(code, points=20).json["redemption_id"])
        assert code_of(shop.takes(code, points=1)) == (422, "pay-code-used")


class TestWhoSeesWhat:
    def test_the_merchant_sees_the_day(self, world):
        shop, neighbour = Shop(world), a_neighbour(world, points=100)
        kept = shop.takes(a_code(neighbour), points=40).json
        undone = shop.takes(a_code(neighbour), points=10).json
        shop.reverses(undone["redemption_id"])
        today = world.does(clock.today)

        listed = shop.clerk.get("/redemptions", business_date=today.isoformat()).json
        summary = shop.clerk.get(f"/redemption-summaries/{today}")

        assert [row["redemption_id"] for row in listed["items"]] == [undone["redemption_id"], kept["redemption_id"]]
        assert summary.json == {
            "business_date": today.isoformat(), "count": 1, "points": 40, "payable_fen": 120, "reversed_count": 1,
        }  # fmt: skip
        yesterday = today - timedelta(days=1)
        assert shop.clerk.get("/redemptions", business_date=yesterday.isoformat()).json["items"] == []
        assert shop.clerk.get(f"/redemption-summaries/{yesterday}").json["count"] == 0

    @pytest.mark.parametrize("day", ["2026-02-30", "0001-01-01", "9999-12-31"])
    def test_a_day_that_is_none_is_said_to_be_none(self, shop, day):
        for refused in (shop.clerk.get(f"/redemption-summaries/{day}"),
                        shop.clerk.get("/redemptions", business_date=day)):  # fmt: skip
            assert (refused.status_code, refused.json["errors"][0]["code"]) == (400, "not-a-day")

    def test_long_lists_come_in_pages(self, world):
        shop, neighbour = Shop(world), a_neighbour(world, points=5)
        made = [shop.takes(a_code(neighbour), points=1).json["redemption_id"] for _ in range(5)]
        first = shop.clerk.get("/redemptions", limit=3).json
        rest = shop.clerk.get("/redemptions", limit=3, cursor=first["next_cursor"]).json
        assert [row["redemption_id"] for row in first["items"] + rest["items"]] == made[::-1]
        assert rest["next_cursor"] is None

    def test_the_citizen_sees_where_the_points_went(self, world, shop):
        neighbour = a_neighbour(world, points=100)
        reward_id = shop.puts_up(costs=40, worth_fen=120)
        done = shop.takes(a_code(neighbour), reward_id=reward_id).json

        [mine] = neighbour.get("/my-redemptions").json["items"]
        assert mine["redemption_id"] == done["redemption_id"]
        assert (mine["title"], mine["points"], mine["state"]) == ("擂茶一碗", 40, "done")
        assert mine["merchant"]["name"] == "客家擂茶铺"
        [entry] = neighbour.get("/points/entries", direction="spent").json["items"]
        assert (entry["entry_id"], entry["points"]) == (mine["entry_id"], -40)
        explained = neighbour.get(f"/points/entries/{mine['entry_id']}/explanation").json
        assert explained["redemption"]["redemption_id"] == done["redemption_id"]
        assert any(step["icon"] == "shop" for step in explained["steps"])
        assert a_neighbour(world).get("/my-redemptions").json["items"] == []

    def test_every_act_at_the_counter_is_noted_for_the_log(self, world, shop):
        done = shop.takes(a_code(a_neighbour(world, points=10)), points=10).json
        shop.reverses(done["redemption_id"])
        noted = world.reads(
            lambda: (
                db.session.execute(
                    text(
                        "SELECT kind FROM transparency_leaves WHERE convert_from(content, 'UTF8') LIKE :id ORDER BY id"
                    ),
                    {"id": f"%{done['redemption_id']}%"},
                )
                .scalars()
                .all()
            )
        )
        assert noted == ["redemption.done", "redemption.reversed"]


class TestTheCatalogue:
    def test_can_be_browsed_without_signing_in(self, world):
        shop = Shop(world)
        reward_id = shop.puts_up(costs=200, worth_fen=600, stock=66)
        listed = world.get("/rewards", category="food").json["items"]
        [shown] = [row for row in listed if row["reward_id"] == reward_id]
        assert shown == world.get(f"/rewards/{reward_id}").json
        assert (shown["points"], shown["stock"], shown["state"]) == (200, 66, "available")
        assert shown["merchant"] == {"party_id": str(shop.party_id), "name": "客家擂茶铺", "place": "雪峰镇"}
        assert shown["funder"] == "县财政积分补贴"
        assert reward_id not in {row["reward_id"] for row in world.get("/rewards", category="travel").json["items"]}

    def test_is_read_page_by_page_and_for_one_counter_alone(self, world):
        small, large = Shop(world, "合作社小铺"), Shop(world, "毛竹工坊")
        three = [small.puts_up(costs=10, worth_fen=30) for _ in range(3)]
        many = [large.puts_up(costs=10, worth_fen=30) for _ in range(25)]

        def ids(page: Any) -> list[str]:
            return [row["reward_id"] for row in page["items"]]

        assert ids(world.get("/rewards", merchant=str(small.party_id)).json) == three[::-1], "however many came later"
        first = world.get("/rewards", merchant=str(large.party_id)).json
        rest = world.get("/rewards", merchant=str(large.party_id), cursor=first["next_cursor"]).json
        assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (20, 5, None)
        assert ids(first) + ids(rest) == many[::-1]
        assert code_of(world.get("/rewards", merchant="毛竹工坊")) == (400, "invalid-request")

    def test_says_how_many_one_gets_and_tells_each_person_how_many_more(self, world, shop):
        once = shop.puts_up(costs=10, worth_fen=30, limit_count=1, limit_span="ever")
        twice = shop.puts_up(costs=10, worth_fen=30, limit_count=2, limit_span="month")
        free = shop.puts_up(costs=10, worth_fen=30)
        listed = {row["reward_id"]: row["limit"] for row in world.get("/rewards", limit=100).json["items"]}
        assert listed[once] == {"count": 1, "span": "ever"} and listed[free] is None
        neighbour = a_neighbour(world, points=30)
        for reward_id in (once, twice):
            shop.takes(a_code(neighbour), reward_id=reward_id)

        left = {row["reward_id"]: row for row in neighbour.get("/my-reward-limits").json["items"]}

        assert (left[once]["left"], left[once]["next_on"]) == (0, None)
        assert (left[twice]["left"], left[twice]["span"]) == (1, "month") and left[twice]["next_on"].endswith("-01")
        assert free not in left
        assert code_of(shop.clerk.get("/my-reward-limits")) == (403, "forbidden")

    def test_shows_what_is_out_of_stock_and_hides_what_is_closed(self, world, shop):
        empty, closed = shop.puts_up(costs=10, worth_fen=0, stock=0), shop.puts_up(costs=10, worth_fen=0)
        world.does(lambda: rewards.close_reward(SYSTEM, CloseReward(UUID(closed))))
        listed = {row["reward_id"]: row["state"] for row in world.get("/rewards", limit=100).json["items"]}
        assert listed[empty] == "out-of-stock" and closed not in listed
        assert world.get(f"/rewards/{closed}").json["state"] == "closed"

    def test_has_no_reward_that_gives_back_too_much_of_the_price(self, world, shop):
        shop.puts_up(costs=200, worth_fen=600)
        with pytest.raises(RebateTooHigh):
            shop.puts_up(costs=200, worth_fen=601)

    def test_says_what_it_does_not_know(self, world):
        assert code_of(world.get("/rewards/0197b0c0-0000-7000-8000-000000000000")) == (404, "reward-not-found")
        assert code_of(world.get("/rewards", category="money")) == (400, "invalid-request")
