"""Where points move a token is not enough: the machine signs each request, for now and for once (RFC 9421)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.support.counter import Shop, a_code, a_neighbour, balance
from tests.support.machines import Key, Machine, Operator, digest, ec_key, rsa_key
from tests.support.world import World, fresh_key


@pytest.fixture
def shop(world: World) -> Shop:
    return Shop(world)


@pytest.fixture
def operator(world: World, shop: Shop) -> Operator:
    return Operator(world, shop.party_id)


@pytest.fixture
def till(operator: Operator) -> Machine:
    return operator.registers().signs_in()


def a_sale(world: World, **more: Any) -> dict[str, Any]:
    return {"code": a_code(a_neighbour(world, points=100)), "points": 20, "out_trade_no": fresh_key()} | more


class TestATillTakesPoints:
    @pytest.mark.parametrize("key", [Key, ec_key, rsa_key])
    def test_with_a_request_that_it_signed(
        self, world: World, operator: Operator, shop: Shop, key: Callable[[], Key]
    ) -> None:
        neighbour, till = a_neighbour(world, points=100), operator.registers(key=key()).signs_in()

        taken = till.post("/redemptions", {"code": a_code(neighbour), "points": 20, "out_trade_no": "LC-0001"})

        assert taken.status_code == 201, taken.get_data(as_text=True)
        assert balance(neighbour) == 80
        # It acts for its shop: the clerk sees what the till has taken, and the till sees it too.
        told = taken.json["redemption_id"]
        assert [each["redemption_id"] for each in shop.clerk.get("/redemptions").json["items"]] == [told]
        assert till.get(f"/redemptions/{told}").json["points"] == 20

        reversed_ = till.post(f"/redemptions/{told}/reversal", {"reason": "退货"})
        assert (reversed_.status_code, balance(neighbour)) == (200, 100)

    def test_once_also_when_it_repeats_the_request(self, world: World, till: Machine) -> None:
        """A repeated request has the same Idempotency-Key and a signature of its own."""
        sale, key = a_sale(world), fresh_key()

        first = till.post("/redemptions", sale, idempotency_key=key)
        again = till.post("/redemptions", sale, idempotency_key=key)

        assert (first.status_code, again.status_code) == (201, 201)
        assert again.headers["Idempotency-Replayed"] == "true"
        assert again.json == first.json

    def test_while_the_same_key_is_anothers_own(self, world: World, operator: Operator, till: Machine) -> None:
        """Idempotency keys belong to the client that made them."""
        key, other = fresh_key(), operator.registers().signs_in()

        answers = [machine.post("/redemptions", a_sale(world), idempotency_key=key) for machine in (till, other)]

        assert [answer.status_code for answer in answers] == [201, 201]

    def test_and_reads_without_a_signature(self, till: Machine) -> None:
        assert till.get("/redemptions").status_code == 200


class TestNothingMoves:
    def test_without_a_signature(self, world: World, till: Machine) -> None:
        _refused(till.delivers("POST", "/redemptions", _raw(a_sale(world)), {}), "signature-required")

    @pytest.mark.parametrize(
        ("covered", "needed"),
        [
            (("@method", "content-digest"), "@target-uri"),
            (("@target-uri", "content-digest"), "@method"),
            (("@method", "@target-uri"), "content-digest"),
        ],
    )
    def test_when_something_is_left_out(
        self, world: World, till: Machine, covered: tuple[str, ...], needed: str
    ) -> None:
        refused = till.post("/redemptions", a_sale(world), covered=covered)

        _refused(refused, "signature-incomplete")
        assert refused.json["reasons"][0]["facts"]["needed"] == needed

    @pytest.mark.parametrize("nonce", [None, "short"])
    def test_without_a_nonce(self, world: World, till: Machine, nonce: str | None) -> None:
        _refused(till.post("/redemptions", a_sale(world), nonce=nonce), "signature-incomplete")

    @pytest.mark.parametrize("seconds_ago", [301, -301, 86_400])
    def test_when_it_was_not_signed_just_now(self, world: World, till: Machine, seconds_ago: int) -> None:
        _refused(till.post("/redemptions", a_sale(world), seconds_ago=seconds_ago), "signature-stale")

    @pytest.mark.parametrize("seconds_ago", [295, -295])
    def test_but_a_clock_may_be_a_little_off(self, world: World, till: Machine, seconds_ago: int) -> None:
        assert till.post("/redemptions", a_sale(world), seconds_ago=seconds_ago).status_code == 201

    def test_a_second_time(self, world: World, till: Machine) -> None:
        raw = _raw(a_sale(world))
        headers = till.signed("POST", "/redemptions", raw)

        assert till.delivers("POST", "/redemptions", raw, headers).status_code == 201
        _refused(till.delivers("POST", "/redemptions", raw, headers), "signature-replayed")

    def test_a_second_time_with_another_signature_over_the_same_nonce(self, world: World, till: Machine) -> None:
        answers = [till.post("/redemptions", a_sale(world), nonce="the-same-nonce-again") for _ in range(2)]

        assert answers[0].status_code == 201
        _refused(answers[1], "signature-replayed")

    def test_sixteen_times_when_sixteen_send_it_at_once(self, world: World, till: Machine) -> None:
        neighbour = a_neighbour(world, points=100)
        raw = _raw({"code": a_code(neighbour), "points": 20, "out_trade_no": "LC-0016"})
        headers = till.signed("POST", "/redemptions", raw)

        answers = world.at_once(*[lambda: till.delivers("POST", "/redemptions", raw, headers).status_code] * 16)

        assert min(answers) == 201
        assert answers.count(401) == 15
        assert balance(neighbour) == 80

    def test_when_the_body_was_altered(self, world: World, till: Machine) -> None:
        sale = a_sale(world)
        headers, altered = till.signed("POST", "/redemptions", _raw(sale)), _raw(sale | {"points": 100})

        _refused(till.delivers("POST", "/redemptions", altered, headers), "content-digest-wrong")
        headers["Content-Digest"] = digest(altered)
        _refused(till.delivers("POST", "/redemptions", altered, headers), "signature-wrong")

    def test_when_it_was_signed_for_another_address(self, world: World, till: Machine) -> None:
        elsewhere = f"{till.issuer}/api/v1/pay-code-inspections"

        _refused(till.post("/redemptions", a_sale(world), url=elsewhere), "signature-wrong")
        _refused(till.post("/redemptions", a_sale(world), url="https://evil.example/api/v1/redemptions"),
                 "signature-wrong")  # fmt: skip

    def test_when_another_client_signed_it(self, world: World, operator: Operator, till: Machine) -> None:
        other = operator.registers()

        _refused(till.post("/redemptions", a_sale(world), key=other.key), "signature-key-unknown")
        _refused(till.post("/redemptions", a_sale(world), key=other.key, keyid=till.key.kid), "signature-wrong")

    def test_by_a_stolen_token_without_the_key(self, world: World, till: Machine) -> None:
        _refused(till.post("/redemptions", a_sale(world), key=Key(kid=till.key.kid)), "signature-wrong")

    def test_by_a_key_that_was_retired(self, world: World, operator: Operator, till: Machine) -> None:
        operator.does(till, "keys", key=Key().jwk)
        operator.does(till, f"keys/{till.key.kid}/retirement")

        _refused(till.post("/redemptions", a_sale(world)), "signature-key-unknown")

    @pytest.mark.parametrize(
        "change",
        [
            lambda h: h | {"Signature-Input": "nonsense"},
            lambda h: h | {"Signature-Input": h["Signature-Input"] + ", " + h["Signature-Input"].replace("pyhms", "b")},
            lambda h: h | {"Signature-Input": h["Signature-Input"].replace("keyid", "anid")},
            lambda h: h | {"Signature-Input": "x" * 5000},
        ],
    )
    def test_when_nobody_can_read_it(self, world: World, till: Machine, change: Callable[[Any], Any]) -> None:
        raw = _raw(a_sale(world))

        _refused(till.delivers("POST", "/redemptions", raw, change(till.signed("POST", "/redemptions", raw))),
                 "signature-malformed")  # fmt: skip

    def test_and_the_code_lives_on(self, world: World, till: Machine) -> None:
        """Whoever fails at the door has not tried the customer's code."""
        sale = a_sale(world)

        _refused(till.post("/redemptions", sale, nonce=None), "signature-incomplete")
        assert till.post("/redemptions", sale).status_code == 201


def _raw(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()


def _refused(answer: TestResponse, code: str) -> None:
    assert (answer.status_code, answer.json["code"]) == (401, code)
