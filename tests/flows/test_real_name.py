"""实名 / The register of residents confirms who somebody is, once a person; the number itself is nowhere afterwards."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from backend.extensions import db
from backend.identity.people.resident_id import NotAResidentId, check_character, read
from backend.kernel.idempotency import fingerprint
from tests.support.residents import Register, a_number, is_confirmed
from tests.support.world import Person, World

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def the_register_answers(residents: Register) -> Iterator[None]:
    yield
    residents.book.says, residents.book.is_down = None, False


@pytest.fixture
def lin(world: World) -> Person:
    return world.citizen("小林")


def tries(person: Person, number: str, name: str = "林小溪") -> Any:
    return person.post("/me/real-name", {"name": name, "resident_id": number})


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


class TestANumber:
    def test_is_read_as_it_stands_on_the_card(self) -> None:
        assert read("11010519491231002X", today=TODAY).born_on == date(1949, 12, 31)
        assert read("11010519491231002x", today=TODAY).number == "11010519491231002X"

    def test_with_one_character_wrong_is_none(self) -> None:
        """MOD 11-2 finds every single error, at each of eighteen places."""
        number = a_number()
        for place in range(18):
            for other in "0123456789X":
                wrong = number[:place] + other + number[place + 1 :]
                if wrong != number:
                    with pytest.raises(NotAResidentId):
                        read(wrong, today=TODAY)

    def test_with_two_neighbours_changed_is_none(self) -> None:
        number = a_number()
        for place in range(16):
            if number[place] != number[place + 1]:
                wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
                with pytest.raises(NotAResidentId):
                    read(wrong, today=TODAY)

    @pytest.mark.parametrize(
        "seventeen", ["35042119900230001", "35042120270101001", "35042118791231001", "99042119900307001",
                      "35042119900307000", "05042119900307001"],
    )  # fmt: skip
    def test_of_a_day_or_place_that_never_was_is_none(self, seventeen: str) -> None:
        with pytest.raises(NotAResidentId):
            read(seventeen + check_character(seventeen), today=TODAY)

    @pytest.mark.parametrize(
        "wrong", ["", "35042119900307001", "３５０４２１１９９００３０７００１１", "350421199003070\n15", 3, None]
    )
    def test_in_another_form_is_refused_at_the_door(self, lin: Person, wrong: Any) -> None:
        answer = lin.post("/me/real-name", {"name": "林小溪", "resident_id": wrong})
        assert answer.status_code == 400, answer.json
        assert answer.json["errors"][0]["field"] == "/resident_id"

    def test_never_stands_in_what_a_refusal_says(self, lin: Person) -> None:
        number = a_number()
        wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
        assert wrong not in tries(lin, wrong).get_data(as_text=True)


class TestACheckedName:
    def test_is_shown_masked_to_its_owner(self, lin: Person) -> None:
        assert lin.get("/me/real-name").json["state"] == "none"
        number = a_number()
        said = is_confirmed(lin, number=number, name="欧阳小溪")
        assert (said["state"], said["name_masked"], said["number_tail"]) == ("checked", "欧**溪", number[-4:])
        assert lin.get("/me/real-name").json == said
        assert lin.get("/me/notices").json["items"][0]["template"] == "real-name-checked"

    def test_leaves_number_name_and_birthday_nowhere(self, world: World, lin: Person) -> None:
        number = a_number()
        is_confirmed(lin, number=number, name="独孤求败")
        rows = world.reads(lambda: [
            str(row)
            for table in ("identity_real_names", "identity_real_name_tries", "kernel_idempotency_keys",
                          "kernel_outbox_messages", "transparency_leaves", "notifications_notices")
            for row in db.session.execute(text(f"SELECT t::text FROM {table} t")).scalars()
        ])  # fmt: skip
        assert rows
        for secret in (number, "独孤求败", "1990-03-07"):
            assert not any(secret in row for row in rows)

    def test_is_not_remembered_by_a_digest_that_could_be_guessed(self, world: World, lin: Person) -> None:
        """Name and number are few enough to be tried one by one against the bare digest of a request."""
        body = {"name": "林小溪", "resident_id": a_number()}
        assert lin.post("/me/real-name", body).status_code == 201
        guessed = fingerprint(f"POST /api/v1/me/real-name as {lin.party_id}", body)
        kept = text("SELECT k::text FROM kernel_idempotency_keys k WHERE principal_id = :who")
        rows = world.reads(lambda: list(db.session.execute(kept, {"who": lin.person_id}).scalars()))
        assert rows
        assert not any(guessed in row or guessed.encode().hex() in row for row in rows)

    def test_is_kept_once(self, lin: Person) -> None:
        is_confirmed(lin)
        assert refused(tries(lin, a_number())) == (409, "real-name-checked-already")

    def test_is_answered_again_without_asking_again(self, lin: Person, residents: Register) -> None:
        body, key = {"name": "林小溪", "resident_id": a_number()}, "a-key-that-is-used-twice"
        first = lin.post("/me/real-name", body, key=key)
        asked = len(residents.book.asked)
        again = lin.post("/me/real-name", body, key=key)
        assert (first.json, again.headers["Idempotency-Replayed"]) == (again.json, "true")
        assert len(residents.book.asked) == asked


class TestOnePerson:
    def test_has_one_account_and_nobody_is_told_whose(self, world: World, lin: Person) -> None:
        number = a_number()
        is_confirmed(lin, number=number)
        answer = tries(world.citizen(), number)
        assert refused(answer) == (409, "real-name-taken")
        assert not any(hint in answer.get_data(as_text=True) for hint in ("小林", lin.phone[-4:], lin.person_id))

    def test_is_not_found_out_by_who_knows_the_number_alone(
        self, world: World, lin: Person, residents: Register
    ) -> None:
        """Without the name that belongs to it a number with an account is refused as one without."""
        number = a_number()
        is_confirmed(lin, number=number)
        residents.book.says = "-1"
        guesses = [tries(world.citizen(), each, "张三丰").json for each in (number, a_number())]
        assert [guess["code"] for guess in guesses] == ["real-name-no-match"] * 2
        assert guesses[0]["reasons"] == guesses[1]["reasons"]

    def test_takes_as_long_to_refuse_for_known_and_unknown_numbers(
        self, world: World, lin: Person, residents: Register
    ) -> None:
        number = a_number()
        is_confirmed(lin, number=number)
        residents.book.says = "-1"
        took: dict[str, list[float]] = {"known": [], "unknown": []}
        for _ in range(2):  # as often as a number may be asked about beside its owner's own time
            for kind, asked in (("known", number), ("unknown", a_number())):
                stranger, begun = world.citizen(), time.perf_counter()
                assert refused(tries(stranger, asked)) == (422, "real-name-no-match")
                took[kind].append(time.perf_counter() - begun)
        assert abs(statistics.median(took["known"]) - statistics.median(took["unknown"])) < 0.25

    def test_stays_one_when_thirty_two_press_at_once(self, world: World) -> None:
        number, people = a_number(), [world.citizen() for _ in range(32)]
        answers = world.at_once(*[lambda person=person: tries(person, number) for person in people])
        assert sorted(answer.status_code for answer in answers) == [201, *[409] * 2, *[429] * 29]
        index = "SELECT count(*) FROM identity_real_names WHERE number_tail = :tail"
        assert world.reads(lambda: db.session.scalar(text(index), {"tail": number[-4:]})) == 1


class TestTheRegister:
    def test_that_says_no_costs_a_try_and_three_are_a_day(self, lin: Person) -> None:
        for left in (2, 1, 0):
            answer = tries(lin, a_number(), "林不符")
            assert refused(answer) == (422, "real-name-no-match")
            assert answer.json["reasons"][0]["facts"]["tries_left"] == left
        answer = tries(lin, a_number())
        assert refused(answer) == (429, "real-name-tries-used-up")
        assert 0 < int(answer.headers["Retry-After"]) <= 86_401

    @pytest.mark.parametrize("silence", ["-4", "-6", "down"])
    def test_that_cannot_say_costs_none(self, lin: Person, residents: Register, silence: str) -> None:
        residents.book.says, residents.book.is_down = (None, True) if silence == "down" else (silence, False)
        for _ in range(4):
            assert refused(tries(lin, a_number())) == (503, "real-name-check-unavailable")
        residents.book.says, residents.book.is_down = None, False
        assert lin.get("/me/real-name").json["tries_left"] == 3
        is_confirmed(lin)

    def test_is_asked_with_our_signature(self, lin: Person, residents: Register) -> None:
        """With another secret it answers like one that cannot say."""
        residents.book.secret_key, kept = "another", residents.book.secret_key
        try:
            assert refused(tries(lin, a_number())) == (503, "real-name-check-unavailable")
        finally:
            residents.book.secret_key = kept
        is_confirmed(lin)
