"""未成年人 / Under fourteen nothing is recorded, under eighteen nothing is bought, unless a guardian has agreed."""

from __future__ import annotations

from typing import Any

import pytest

from backend.kernel import clock
from tests.support.counter import later, signs_in_again
from tests.support.county import a_shelf
from tests.support.residents import a_number, is_confirmed, somebody_aged, years_ago
from tests.support.world import Person, World, fresh_key


@pytest.fixture
def mother(world: World) -> Person:
    mother = world.citizen("小满妈妈")
    is_confirmed(mother, name="林妈妈")
    return mother


@pytest.fixture(scope="module")
def shelf(app: Any, keys_folder: Any) -> Any:
    return a_shelf(World(app, keys_folder / "sms.jsonl"))


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def walks(person: Person) -> Any:
    steps = {"kind": "mobility.walk", "measures": {"steps": "7250"}, "occurred_at": clock.wall_time().isoformat()}
    return person.post("/activities", steps)


def reckons(person: Person) -> Any:
    lines = [{"activity": "electricity.grid", "quantity": "186", "unit": "kWh"}]
    return person.post("/footprints", {"kind": "citizen", "period": "2026-09", "lines": lines})


def buys(person: Person, shelf: Any) -> Any:
    quote = person.post("/offset-quotes", {"quantity_kg": 10, "offer_id": shelf.offer_id}).json["quote_id"]
    order = {"quote_id": quote, "purpose": "voluntary", "beneficiary": {"kind": "none"}}
    return person.post("/offset-orders", order)


def asks(child: Person, guardian: Person) -> str:
    answer = child.post("/me/guardianships", {"phone": guardian.phone})
    assert answer.status_code == 201, answer.json
    return str(answer.json["guardian"]["guardianship_id"])


def accepts(guardian: Person, guardianship: str, version: str = "1.0") -> Any:
    return guardian.post(f"/me/guardianships/{guardianship}/acceptance", {"consent_version": version})


def ends(person: Person, guardianship: str) -> Any:
    return person.world.request("DELETE", f"/me/guardianships/{guardianship}", token=person.token, key=fresh_key())


def under_guard(world: World, years: int, guardian: Person) -> tuple[Person, str]:
    child = somebody_aged(world, years)
    guardianship = asks(child, guardian)
    assert accepts(guardian, guardianship).status_code == 200
    return child, guardianship


class TestUnderFourteen:
    def test_nothing_is_recorded_or_bought_alone(self, world: World, shelf: Any) -> None:
        child = somebody_aged(world, 12)
        for answer in (walks(child), reckons(child)):
            assert refused(answer) == (422, "guardian-needed")
            assert answer.json["reasons"][0]["facts"] == {"age": 14}
        answer = buys(child, shelf)
        assert (refused(answer), answer.json["reasons"][0]["facts"]) == ((422, "guardian-needed"), {"age": 18})
        assert "家长" in answer.json["mend"]

    def test_everything_goes_with_a_guardian(self, world: World, shelf: Any, mother: Person) -> None:
        child, _ = under_guard(world, 12, mother)
        assert [answer.status_code for answer in (walks(child), reckons(child), buys(child, shelf))] == [201] * 3

    def test_asking_is_not_enough(self, world: World, mother: Person) -> None:
        child = somebody_aged(world, 12)
        asks(child, mother)
        assert refused(walks(child)) == (422, "guardian-needed")


class TestUnderEighteen:
    def test_one_records_alone_and_buys_with_a_guardian(self, world: World, shelf: Any, mother: Person) -> None:
        youth = somebody_aged(world, 15)
        assert walks(youth).status_code == 201
        assert refused(buys(youth, shelf)) == (422, "guardian-needed")
        assert accepts(mother, asks(youth, mother)).status_code == 200
        assert buys(youth, shelf).status_code == 201

    def test_ends_on_the_birthday_itself(self, world: World, shelf: Any) -> None:
        """In Shanghai's days: on the eve one is seventeen."""
        today = clock.business_date(clock.wall_time())
        turned, turns = world.citizen(), world.citizen()
        is_confirmed(turned, born_on=today.replace(year=today.year - 18))
        eve = clock.business_date(clock.wall_time().replace(year=today.year - 18)).toordinal() + 1
        is_confirmed(turns, born_on=type(today).fromordinal(eve))
        assert buys(turned, shelf).status_code == 201
        assert refused(buys(turns, shelf)) == (422, "guardian-needed")

    def test_an_adult_needs_none_and_may_name_none(self, world: World, shelf: Any, mother: Person) -> None:
        adult, unchecked = somebody_aged(world, 30), world.citizen()
        assert [buys(person, shelf).status_code for person in (adult, unchecked)] == [201, 201]
        for person in (adult, unchecked):
            assert refused(person.post("/me/guardianships", {"phone": mother.phone})) == (422, "not-a-minor")


class TestAGuardian:
    def test_is_of_age_with_a_checked_name(self, world: World) -> None:
        child, brother, stranger = somebody_aged(world, 12), somebody_aged(world, 17), world.citizen()
        first = asks(child, brother)
        assert refused(accepts(brother, first)) == (422, "guardian-too-young")
        assert ends(child, first).status_code == 200
        assert refused(accepts(stranger, asks(child, stranger))) == (422, "real-name-needed")

    def test_is_not_the_child(self, world: World) -> None:
        child = somebody_aged(world, 12)
        assert refused(child.post("/me/guardianships", {"phone": child.phone})) == (422, "oneself-not")

    def test_agrees_to_the_text_that_is_in_force(self, world: World, mother: Person) -> None:
        child = somebody_aged(world, 12)
        asked = asks(child, mother)
        assert mother.get("/me/guardianships").json["consent"]["version"] == "1.0"
        assert refused(accepts(mother, asked, "0.9")) == (422, "consent-version-unknown")
        assert accepts(mother, asked).json["wards"][0]["consent_version"] == "1.0"

    def test_is_asked_by_message_whether_the_number_is_known_or_not(self, world: World, mother: Person) -> None:
        for phone in (mother.phone, "+8613677770001"):
            answer = somebody_aged(world, 12).post("/me/guardianships", {"phone": phone})
            assert answer.status_code == 201
            assert answer.json["guardian"]["nickname"] is None
            assert "请你做监护人" in world.messages_to(phone)[-1]["text"]

    def test_finds_the_question_in_the_inbox_once(self, world: World, mother: Person) -> None:
        child = somebody_aged(world, 12)
        asks(child, mother)
        world.relay()
        assert world.relay() == 0
        told = [each for each in mother.get("/me/notices").json["items"] if each["template"] == "guardian-wanted"]
        assert [each["link"] for each in told] == ["/account/guardians"]
        assert child.get("/me").json["nickname"] in told[0]["text"]

    def test_is_one_at_a_time_even_when_asked_at_once(self, world: World, mother: Person) -> None:
        child = somebody_aged(world, 12)
        tries = world.at_once(*[lambda: child.post("/me/guardianships", {"phone": mother.phone})] * 8)
        assert sorted(answer.status_code for answer in tries) == [201, *[409] * 7]

    def test_has_a_week_to_answer(self, world: World, mother: Person) -> None:
        child = somebody_aged(world, 12)
        asked = asks(child, mother)
        with later(days=8):
            late, child = signs_in_again(world, mother), signs_in_again(world, child)
            assert refused(accepts(late, asked)) == (409, "guardianship-over")
            assert late.get("/me/guardianships").json["asked"] == []
            assert child.post("/me/guardianships", {"phone": mother.phone}).status_code == 201, "asked again"


class TestEnding:
    @pytest.mark.parametrize("by", ["child", "guardian"])
    def test_is_eithers_and_told_to_both(self, world: World, mother: Person, by: str) -> None:
        child, guardianship = under_guard(world, 12, mother)
        assert walks(child).status_code == 201
        assert ends(child if by == "child" else mother, guardianship).status_code == 200
        assert refused(walks(child)) == (422, "guardian-needed")
        assert child.get("/me/notices").json["items"][0]["template"] == "guardian-ended"
        assert mother.get("/me/notices").json["items"][0]["template"] == "ward-ended"
        assert refused(ends(mother, guardianship)) == (409, "guardianship-over")

    def test_is_nobody_elses_nor_is_accepting(self, world: World, mother: Person) -> None:
        child = somebody_aged(world, 12)
        asked, stranger = asks(child, mother), somebody_aged(world, 40)
        assert refused(accepts(stranger, asked)) == (404, "guardianship-not-found")
        assert refused(accepts(child, asked)) == (404, "guardianship-not-found")
        assert refused(ends(stranger, asked)) == (404, "guardianship-not-found")
        assert refused(stranger.post(f"/me/guardianships/{asked}/refusal")) == (404, "guardianship-not-found")

    def test_a_refusal_is_told(self, world: World, mother: Person) -> None:
        child = somebody_aged(world, 12)
        asked = asks(child, mother)
        assert mother.post(f"/me/guardianships/{asked}/refusal").status_code == 200
        assert child.get("/me/notices").json["items"][0]["template"] == "guardian-declined"
        assert child.get("/me/guardianships").json["guardian"] is None

    def test_a_child_cannot_name_themselves_older(self, world: World) -> None:
        child = world.citizen()
        body = {"name": "小满", "resident_id": a_number(years_ago(12)), "born_on": "1990-01-01"}
        assert child.post("/me/real-name", body).json["errors"][0]["code"] == "unknown-field"
