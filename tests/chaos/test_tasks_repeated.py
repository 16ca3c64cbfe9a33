"""The queue repeats, reorders and delays. Each sweep asks what is due, so that none of it matters."""

from __future__ import annotations

import random
from typing import Any

import pytest
from flask import Flask

from backend.sweeps import SWEEPS
from tests.support.counter import later
from tests.support.county import a_shelf
from tests.support.standin import StandIn
from tests.support.world import Person, World

SEED = 20261127


def in_some_order(number: int) -> list[str]:
    """Each sweep twice, shuffled."""
    names = [*SWEEPS, *SWEEPS]
    random.Random(f"{SEED}-{number}").shuffle(names)
    return names


def a_paid_order(world: World, standin: StandIn, offer_id: str, *, kg: int) -> tuple[Person, dict[str, Any]]:
    """The gateway has the money and says nothing."""
    person = world.citizen()
    quote = person.post("/offset-quotes", {"quantity_kg": kg, "offer_id": offer_id}).json
    order = person.post("/offset-orders", {"quote_id": quote["quote_id"], "purpose": "voluntary",
                                           "beneficiary": {"kind": "none"}}).json  # fmt: skip
    payment_id = order["payment"]["payment_id"]
    started = person.post(f"/payments/{payment_id}/attempts", {"gateway": "wechat", "channel": "native"})
    assert started.status_code == 201, started.json
    standin.does("pay", out_trade_no=payment_id, notify=False)
    return person, order


@pytest.fixture(scope="module")
def offer_id(app: Flask, keys_folder: Any) -> str:
    return str(a_shelf(World(app, keys_folder / "sms.jsonl")).offer_id)


@pytest.mark.parametrize("number", range(6))
def test_twice_in_any_order_and_an_hour_late(world: World, standin: StandIn, offer_id: str, number: int) -> None:
    person, order = a_paid_order(world, standin, offer_id, kg=7)
    asked = world.request("POST", "/auth/sms-codes", body={"phone": f"1970000{number:04}"}).json
    with later(hours=1):
        for name in in_some_order(number):
            world.reads(SWEEPS[name].run)

    seen = person.get(f"/offset-orders/{order['order_id']}").json
    assert (seen["state"], seen["points"]["awarded"], seen["retirement"]["quantity_kg"]) == ("retired", 7, 7)
    assert person.get("/points").json["available"] == 7
    told = [message for message in world.messages_to(f"+861970000{number:04}")
            if message["challenge_id"] == asked["challenge_id"]]  # fmt: skip
    assert told == [], "after an hour a code is worth nothing, and nobody is sent one"
    assert world.books_balance()


def test_twice_at_once(world: World, standin: StandIn, offer_id: str) -> None:
    """Two workers with the same message: one works, the other has nothing to do."""
    person, order = a_paid_order(world, standin, offer_id, kg=3)
    with later(minutes=1):
        world.at_once(*[lambda: world.reads(SWEEPS["payments"].run)] * 8)
    assert person.get(f"/offset-orders/{order['order_id']}").json["state"] == "retired"
    assert person.get("/points").json["available"] == 3
    assert world.books_balance()
