"""购票抵消 / Buy kilograms of a ticket, pay, and see them retired."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.clock import PROGRAMME_ZONE
from backend.offsets.models import Order, Quote
from backend.payments import conversation
from backend.payments.models import Discrepancy, Payment
from backend.sweeps import to_rest
from tests.support.county import a_shelf
from tests.support.world import World, fresh_key


@pytest.fixture(scope="module")
def shelf(app, keys_folder):
    return a_shelf(World(app, keys_folder / "sms.jsonl"))


def quotes(person, **wish):
    return person.post("/offset-quotes", wish)


def orders(person, quote_id, *, key=None, purpose="voluntary", name="nickname", **more):
    body = {"quote_id": quote_id, "purpose": purpose, "beneficiary": {"kind": name}, **more}
    return person.post("/offset-orders", body, key=key)


def an_order(person, shelf, kg=10):
    quote = quotes(person, quantity_kg=kg, offer_id=shelf.offer_id).json
    return orders(person, quote["quote_id"]).json


def starts_paying(person, order, channel="native"):
    path = f"/payments/{order['payment']['payment_id']}/attempts"
    return person.post(path, {"gateway": "wechat", "channel": channel})


def pays(standin, order, **more):
    return standin.does("pay", out_trade_no=order["payment"]["payment_id"], notify=False, **more)


def see(person, order):
    return person.get(f"/offset-orders/{order['order_id']}").json


def sweeps(world):
    """What beat does all day, to rest."""
    return world.reads(to_rest)


def waits_until_it_expires(world, order):
    def let_it_pass():
        for kind, its_id in ((Payment, order["payment"]["payment_id"]), (Order, order["order_id"])):
            db.session.execute(update(kind).where(kind.id == its_id).values(expires_at=kind.recorded_at))

    world.does(let_it_pass)


class TestAQuote:
    def test_says_what_it_costs_and_what_it_earns(self, world, shelf):
        quote = quotes(world.citizen(), quantity_kg=230, offer_id=shelf.offer_id)
        assert quote.status_code == 200
        assert (quote.json["amount_fen"], quote.json["price_fen_per_t"]) == (2300, 10_000)
        assert quote.json["points_estimate"] == 230
        assert quote.json["lines"][0]["batch_number"] == shelf.batch_number

    def test_reserves_nothing(self, world, shelf):
        before = world.get("/offers").json["items"]
        quotes(world.citizen(), quantity_kg=230, offer_id=shelf.offer_id)
        assert world.get("/offers").json["items"] == before

    def test_beyond_the_shelf_is_refused_with_what_is_left(self, world):
        small = a_shelf(world, kg=140)
        refused = quotes(world.citizen(), quantity_kg=141, offer_id=small.offer_id)
        assert (refused.status_code, refused.json["code"]) == (422, "shelf-exhausted")
        assert refused.json["reasons"][0]["facts"]["left_kg"] == 140

    def test_beyond_the_daily_limit_is_refused_with_what_is_left(self, world, shelf):
        refused = quotes(world.citizen(), quantity_kg=1001, offer_id=shelf.offer_id)
        assert (refused.status_code, refused.json["code"]) == (422, "offset-daily-limit")

    @pytest.mark.parametrize("kg", [-1, 0, 0.1, 1e308, "10", "１０", 2**63, True, [1]])
    def test_takes_whole_kilograms_only(self, world, shelf, kg):
        refused = quotes(world.citizen(), quantity_kg=kg)
        assert refused.status_code == 400
        assert refused.json["errors"][0]["field"] == "/quantity_kg"

    def test_needs_to_know_how_much(self, world):
        assert quotes(world.citizen()).json["code"] == "offset-quantity-unclear"


class TestAnOrder:
    def test_holds_the_kilograms_and_asks_for_the_money(self, world, shelf):
        lin = world.citizen()
        order = an_order(lin, shelf, kg=25)
        assert (order["state"], order["payment"]["state"], order["amount_fen"]) == ("placed", "created", 250)
        assert order["abilities"] == ["pay", "cancel"]

    def test_of_somebody_else_does_not_exist(self, world, shelf):
        order = an_order(world.citizen(), shelf)
        chen = world.citizen()
        for path in (f"/offset-orders/{order['order_id']}", f"/payments/{order['payment']['payment_id']}"):
            assert chen.get(path).status_code == 404
        assert starts_paying(chen, order).status_code == 404
        assert chen.post(f"/offset-orders/{order['order_id']}/cancellation").status_code == 404

    def test_takes_its_quote_once(self, world, shelf):
        lin = world.citizen()
        quote = quotes(lin, quantity_kg=5, offer_id=shelf.offer_id).json["quote_id"]
        assert orders(lin, quote).status_code == 201
        assert orders(lin, quote).json["code"] == "quote-taken"

    def test_sent_twice_is_placed_once(self, world, shelf):
        lin, key = world.citizen(), fresh_key()
        quote = quotes(lin, quantity_kg=5, offer_id=shelf.offer_id).json["quote_id"]
        first, again = orders(lin, quote, key=key), orders(lin, quote, key=key)
        assert first.json == again.json
        assert again.headers["Idempotency-Replayed"] == "true"

    def test_pressed_32_times_at_once_is_placed_once(self, world, shelf):
        lin, key = world.citizen(), fresh_key()
        quote = quotes(lin, quantity_kg=5, offer_id=shelf.offer_id).json["quote_id"]
        answers = world.at_once(*[lambda: orders(lin, quote, key=key)] * 32)
        placed = [a for a in answers if a.status_code == 201]
        assert {a.status_code for a in answers} <= {201, 409}
        assert len({a.json["order_id"] for a in placed}) == 1
        assert len(lin.get("/offset-orders").json["items"]) == 1

    def test_by_a_stale_quote_is_refused(self, world, shelf):
        lin = world.citizen()
        quote = quotes(lin, quantity_kg=5, offer_id=shelf.offer_id).json["quote_id"]
        stale = update(Quote).where(Quote.id == quote).values(expires_at=Quote.recorded_at)
        world.does(lambda: db.session.execute(stale))
        refused = orders(lin, quote)
        assert (refused.status_code, refused.json["code"]) == (422, "quote-expired")
        assert refused.json["errors"][0]["field"] == "/quote_id"

    def test_can_be_cancelled_until_it_is_paid(self, world, shelf, standin):
        lin = world.citizen()
        order = an_order(lin, shelf)
        starts_paying(lin, order)
        cancelled = lin.post(f"/offset-orders/{order['order_id']}/cancellation")
        assert (cancelled.status_code, cancelled.json["state"]) == (200, "cancelled")
        assert pays(standin, order)["status"] != 200
        assert starts_paying(lin, order).json["code"] == "payment-not-payable"

    def test_paid_a_moment_before_the_cancellation_is_delivered(self, world, shelf, standin):
        lin = world.citizen()
        order = an_order(lin, shelf)
        starts_paying(lin, order)
        pays(standin, order)
        refused = lin.post(f"/offset-orders/{order['order_id']}/cancellation")
        assert refused.json["code"] == "offset-order-not-cancellable"
        assert see(lin, order)["state"] == "retired"


class TestPaying:
    def test_retires_the_kilograms_pays_the_seller_awards_points_and_gives_a_certificate(self, world, shelf, standin):
        lin = world.citizen("晓梅")
        order = an_order(lin, shelf, kg=230)
        attempt = starts_paying(lin, order)
        assert attempt.status_code == 201 and attempt.json["code_url"]
        pays(standin, order)
        sweeps(world)

        done = see(lin, order)

        assert (done["state"], done["payment"]["state"]) == ("retired", "paid")
        serials = done["retirement"]["serials"]
        assert sum(s["last"] - s["first"] + 1 for s in serials) == 230
        assert done["points"]["awarded"] == 230
        assert lin.get("/points").json["available"] == 230
        certificate = world.get(f"/certificates/{done['certificate']['number']}").json
        assert (certificate["state"], certificate["signature"]["valid"]) == ("valid", True)
        assert certificate["facts"]["beneficiary_name"] == "晓梅"
        receipt = lin.get(f"/payments/{order['payment']['payment_id']}/receipt").json
        assert (receipt["amount_fen"], receipt["certificate_number"]) == (2300, done["certificate"]["number"])

    def test_is_seen_at_once_by_the_payer_who_looks_and_is_asked_of_the_gateway_in_turns(self, world, shelf, standin):
        lin = world.citizen()
        order = an_order(lin, shelf)
        starts_paying(lin, order)
        standin.does("fail", out_trade_no=order["payment"]["payment_id"])

        def asked():
            number = UUID(order["payment"]["payment_id"]).hex
            return sum(number in str(entry) and "GET" in str(entry) for entry in standin.log())

        def looks(after_s):
            clock.set_offset(after_s)
            try:
                return lin.post(f"/payments/{order['payment']['payment_id']}/looks")
            finally:
                clock.set_offset(0)

        assert looks(1).json["last_attempt_failed"] is False, "somebody has just been sent there"
        assert asked() == 0
        failed = looks(3)
        assert (failed.status_code, failed.json["last_attempt_failed"]) == (200, True)
        assert [looks(4).json["state"], asked()] == ["paying", 1], "not again within two seconds"
        pays(standin, order)
        assert looks(6).json["state"] == "paid"
        assert see(lin, order)["state"] == "retired"
        assert [looks(60).json["state"], asked()] == ["paid", 2], "what is settled is not asked about"

    def test_is_looked_at_by_its_payer_only(self, world, shelf):
        lin, other = world.citizen(), world.citizen()
        order = an_order(lin, shelf)
        refused = other.post(f"/payments/{order['payment']['payment_id']}/looks")
        assert (refused.status_code, refused.json["code"]) == (404, "payment-not-found")

    def test_by_h5_sends_the_browser_to_the_gateway(self, world, shelf):
        lin = world.citizen()
        attempt = starts_paying(lin, an_order(lin, shelf), channel="h5").json
        assert attempt["pay_url"].startswith("http")

    def test_again_is_harmless(self, world, shelf, standin):
        lin = world.citizen()
        order = an_order(lin, shelf)
        assert [starts_paying(lin, order).status_code for _ in range(3)] == [201, 201, 201]

    def test_without_any_notification_is_found_by_the_sweep(self, world, shelf, standin):
        lin = world.citizen()
        order = an_order(lin, shelf)
        starts_paying(lin, order)
        pays(standin, order)
        assert see(lin, order)["state"] == "placed"
        sweeps(world)
        assert see(lin, order)["state"] == "retired"

    def test_of_a_wrong_amount_buys_nothing_and_is_kept_for_the_office(self, world, shelf, standin):
        lin = world.citizen()
        order = an_order(lin, shelf)
        starts_paying(lin, order)
        pays(standin, order, amount_fen=1)
        sweeps(world)
        assert see(lin, order)["state"] == "placed"
        kept = world.does(
            lambda: db.session.scalars(
                select(Discrepancy.kind).where(Discrepancy.payment_id == order["payment"]["payment_id"])
            ).all()
        )
        assert kept == ["amount"]

    def test_of_a_wrong_amount_holds_the_kilograms_no_longer_than_the_order_lives(self, world, standin):
        shelf = a_shelf(world, kg=40)
        lin = world.citizen()
        order = an_order(lin, shelf, kg=40)
        starts_paying(lin, order)
        pays(standin, order, amount_fen=1)
        waits_until_it_expires(world, order)
        sweeps(world)
        assert see(lin, order)["state"] == "expired"
        assert quotes(world.citizen(), quantity_kg=40, offer_id=shelf.offer_id).status_code == 200

    def test_failed_is_said_and_may_be_tried_again(self, world, shelf, standin):
        lin = world.citizen()
        order = an_order(lin, shelf)
        starts_paying(lin, order)
        standin.does("fail", out_trade_no=order["payment"]["payment_id"])
        sweeps(world)
        payment = lin.get(f"/payments/{order['payment']['payment_id']}").json
        assert (payment["state"], payment["last_attempt_failed"]) == ("paying", True)
        starts_paying(lin, order)
        pays(standin, order)
        sweeps(world)
        assert see(lin, order)["state"] == "retired"

    def test_not_in_time_gives_the_kilograms_back(self, world, standin):
        shelf = a_shelf(world, kg=50)
        lin = world.citizen()
        order = an_order(lin, shelf, kg=50)
        starts_paying(lin, order)
        waits_until_it_expires(world, order)
        sweeps(world)
        assert lin.get(f"/payments/{order['payment']['payment_id']}").json["state"] == "closed"
        assert see(lin, order)["state"] == "expired"
        assert quotes(world.citizen(), quantity_kg=50, offer_id=shelf.offer_id).status_code == 200

    def test_after_closing_goes_back_in_full(self, world, shelf, standin):
        lin = world.citizen()
        order = an_order(lin, shelf)
        starts_paying(lin, order)
        lin.post(f"/offset-orders/{order['order_id']}/cancellation")
        pays(standin, order, force=True)
        world.reads(lambda: conversation.settle(UUID(order["payment"]["payment_id"])))
        sweeps(world)
        payment = lin.get(f"/payments/{order['payment']['payment_id']}").json
        assert payment["state"] in {"refunding", "refunded"}

    def test_a_footprint_is_offset_once_and_only_as_far_as_it_goes(self, world, shelf, standin):
        lin = world.citizen()
        statement = lin.post(
            "/footprints",
            {
                "kind": "citizen",
                "period": last_month(),
                "lines": [{"activity": "electricity.grid", "quantity": "186", "unit": "kWh"}],
            },
        ).json
        quote = quotes(lin, footprint_id=statement["footprint_id"], offer_id=shelf.offer_id).json
        assert quote["quantity_kg"] == 77  # 76,111 g, up to the whole kilogram
        order = orders(lin, quote["quote_id"], purpose="footprint", footprint_id=statement["footprint_id"]).json
        again = quotes(lin, footprint_id=statement["footprint_id"], offer_id=shelf.offer_id)
        assert again.json["code"] == "footprint-fully-offset"
        starts_paying(lin, order)
        pays(standin, order)
        sweeps(world)
        assert lin.get(f"/footprints/{statement['footprint_id']}").json["offset"] == {"claimed_kg": 77, "open_kg": 0}


class TestRaces:
    def test_32_buyers_share_the_last_kilograms_and_nothing_is_sold_twice(self, world):
        shelf = a_shelf(world, kg=20 * 7, slots=4)
        buyers = [world.citizen() for _ in range(32)]
        taken = [quotes(buyer, quantity_kg=7, offer_id=shelf.offer_id).json["quote_id"] for buyer in buyers]

        answers = world.at_once(*[lambda b=b, q=q: orders(b, q) for b, q in zip(buyers, taken, strict=True)])

        assert sorted(a.status_code for a in answers) == [201] * 20 + [422] * 12
        assert {a.json["code"] for a in answers if a.status_code == 422} == {"shelf-exhausted"}

    def test_one_payment_settled_by_32_hands_at_once_retires_once(self, world, shelf, standin):
        lin = world.citizen()
        order = an_order(lin, shelf)
        starts_paying(lin, order)
        pays(standin, order)
        payment_id = UUID(order["payment"]["payment_id"])

        states = world.at_once(*[lambda: world.reads(lambda: conversation.settle(payment_id))] * 32)

        assert set(states) == {"paid"}
        assert lin.get("/points").json["available"] == 10

    def test_one_persons_orders_together_stay_within_the_daily_limit(self, world, shelf):
        lin = world.citizen()
        taken = [quotes(lin, quantity_kg=100, offer_id=shelf.offer_id).json["quote_id"] for _ in range(16)]
        answers = world.at_once(*[lambda q=q: orders(lin, q) for q in taken])
        assert sorted(a.status_code for a in answers) == [201] * 10 + [422] * 6


def last_month() -> str:
    first = datetime.now(PROGRAMME_ZONE).date().replace(day=1)
    return f"{first - timedelta(days=1):%Y-%m}"
