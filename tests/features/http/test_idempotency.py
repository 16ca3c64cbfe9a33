"""The same request sent twice is done once and answered twice, whatever became of the first."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import psycopg
import pytest
from flask import Flask, Response
from marshmallow import Schema, fields, post_load
from sqlalchemy import func, select, update

from backend import create_app
from backend.extensions import db
from backend.http.auth import requires
from backend.http.command import execute
from backend.http.fields import RequestSchema, Whole
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed
from backend.kernel import idempotency
from backend.kernel.errors import DomainError, RuleViolation
from backend.kernel.idempotency import IdempotencyKey
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.ledger import service as ledger
from backend.ledger.models import Entry
from backend.ledger.service import Draft, Move
from tests.conftest import settings_for
from tests.support.postgres import Database
from tests.support.world import Person, World, fresh_key

WELL, JAR = ledger.source("test:well", "DROP"), ledger.guarded("test:jar", "DROP", ceiling=10**6)
REFUSE, REFUSE_AND_KEEP, WAIT = 13, 14, 15


class Unlucky(RuleViolation):
    code: ClassVar[str] = "forbidden"  # borrows words that exist


@dataclass(frozen=True)
class Pour:
    amount: int


@dataclass(frozen=True)
class Poured:
    amount: int
    number: str


class PourSchema(RequestSchema):
    amount = Whole(least=1, required=True)

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> Pour:
        return Pour(**data)


class PouredSchema(Schema):
    amount = fields.Integer(required=True)
    number = fields.String(required=True)


class Tap:
    """An operation that leaves a trace each time it is really done."""

    def __init__(self) -> None:
        self.entered, self.may_go_on = threading.Event(), threading.Event()

    def pour(self, principal: Principal, wish: Pour) -> Poured | DomainError:
        number = str(new_id())
        ledger.record(Draft(f"test:pour:{number}", "test", [Move(wish.amount, WELL, JAR)]))
        if wish.amount == REFUSE:
            raise Unlucky
        if wish.amount == REFUSE_AND_KEEP:
            return Unlucky()
        if wish.amount == WAIT:
            self.entered.set()
            assert self.may_go_on.wait(10)
        return Poured(wish.amount, number)


@pytest.fixture(scope="module")
def tap() -> Tap:
    return Tap()


@pytest.fixture(scope="module")
def app(database: Database, keys_folder: Path, tap: Tap) -> Iterator[Flask]:
    """The service and one more operation, on the same road as every other."""
    app = create_app(settings_for(database, keys_folder))
    blueprint = Blueprint("workshop", __name__, description="")

    @requires(Permission.UPDATE_SELF)
    @keyed
    @blueprint.arguments(PourSchema)
    def pour(wish: Pour) -> Response:
        return execute(tap.pour, wish, reply=PouredSchema(), status=201)

    app.add_url_rule("/api/v1/pourings", view_func=pour, methods=["POST"])
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def person(world: World) -> Person:
    return world.citizen()


def done(world: World) -> int:
    """How many times it was really done."""
    count = select(func.count()).select_from(Entry).where(Entry.reference.startswith("test:pour:"))
    return world.reads(lambda: db.session.scalar(count) or 0)


class TestARepeatedRequest:
    def test_is_answered_as_the_first_was(self, world, person):
        before, key = done(world), fresh_key()
        first = person.post("/pourings", {"amount": 5}, key=key)
        again = person.post("/pourings", {"amount": 5}, key=key)
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.json == first.json
        assert "Idempotency-Replayed" not in first.headers
        assert again.headers["Idempotency-Replayed"] == "true"
        assert done(world) == before + 1

    def test_of_thirty_two_at_once_is_done_once(self, world, person):
        before, key = done(world), fresh_key()
        answers = world.at_once(*[lambda: person.post("/pourings", {"amount": 5}, key=key)] * 32)
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json["number"] for answer in answers}) == 1
        assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
        assert done(world) == before + 1

    def test_may_be_spelled_differently(self, world, person):
        key = fresh_key()
        send = {"token": person.token, "key": key}
        first = world.request("POST", "/pourings", raw=b'{"amount":5}', **send)
        again = world.request("POST", "/pourings", raw=b'{\n  "amount" : 5 }', **send)
        assert again.json == first.json

    def test_must_be_the_same_request(self, world, person):
        before, key = done(world), fresh_key()
        person.post("/pourings", {"amount": 5}, key=key)
        other = person.post("/pourings", {"amount": 6}, key=key)
        assert (other.status_code, other.json["code"]) == (409, "idempotency-key-reused")
        elsewhere = person.patch("/me", {"amount": 5}, key=key)
        assert elsewhere.status_code in {400, 409}
        assert done(world) == before + 1

    def test_is_another_when_somebody_else_sends_it(self, world, person):
        before, key = done(world), fresh_key()
        mine = person.post("/pourings", {"amount": 5}, key=key)
        theirs = world.citizen().post("/pourings", {"amount": 5}, key=key)
        assert theirs.status_code == 201
        assert theirs.json["number"] != mine.json["number"]
        assert done(world) == before + 2


class TestARefusal:
    def test_undoes_everything_and_frees_the_key(self, world, person):
        before, key = done(world), fresh_key()
        refused = person.post("/pourings", {"amount": REFUSE}, key=key)
        assert (refused.status_code, done(world)) == (422, before)
        assert person.post("/pourings", {"amount": 5}, key=key).status_code == 201

    def test_that_must_stay_written_frees_the_key_too(self, world, person):
        """A try that was spent stays spent, and trying again is another try."""
        before, key = done(world), fresh_key()
        refused = person.post("/pourings", {"amount": REFUSE_AND_KEEP}, key=key)
        assert (refused.status_code, done(world)) == (422, before + 1)
        assert person.post("/pourings", {"amount": REFUSE_AND_KEEP}, key=key).status_code == 422
        assert done(world) == before + 2
        assert person.post("/pourings", {"amount": 5}, key=key).status_code == 201


def test_a_request_whose_first_still_runs_is_told_to_wait(world, person, tap):
    key = fresh_key()
    tap.entered.clear(), tap.may_go_on.clear()

    def late() -> Any:
        assert tap.entered.wait(10)
        began = time.monotonic()
        answer = person.post("/pourings", {"amount": WAIT}, key=key)
        tap.may_go_on.set()
        return answer, time.monotonic() - began

    first, (second, waited) = world.at_once(lambda: person.post("/pourings", {"amount": WAIT}, key=key), late)

    assert first.status_code == 201
    assert (second.status_code, second.json["code"]) == (409, "request-in-progress")
    assert int(second.headers["Retry-After"]) >= 1
    # It gives the first a while before it gives up, and does not wait until that one is through: it held on until now.
    assert waited >= 1.8
    assert person.post("/pourings", {"amount": WAIT}, key=key).json == first.json


class TestAKey:
    def test_is_asked_for(self, world, person):
        refused = world.request("POST", "/pourings", token=person.token, body={"amount": 5})
        assert (refused.status_code, refused.json["code"]) == (400, "idempotency-key-required")

    @pytest.mark.parametrize(
        "key", ["x" * 15, "x" * 65, "with a space in it", "tab\there-and-more", "ключ" * 5, "é" * 20]
    )
    def test_is_sixteen_to_sixty_four_visible_ascii_characters(self, person, key):
        refused = person.post("/pourings", {"amount": 5}, key=key)
        assert (refused.status_code, refused.json["code"]) == (400, "idempotency-key-malformed")

    @pytest.mark.parametrize("key", ["x" * 16, "y" * 64, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"])
    def test_may_be_any_of_these(self, person, key):
        assert person.post("/pourings", {"amount": 5}, key=key).status_code == 201

    def test_is_kept_for_thirty_days(self, world, person):
        young, old = fresh_key(), fresh_key()
        first = person.post("/pourings", {"amount": 5}, key=young)
        person.post("/pourings", {"amount": 5}, key=old)
        let_days_pass(world, young, 29)
        let_days_pass(world, old, 31)

        assert world.does(lambda: idempotency.forget_old(timedelta(days=30))) == 1

        assert person.post("/pourings", {"amount": 5}, key=young).json == first.json
        assert "Idempotency-Replayed" not in person.post("/pourings", {"amount": 5}, key=old).headers


def let_days_pass(world: World, key: str, days: int) -> None:
    earlier = IdempotencyKey.claimed_at - timedelta(days=days)
    world.does(
        lambda: db.session.execute(update(IdempotencyKey).where(IdempotencyKey.key == key).values(claimed_at=earlier))
    )


class TestAFingerprint:
    def test_tells_requests_apart(self):
        variants: list[Any] = [
            None,
            {},
            [],
            {"a": 1},
            {"a": "1"},
            {"a": None},
            {"a": True},
            {"a": [1]},
            {"a": {"b": 1}},
        ]
        marks = {
            idempotency.fingerprint(operation, body) for operation, body in itertools.product(["A", "B"], variants)
        }
        assert len(marks) == 2 * len(variants)

    def test_bears_whatever_json_may_hold(self):
        assert idempotency.fingerprint("A", {"a": "\ud800"}) != idempotency.fingerprint("A", {"a": "\ud801"})


def test_a_kept_answer_is_readable_to_nobody_who_reads_the_table(
    world: World, person: Person, database: Database
) -> None:
    """A pay code is kept as a hash, a name encrypted: the answer that told them must not give them away."""
    key = fresh_key()
    shown = person.post("/pay-codes", key=key).json
    person.patch("/me", {"nickname": "溪边的红豆杉"}, key=fresh_key())
    with psycopg.connect(database.superuser_url.replace("+psycopg", "")) as connection:
        rows = connection.execute("SELECT t::text, sealed_body FROM kernel_idempotency_keys t").fetchall()
    kept = b"".join(text.encode() + bytes(sealed) for text, sealed in rows)
    assert person.person_id.encode() in kept
    assert [
        secret for secret in (shown["code"], shown["digits"], "溪边的红豆杉", r"\u6eaa") if secret.encode() in kept
    ] == []
    assert person.post("/pay-codes", key=key).json == shown


def test_an_answer_that_was_moved_to_another_row_is_not_given(world: World, person: Person) -> None:
    """It is sealed for its own key and person: somebody who can write to the table cannot swap two answers."""
    mine, other = fresh_key(), fresh_key()
    person.post("/pourings", {"amount": 5}, key=mine)
    person.post("/pourings", {"amount": 6}, key=other)
    moved = select(IdempotencyKey.sealed_body).where(IdempotencyKey.key == other).scalar_subquery()
    world.does(
        lambda: db.session.execute(update(IdempotencyKey).where(IdempotencyKey.key == mine).values(sealed_body=moved))
    )
    assert person.post("/pourings", {"amount": 5}, key=mine).status_code == 500


def test_a_repeated_answer_is_the_first_one_to_the_byte(world: World) -> None:
    lin, key = world.citizen(), "the-very-same-key-1"
    body = {"nickname": "阿福", "elder_mode": True}

    first, again = lin.patch("/me", body, key=key), lin.patch("/me", body, key=key)

    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.data == first.data
