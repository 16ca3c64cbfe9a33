"""换手机号 / Another number is held for a day and told to both numbers, so that a thief is noticed before it counts."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Any

import pytest

from backend.kernel import clock
from backend.sweeps import SWEEPS
from tests.support.counter import later, signs_in_again
from tests.support.residents import a_number_of_nobody, code_for, proved
from tests.support.world import Person, World


@pytest.fixture(autouse=True)
def the_clock_is_put_back() -> Iterator[None]:
    yield
    clock.set_offset(0)


@pytest.fixture
def lin(world: World) -> Person:
    return proved(world, world.citizen("小林"))


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def asks(person: Person, phone: str) -> Any:
    return person.post("/me/phone-changes", code_for(person.world, phone))


def asked(person: Person, phone: str) -> str:
    answer = asks(person, phone)
    assert answer.status_code == 201, answer.json
    return str(answer.json["phone_change_id"])


def the_day_passes(world: World) -> int:
    return int(world.reads(SWEEPS["phone-changes"].run))


def words(world: World, phone: str) -> str:
    return str(world.messages_to(phone)[-1]["text"])


def signs_in_with(world: World, phone: str) -> Any:
    body = {**code_for(world, phone), "client": "app", "agreement_version": "1.1"}
    return world.request("POST", "/auth/sessions", body=body)


class TestAsking:
    def test_tells_both_numbers_at_once_and_changes_nothing_yet(self, world: World, lin: Person) -> None:
        new = a_number_of_nobody()
        change = asks(lin, new).json
        assert (change["state"], change["by_office"], change["abilities"]) == ("waiting", False, ["cancel"])
        assert "换号" in words(world, lin.phone)
        assert new not in words(world, lin.phone)
        assert "换到这个号码" in words(world, new)
        assert lin.phone[-4:] not in words(world, new), "the new number learns of no account"
        assert lin.get("/me").json["phone_masked"].endswith(lin.phone[-4:])
        assert lin.get("/me/notices").json["items"][0]["template"] == "phone-change-begun"

    def test_is_done_by_who_has_shown_a_moment_ago_who_they_are(self, world: World) -> None:
        person = world.citizen()  # signed in, and no more
        assert refused(asks(person, a_number_of_nobody())) == (403, "proof-too-old")
        shown = proved(world, person)
        with later(minutes=6):
            assert refused(asks(shown, a_number_of_nobody())) == (403, "proof-too-old")

    def test_takes_a_code_that_the_new_number_has_received(self, world: World, lin: Person) -> None:
        sent = code_for(world, a_number_of_nobody())
        wrong = {**sent, "code": "000000" if sent["code"] != "000000" else "111111"}
        assert refused(lin.post("/me/phone-changes", wrong)) == (422, "sms-code-wrong")
        assert lin.post("/me/phone-changes", sent).status_code == 201
        again = lin.post("/me/phone-changes", sent)
        assert refused(again) == (422, "sms-challenge-dead"), "a code opens once"

    def test_waits_for_the_one_that_is_on_its_way(self, world: World, lin: Person) -> None:
        asked(lin, a_number_of_nobody())
        assert refused(asks(lin, a_number_of_nobody())) == (409, "phone-change-waiting")

    def test_for_the_number_one_has_is_refused(self, lin: Person) -> None:
        assert refused(asks(lin, lin.phone)) == (422, "phone-unchanged")

    def test_says_the_same_of_numbers_with_and_without_an_account(self, world: World) -> None:
        said: dict[str, Any] = {}
        took: dict[str, list[float]] = {"known": [], "unknown": []}
        for _ in range(12):
            for kind, phone in (("known", world.citizen().phone), ("unknown", a_number_of_nobody())):
                person, sent = proved(world, world.citizen()), code_for(world, phone)
                begun = time.perf_counter()
                answer = person.post("/me/phone-changes", sent)
                took[kind].append(time.perf_counter() - begun)
                said[kind] = (answer.status_code, sorted(answer.json), answer.json["state"])
        assert said["known"] == said["unknown"]
        assert abs(statistics.median(took["known"]) - statistics.median(took["unknown"])) < 0.05


class TestAfterTheDay:
    def test_the_number_is_the_new_one_and_other_devices_are_out(self, world: World, lin: Person) -> None:
        other, new = signs_in_again(world, lin), a_number_of_nobody()
        asked(lin, new)
        with later(hours=23):
            the_day_passes(world)
            assert signs_in_again(world, lin).get("/me").json["phone_masked"].endswith(lin.phone[-4:])
        with later(hours=25):
            the_day_passes(world)
        assert lin.get("/me").json["phone_masked"].endswith(new[-4:]), "the device that asked goes on"
        assert other.get("/me").status_code == 401
        with later(hours=26):
            for phone in (lin.phone, new):
                assert f"尾号 {new[-4:]}" in words(world, phone)
            assert signs_in_with(world, new).json["person_id"] == lin.person_id
            assert signs_in_with(world, lin.phone).json["person_id"] != lin.person_id, "the old number is free"

    def test_a_number_that_somebody_took_meanwhile_is_not_taken_twice(self, world: World, lin: Person) -> None:
        new = a_number_of_nobody()
        asked(lin, new)
        with later(minutes=2):
            stranger = signs_in_with(world, new).json["person_id"]
        with later(hours=25):
            the_day_passes(world)
            assert signs_in_with(world, new).json["person_id"] == stranger
        change = lin.get("/me/phone-changes").json["items"][0]
        assert change["state"] == "failed"
        assert lin.get("/me").json["phone_masked"].endswith(lin.phone[-4:])
        assert "没有成功" in words(world, lin.phone)
        assert any("换号没有成功" in message["text"] for message in world.messages_to(new))

    def test_two_who_wait_for_one_number_get_it_once(self, world: World, lin: Person) -> None:
        new, rival = a_number_of_nobody(), proved(world, world.citizen())
        asked(lin, new)
        with later(minutes=2):
            asked(proved(world, rival), new)
        with later(hours=26):
            world.at_once(*[lambda: the_day_passes(world)] * 4)
            the_day_passes(world)
        states = sorted(person.get("/me/phone-changes").json["items"][0]["state"] for person in (lin, rival))
        assert states == ["done", "failed"]

    def test_is_carried_out_once_however_often_one_looks(self, world: World, lin: Person) -> None:
        new = a_number_of_nobody()
        asked(lin, new)
        with later(hours=25):
            the_day_passes(world)
            assert the_day_passes(world) == 0


class TestCancelling:
    def test_is_possible_from_any_device_without_a_fresh_proof(self, world: World, lin: Person) -> None:
        new = a_number_of_nobody()
        change = asked(lin, new)
        tablet = signs_in_again(world, lin)
        assert tablet.post(f"/me/phone-changes/{change}/cancellation").json["state"] == "cancelled"
        with later(hours=25):
            the_day_passes(world)
        assert lin.get("/me").json["phone_masked"].endswith(lin.phone[-4:])
        assert refused(tablet.post(f"/me/phone-changes/{change}/cancellation")) == (409, "phone-change-over")
        assert asks(proved(world, lin), a_number_of_nobody()).status_code == 201, "another may be asked for"

    def test_is_nobody_elses(self, world: World, lin: Person) -> None:
        change, stranger = asked(lin, a_number_of_nobody()), world.citizen()
        assert refused(stranger.post(f"/me/phone-changes/{change}/cancellation")) == (404, "phone-change-not-found")
        assert stranger.get("/me/phone-changes").json["items"] == []
