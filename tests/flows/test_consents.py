"""同意 · 一项一同意，有回执，一步撤回 / What people say yes to, purpose by purpose, and no again."""

from __future__ import annotations

import base64
import json
from typing import Any
from uuid import UUID

import jwt
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.extensions import db
from backend.privacy import queries
from backend.privacy import service as privacy
from tests.support.world import Person, World, fresh_key

PARTS = ("title", "text", "without", "recipient", "term", "shown", "withheld")
YES = {"purpose": "statistics", "text_version": "1.1"}


def purpose_of(person: Person, name: str) -> dict[str, Any]:
    return next(one for one in person.get("/me/consents").json["purposes"] if one["purpose"] == name)


def withdraws(person: Person, name: str) -> Any:
    return person.world.request("DELETE", f"/me/consents/{name}", token=person.token, key=fresh_key())


def asked(person: Person, name: str = "statistics") -> bool:
    return person.world.reads(lambda: queries.consented(UUID(person.person_id), name))


def checked(world: World, receipt: str) -> Any:
    return world.request("POST", "/consent-receipt-verifications", body={"receipt": receipt}).json


@pytest.fixture
def xiaoxi(world: World) -> Person:
    return world.citizen("小溪")


def test_nothing_is_ticked_before_somebody_ticks_it(xiaoxi: Person) -> None:
    told = xiaoxi.get("/me/consents").json
    assert [one["purpose"] for one in told["purposes"]] == ["statistics", "greetings", "activity-photos"]
    assert all(not one["is_given"] and one["history"] == [] and one["without"] for one in told["purposes"])
    assert all(one["recipient"] and one["term"] and one["shown"] and one["withheld"] for one in told["purposes"])
    assert {duty["code"] for duty in told["duties"]} == {"account", "contract", "books", "safety"}
    assert not asked(xiaoxi)


def test_a_yes_gives_a_receipt_that_anybody_can_check(world: World, xiaoxi: Person) -> None:
    given = xiaoxi.post("/me/consents", YES)
    assert given.status_code == 201
    assert asked(xiaoxi) and not asked(xiaoxi, "greetings")
    assert purpose_of(xiaoxi, "statistics")["is_given"]
    receipt = given.json["receipt"]
    keys = {key["kid"]: key for key in world.get("/.well-known/jwks.json").json["keys"]}
    key = jwt.PyJWK(keys[jwt.get_unverified_header(receipt)["kid"]])
    facts = jwt.decode(receipt, key, algorithms=["EdDSA"])
    assert (facts["purpose"], facts["text_version"], facts["channel"]) == ("statistics", "1.1", "app")
    said = checked(world, receipt)
    assert said["genuine"] and said["facts"]["in_force"]
    assert xiaoxi.person_id not in json.dumps(said), "a receipt that is shown around names nobody"


def test_it_is_taken_back_in_one_step_and_the_history_stays(world: World, xiaoxi: Person) -> None:
    receipt = xiaoxi.post("/me/consents", YES).json["receipt"]
    told = withdraws(xiaoxi, "statistics")
    assert (told.status_code, told.json["is_given"]) == (200, False)
    assert not asked(xiaoxi), "at once"
    assert [one["withdrawn_at"] is None for one in told.json["history"]] == [False]
    assert checked(world, receipt)["facts"]["in_force"] is False
    assert withdraws(xiaoxi, "statistics").status_code == 200, "twice is once"
    xiaoxi.post("/me/consents", YES)
    assert len(purpose_of(xiaoxi, "statistics")["history"]) == 2


def test_a_second_yes_is_the_first(xiaoxi: Person) -> None:
    first, second = xiaoxi.post("/me/consents", YES).json, xiaoxi.post("/me/consents", YES).json
    assert first == second
    assert len(purpose_of(xiaoxi, "statistics")["history"]) == 1


def test_eight_at_once_are_one(world: World, xiaoxi: Person) -> None:
    answers = world.at_once(*[lambda: xiaoxi.post("/me/consents", YES)] * 8)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["consent_id"] for answer in answers}) == 1


def test_one_says_yes_to_the_words_that_were_shown(world: World, xiaoxi: Person) -> None:
    wrong = xiaoxi.post("/me/consents", {**YES, "text_version": "0.9"})
    assert (wrong.status_code, wrong.json["code"]) == (422, "consent-text-outdated")
    assert xiaoxi.post("/me/consents", {**YES, "purpose": "everything"}).json["code"] == "purpose-unknown"
    assert withdraws(xiaoxi, "everything").status_code == 404
    assert xiaoxi.post("/me/consents", {**YES, "person_id": "019aa8b1-0001-7000-8000-000000000001"}).status_code == 400


def test_new_words_ask_anew(world: World, xiaoxi: Person) -> None:
    words = {f"{part}_{language}": "…" for part in PARTS for language in ("zh", "en")}
    wait = {"purpose": "trial-of-words", "position": 99, **words}
    world.does(lambda: privacy.publish_consent_text(version="1.0", **wait))
    xiaoxi.post("/me/consents", {"purpose": "trial-of-words", "text_version": "1.0"})
    assert asked(xiaoxi, "trial-of-words")
    world.does(lambda: privacy.publish_consent_text(version="1.1", **wait))
    assert not asked(xiaoxi, "trial-of-words"), "what was said to other words does not count"
    xiaoxi.post("/me/consents", {"purpose": "trial-of-words", "text_version": "1.1"})
    assert asked(xiaoxi, "trial-of-words")
    assert len(purpose_of(xiaoxi, "trial-of-words")["history"]) == 2


@pytest.mark.parametrize("how", ["changed", "another key", "no signature", "a certificate", "nonsense"])
def test_a_receipt_that_is_not_ours_is_none(world: World, xiaoxi: Person, how: str) -> None:
    receipt = xiaoxi.post("/me/consents", YES).json["receipt"]
    head, body, signature = receipt.split(".")
    facts = json.loads(base64.urlsafe_b64decode(body + "=="))
    forged = base64.urlsafe_b64encode(json.dumps({**facts, "purpose": "greetings"}).encode()).decode().rstrip("=")
    bare = base64.urlsafe_b64encode(b'{"alg":"none","typ":"tanhui-consent+jwt"}').decode().rstrip("=")
    as_certificate = base64.urlsafe_b64encode(b'{"alg":"EdDSA","typ":"tanhui-cert+jwt"}').decode().rstrip("=")
    shown = {"changed": f"{head}.{forged}.{signature}", "another key": f"{head}.{body}.{signature[::-1]}",
             "no signature": f"{bare}.{body}.eA", "a certificate": f"{as_certificate}.{body}.{signature}",
             "nonsense": "a.b.c"}[how]  # fmt: skip
    assert checked(world, shown) == {"genuine": False, "facts": None}


def test_the_database_keeps_what_was_said(world: World, xiaoxi: Person) -> None:
    xiaoxi.post("/me/consents", YES)
    for statement in ("UPDATE privacy_consents SET given_at = now()", "DELETE FROM privacy_consents",
                      "UPDATE privacy_consents SET withdrawn_at = NULL",
                      "UPDATE privacy_consent_texts SET text_zh = ''"):  # fmt: skip
        with pytest.raises(DBAPIError):
            world.does(lambda sql=statement: db.session.execute(text(sql)))
