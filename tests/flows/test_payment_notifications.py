"""支付通知 / What a gateway says at our door, forged, late, repeated, in any order, is a hint and never a proof."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from backend.extensions import db
from backend.payments import conversation
from backend.payments.models import Receipt, Refund
from backend.sweeps import to_rest
from deploy.standins.wechatpay.keys import KeyPaths, ensure_keys
from tests.flows.test_offsetting import an_order, pays, see, starts_paying, waits_until_it_expires
from tests.support.county import Shelf, a_shelf
from tests.support.letters import Letters
from tests.support.standin import StandIn
from tests.support.world import Person, World

KG = 3


@pytest.fixture(scope="module")
def shelf(app: Flask, keys_folder: Any) -> Shelf:
    return a_shelf(World(app, keys_folder / "sms.jsonl"))


@pytest.fixture
def letters(world: World, wechat_keys: KeyPaths) -> Letters:
    return Letters(world, wechat_keys)


@pytest.fixture
def lin(world: World) -> Person:
    return world.citizen()


@pytest.fixture
def order(lin: Person, shelf: Shelf) -> dict[str, Any]:
    """Placed and known to the gateway, not paid."""
    return on_its_way(lin, shelf)


def on_its_way(person: Person, shelf: Shelf) -> dict[str, Any]:
    placed: dict[str, Any] = an_order(person, shelf, KG)
    starts_paying(person, placed)
    return {**placed, "payment": person.get(f"/payments/{placed['payment']['payment_id']}").json}


def settles(world: World, order: dict[str, Any]) -> None:
    world.reads(lambda: conversation.settle(UUID(order["payment"]["payment_id"])))


def effects(world: World, order: dict[str, Any]) -> dict[str, int]:
    """How often each thing happened that must happen at most once."""
    payment_id = order["payment"]["payment_id"]

    def count() -> dict[str, int]:
        entries = db.session.execute(
            text("SELECT kind, count(*) FROM ledger_entries WHERE reference LIKE :payment OR reference LIKE :order"
                 " GROUP BY kind"),
            {"payment": f"payment:{payment_id}:%", "order": f"offset-order:{order['order_id']}:%"},
        ).all()  # fmt: skip
        counted = {row.kind: row.count for row in entries if row.kind != "reservation"}
        return counted | {
            "receipts": db.session.scalar(select(func.count()).where(Receipt.payment_id == payment_id)) or 0,
            "refunds": db.session.scalar(select(func.count()).where(Refund.payment_id == payment_id)) or 0,
        }

    return world.reads(count)


NOTHING = {"receipts": 0, "refunds": 0}
DELIVERED = {"payment.received": 1, "offset.paid": 1, "retirement": 1, "points.earned": 1, "receipts": 1, "refunds": 0}


class TestAWordThatIsNotTheGateways:
    @pytest.fixture(autouse=True)
    def _changes_nothing(self, world: World, order: dict[str, Any], lin: Person) -> Any:
        yield
        assert effects(world, order) == NOTHING
        assert see(lin, order)["state"] == "placed"
        assert lin.get(f"/payments/{order['payment']['payment_id']}").json["state"] == "paying"

    def test_without_a_signature_is_refused(self, letters: Letters, order: dict[str, Any]) -> None:
        answer = letters.delivered(letters.paid(order), {})
        assert (answer.status_code, answer.json["code"]) == (401, "notification-unsigned")

    def test_in_a_strangers_hand_is_refused(self, letters: Letters, order: dict[str, Any], tmp_path: Any) -> None:
        stranger = Letters(letters.world, ensure_keys(tmp_path))
        answer = letters.delivered(letters.paid(order), stranger.hand.headers_for(letters.paid(order)))
        assert (answer.status_code, answer.json["code"]) == (401, "notification-signature-invalid")

    def test_signed_for_another_body_is_refused(self, letters: Letters, order: dict[str, Any]) -> None:
        headers = letters.hand.headers_for(letters.paid(order, total=1))
        answer = letters.delivered(letters.paid(order), headers)
        assert answer.json["code"] == "notification-signature-invalid"

    @pytest.mark.parametrize("seconds", [-301, 301])
    def test_more_than_five_minutes_from_now_is_refused(
        self, letters: Letters, order: dict[str, Any], seconds: int
    ) -> None:
        answer = letters.arrive(letters.paid(order), seconds_ago=seconds)
        assert (answer.status_code, answer.json["code"]) == (401, "notification-stale")

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"<xml><return_code>SUCCESS</return_code><result_code>SUCCESS</result_code></xml>",
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><a>&e;</a></xml>',
            b'{"id": "a", "event_type": "TRANSACTION.SUCCESS", "resource": {}}',
        ],
        ids=["empty", "of the old interface", "with a document type", "without a seal"],
    )
    def test_that_is_no_sealed_letter_is_refused_even_if_signed(
        self, letters: Letters, order: dict[str, Any], body: bytes
    ) -> None:
        answer = letters.arrive(body)
        assert (answer.status_code, answer.json["code"]) == (400, "notification-unreadable")

    @pytest.mark.parametrize(
        "altered", [{"total": 1}, {"total": 10**9}, {"mchid": "1900000001"}, {"appid": "wx0000000000000000"},
                    {"currency": "USD"}],
        ids=["less money", "more money", "another merchant", "another app", "another currency"],
    )  # fmt: skip
    def test_about_other_money_than_was_asked_for_is_refused(
        self, letters: Letters, order: dict[str, Any], altered: dict[str, Any]
    ) -> None:
        answer = letters.arrive(letters.paid(order, **altered))
        assert (answer.status_code, answer.json["code"]) == (422, "notification-mismatch")

    def test_about_an_order_that_never_was_is_refused(self, letters: Letters, order: dict[str, Any]) -> None:
        answer = letters.arrive(letters.paid(order, out_trade_no="0" * 32))
        assert answer.json["code"] == "notification-mismatch"

    def test_of_a_refund_before_any_payment_is_refused(self, letters: Letters, order: dict[str, Any]) -> None:
        answer = letters.arrive(letters.refunded(order, "1" * 32))
        assert answer.json["code"] == "notification-mismatch"

    def test_signed_and_whole_is_still_no_proof_where_the_gateways_own_order_is_unpaid(
        self, letters: Letters, order: dict[str, Any]
    ) -> None:
        assert letters.arrive(letters.paid(order)).status_code == 200


class TestARepeatedWord:
    def test_with_its_old_nonce_is_a_replay(self, letters: Letters, order: dict[str, Any], standin: StandIn) -> None:
        pays(standin, order)
        body = letters.paid(order)
        headers = letters.hand.headers_for(body)
        answers = [letters.delivered(body, headers) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 409, 409]
        assert {answer.json["code"] for answer in answers[1:]} == {"notification-replayed"}

    def test_a_hundred_times_at_once_while_the_sweep_asks_too_is_one_delivery(
        self, world: World, letters: Letters, order: dict[str, Any], lin: Person, standin: StandIn
    ) -> None:
        pays(standin, order)
        body = letters.paid(order)
        took: list[float] = []

        def deliver() -> int:
            begun = time.monotonic()
            status: int = letters.arrive(body).status_code
            took.append(time.monotonic() - begun)
            return status

        with ThreadPoolExecutor(16) as hands:
            asked = [hands.submit(settles, world, order) for _ in range(10)]
            answers = [hands.submit(deliver) for _ in range(100)]
            asked += [hands.submit(settles, world, order) for _ in range(10)]
            assert [answer.result() for answer in answers] == [200] * 100
            assert all(query.result() is None for query in asked)

        print(f"100 deliveries on 16 threads: half within {sorted(took)[50]:.2f} s, 99 within {sorted(took)[98]:.2f} s")
        assert effects(world, order) == DELIVERED
        assert lin.get("/points").json["available"] == KG


def every(orders: list[tuple[str, ...]], nth: int) -> Any:
    """All orders of events in the long form; here each ``nth``."""
    return [
        pytest.param(order, id="-".join(order), marks=() if number % nth == 0 else pytest.mark.soak)
        for number, order in enumerate(orders)
    ]


class TestInAnyOrder:
    """Each event alone is harmless, repeated or late; together they lead to one end, whatever comes first."""

    def happens(self, event: str, world: World, letters: Letters, order: dict[str, Any], lin: Person) -> None:
        if event == "notified":
            assert letters.arrive(letters.paid(order)).status_code == 200
        elif event == "asked":
            settles(world, order)
        elif event == "cancelled":
            lin.post(f"/offset-orders/{order['order_id']}/cancellation")
        elif event == "expired":
            waits_until_it_expires(world, order)
            world.reads(conversation.look_at_all_payments)
        elif event == "refund-heard":
            refund = world.reads(lambda: db.session.scalar(
                select(Refund.id).where(Refund.payment_id == order["payment"]["payment_id"])))  # fmt: skip
            answer = letters.arrive(letters.refunded(order, refund.hex if refund else "2" * 32))
            assert answer.status_code == (200 if refund else 422)
        else:
            assert event == "refunds-swept"
            world.reads(conversation.look_at_all_refunds)

    @pytest.mark.parametrize(
        "events", every(list(permutations(["notified", "asked", "cancelled", "expired", "refund-heard"])), 10)
    )
    def test_what_was_paid_in_time_is_delivered_once(
        self, world: World, letters: Letters, order: dict[str, Any], lin: Person, standin: StandIn,
        events: tuple[str, ...],
    ) -> None:  # fmt: skip
        pays(standin, order)

        for event in events:
            self.happens(event, world, letters, order, lin)

        assert see(lin, order)["state"] == "retired"
        assert effects(world, order) == DELIVERED
        assert lin.get("/points").json["available"] == KG

    @staticmethod
    def the_money_has_gone_back(world: World, order: dict[str, Any], lin: Person) -> None:
        """The stand-in takes a moment to send it, and one sweep only asks for it where none has asked before."""
        gives_up_at = time.monotonic() + 20
        while see(lin, order)["state"] != "refunded" and time.monotonic() < gives_up_at:
            time.sleep(0.25)
            world.reads(to_rest)

    @pytest.mark.parametrize("closed_by", ["cancelled", "expired"])
    @pytest.mark.parametrize(
        "events", every(list(permutations(["notified", "asked", "refunds-swept", "refund-heard"])), 8)
    )
    def test_what_was_paid_after_closing_goes_back_once(
        self, world: World, letters: Letters, order: dict[str, Any], lin: Person, standin: StandIn, closed_by: str,
        events: tuple[str, ...],
    ) -> None:  # fmt: skip
        self.happens(closed_by, world, letters, order, lin)
        pays(standin, order, force=True)

        for event in events:
            self.happens(event, world, letters, order, lin)
        self.the_money_has_gone_back(world, order, lin)

        assert see(lin, order)["state"] == "refunded"
        assert effects(world, order) == {
            "reservation-release": 1, "payment.received": 1, "payment.refunded": 1, "receipts": 1, "refunds": 1,
        }  # fmt: skip
        assert lin.get("/points").json["available"] == 0
