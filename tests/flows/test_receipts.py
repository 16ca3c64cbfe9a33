"""付款收据 / A receipt for money that came, for whoever paid it and nobody else."""

from __future__ import annotations

import time
from datetime import timedelta
from urllib.parse import unquote
from uuid import UUID

import pytest

from backend.kernel import clock
from backend.payments import conversation
from backend.releases import service as releases
from backend.sweeps import to_rest
from tests.support.county import Shelf, a_shelf
from tests.support.paper import Paper, squeezed
from tests.support.standin import StandIn
from tests.support.world import Person, World


@pytest.fixture(scope="module")
def shelf(app, keys_folder) -> Shelf:
    return a_shelf(World(app, keys_folder / "sms.jsonl"))


@pytest.fixture
def lin(world: World) -> Person:
    return world.citizen("晓梅")


@pytest.fixture
def ordered(lin: Person, shelf: Shelf) -> dict:
    quote = lin.post("/offset-quotes", {"quantity_kg": 230, "offer_id": shelf.offer_id}).json
    order = lin.post("/offset-orders", {"quote_id": quote["quote_id"], "purpose": "voluntary",
                                        "beneficiary": {"kind": "nickname"}}).json  # fmt: skip
    lin.post(f"/payments/{order['payment']['payment_id']}/attempts", {"gateway": "wechat", "channel": "native"})
    return order


@pytest.fixture
def paid(world: World, ordered: dict, standin: StandIn) -> dict:
    standin.does("pay", out_trade_no=ordered["payment"]["payment_id"], notify=False)
    settles(world, ordered)
    return ordered


@pytest.fixture
def refunded(world: World, lin: Person, ordered: dict, standin: StandIn) -> dict:
    """The money came after the order was cancelled."""
    lin.post(f"/offset-orders/{ordered['order_id']}/cancellation")
    standin.does("pay", out_trade_no=ordered["payment"]["payment_id"], notify=False, force=True)
    settles(world, ordered)
    for _ in range(40):
        if lin.get(f"/payments/{ordered['payment']['payment_id']}").json["state"] == "refunded":
            return ordered
        time.sleep(0.1)
        clock.set_offset(120)
        try:
            world.reads(to_rest)
        finally:
            clock.set_offset(0)
    raise AssertionError("the gateway never gave the money back")


def settles(world: World, order: dict) -> None:
    world.reads(lambda: conversation.settle(UUID(order["payment"]["payment_id"])))


def receipt_of(person: Person, order: dict, language: str = "zh-CN"):
    return person.get(f"/payments/{order['payment']['payment_id']}/receipt.pdf", lang=language)


class TestTheReceipt:
    def test_says_what_was_bought_and_how_it_was_paid(self, lin, paid):
        facts = lin.get(f"/payments/{paid['payment']['payment_id']}/receipt").json
        paper = Paper(receipt_of(lin, paid).data)
        assert (facts["state"], facts["amount_in_capitals"], facts["refunds"]) == ("paid", "人民币贰拾叁元整", [])
        for said in (
            "付款收据", facts["receipt_no"], "23.00元", "人民币贰拾叁元整", facts["item"], facts["order_number"],
            "微信支付", facts["gateway_transaction"], facts["paid_at"][:10], facts["paid_at"][11:19], facts["seller"],
            facts["certificate_number"], "不是税务发票", "明溪县碳普惠登记簿",
        ):  # fmt: skip
            assert squeezed(said) in paper.words, said
        assert (paper.pages, paper.size_mm, paper.title) == (1, (148, 210), f"付款收据 {facts['receipt_no']}")
        assert paper.is_tagged and len(paper.content) < 200 * 1024

    def test_reads_in_english_with_the_amount_in_capitals_all_the_same(self, lin, paid):
        words = Paper(receipt_of(lin, paid, "en").data).words
        assert "23.00yuan" in words and "人民币贰拾叁元整" in words and "notataxinvoice" in words

    def test_tells_no_more_of_its_payer_than_four_digits(self, lin, paid):
        words = Paper(receipt_of(lin, paid).data).words
        assert lin.phone[-4:] in words and lin.phone.removeprefix("+86") not in words and "晓梅" not in words

    def test_is_kept_by_nobody_on_the_way(self, lin, paid):
        answer = receipt_of(lin, paid)
        assert answer.headers["Cache-Control"] == "private, no-store" and "ETag" not in answer.headers
        assert "付款收据 R" in unquote(answer.headers["Content-Disposition"])

    def test_names_the_countys_telephone_once_there_is_one(self, world, lin, paid):
        assert "有疑问请打" not in Paper(receipt_of(lin, paid).data).words
        world.does(lambda: releases.publish_next(
            key="help.phone", valid_from=clock.today() - timedelta(days=1), value="0598-1234567", source="test",
            grade="A", verified=True))  # fmt: skip
        assert "有疑问请打0598-1234567" in Paper(receipt_of(lin, paid).data).words


class TestMoneyThatWentBack:
    def test_has_a_receipt_that_says_so(self, lin, refunded):
        facts = lin.get(f"/payments/{refunded['payment']['payment_id']}/receipt").json
        assert (facts["state"], facts["certificate_number"]) == ("refunded", None)
        assert [(each["amount_fen"], each["state"]) for each in facts["refunds"]] == [(2300, "succeeded")]
        words = Paper(receipt_of(lin, refunded).data).words
        assert "已退款" in words and "23.00元已退回" in words and "凭证编号" not in words


class TestNoReceipt:
    def test_for_what_is_not_paid(self, lin, ordered):
        refused = receipt_of(lin, ordered)
        assert (refused.status_code, refused.json["code"]) == (409, "payment-not-settled")

    def test_for_what_was_cancelled(self, lin, ordered):
        lin.post(f"/offset-orders/{ordered['order_id']}/cancellation")
        assert receipt_of(lin, ordered).json["code"] == "payment-not-settled"

    def test_for_anybody_else(self, world, paid):
        refused = receipt_of(world.citizen(), paid)
        assert (refused.status_code, refused.json["code"]) == (404, "payment-not-found")

    def test_without_a_session(self, world, paid):
        assert world.get(f"/payments/{paid['payment']['payment_id']}/receipt.pdf").status_code == 401
