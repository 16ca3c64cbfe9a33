"""断电重试 / A request whose process died somewhere in the middle is sent again with its key, and is done once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from backend.extensions import db
from tests.flows.test_offsetting import an_order, orders, quotes, see
from tests.support.counter import Shop, a_code, a_neighbour, balance, later, signs_in_again
from tests.support.county import Shelf, a_shelf
from tests.support.failures import Failures, ProcessDied
from tests.support.world import World, fresh_key

STRIDE = 3
"""Every so-manieth statement; the long form takes each one."""


@pytest.fixture(scope="module")
def shelf(app: Flask, keys_folder: Any) -> Shelf:
    return a_shelf(World(app, keys_folder / "sms.jsonl"))


@pytest.fixture
def failures(app: Flask) -> Iterator[Failures]:
    with app.app_context():
        engine = db.engine
    with Failures(engine) as failing:
        yield failing


def dies(request: Callable[[], TestResponse], failures: Failures, kind: str, number: int) -> bool:
    """Send it and let its process die at that point; False: it was answered before it came so far."""
    failures.arm(kind, number)
    try:
        request()
    except ProcessDied:
        return True
    finally:
        failures.disarm()
    return False


def points_of_death(stride: int) -> list[Any]:
    return [pytest.param("commit", 1, id="before-the-commit")] + [
        pytest.param("statement", number, id=f"at-statement-{number}",
                     marks=() if (number - 1) % stride == 0 else pytest.mark.soak)
        for number in range(1, 46)
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "number"), points_of_death(STRIDE))
def test_an_order_is_placed_once(world: World, shelf: Shelf, failures: Failures, kind: str, number: int) -> None:
    lin, key = world.citizen(), fresh_key()
    quote = quotes(lin, quantity_kg=10, offer_id=shelf.offer_id).json["quote_id"]

    died = dies(lambda: orders(lin, quote, key=key), failures, kind, number)
    if died:
        assert lin.get("/offset-orders").json["items"] == [], "nothing of it may stay"
    answer = orders(lin, quote, key=key)

    assert answer.status_code == 201
    assert answer.headers.get("Idempotency-Replayed") == (None if died else "true")
    [placed] = lin.get("/offset-orders").json["items"]
    assert placed["order_id"] == answer.json["order_id"]
    assert world.books_balance()


@pytest.mark.parametrize(("kind", "number"), points_of_death(STRIDE))
def test_points_are_taken_once(world: World, failures: Failures, kind: str, number: int) -> None:
    shop, neighbour, key = Shop(world), a_neighbour(world, points=30), fresh_key()
    body = {"code": a_code(neighbour), "out_trade_no": "LC-1", "points": 20}
    redeem = lambda: shop.clerk.post("/redemptions", body, key=key)  # noqa: E731

    died = dies(redeem, failures, kind, number)
    if died:
        assert balance(neighbour) == 30, "nothing of it may stay"
    answer = redeem()

    assert answer.status_code == 201
    assert answer.headers.get("Idempotency-Replayed") == (None if died else "true")
    assert balance(neighbour) == 10
    assert world.books_balance()


def test_a_lost_race_is_run_again_and_nobody_notices(world: World, shelf: Shelf, failures: Failures) -> None:
    lin = world.citizen()
    for number in (2, 9, 17, 25):
        failures.arm("race", number)
        assert an_order(lin, shelf)["state"] == "placed"
    assert failures.struck == 4
    assert len(lin.get("/offset-orders").json["items"]) == 4


def test_a_key_is_good_for_the_same_answer_a_day_later(world: World, shelf: Shelf) -> None:
    lin, key = world.citizen(), fresh_key()
    quote = quotes(lin, quantity_kg=10, offer_id=shelf.offer_id).json["quote_id"]
    first = orders(lin, quote, key=key)

    with later(hours=25):
        again = orders(signs_in_again(world, lin), quote, key=key)

    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert see(lin, first.json)["state"] == "placed"
