"""查一个人 / An office looks one person up by exact number, for a reason that the person reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from backend.extensions import db
from backend.kernel.principal import Role
from tests.support.counter import later
from tests.support.offices import POSITIONS, somebody_who_works
from tests.support.residents import a_number, a_number_of_nobody, is_confirmed
from tests.support.world import Person, World


@pytest.fixture
def lin(world: World) -> Person:
    return world.citizen("小林")


@pytest.fixture
def wu(world: World) -> Person:
    return somebody_who_works(world, Role.SERVICE_DESK)


@pytest.fixture
def zheng(world: World) -> Person:
    return somebody_who_works(world, Role.SECURITY_OFFICER, nickname="老郑")


def looks_up(officer: Person, phone: str, reason: str = "asks-for-help", **more: Any) -> Any:
    return officer.post("/office/person-lookups", {"phone": phone, "reason": reason, **more})


def shown(officer: Person, phone: str, reason: str = "asks-for-help", **more: Any) -> Any:
    answer = looks_up(officer, phone, reason, **more)
    assert answer.status_code == 201, answer.json
    return answer.json["person"]


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def leaves(world: World) -> list[str]:
    asked = "SELECT convert_from(content, 'UTF8') FROM transparency_leaves WHERE kind = 'person-looked-up'"
    return world.reads(lambda: list(db.session.execute(text(asked)).scalars()))


class TestWhatIsShown:
    def test_to_the_desk_is_masked_and_nothing_of_devices(self, lin: Person, wu: Person) -> None:
        number = a_number()
        is_confirmed(lin, number=number, name="欧阳小溪")
        answer = looks_up(wu, lin.phone)
        person = answer.json["person"]
        assert (person["nickname"], person["name_masked"], person["number_tail"]) == ("小林", "欧**溪", number[-4:])
        assert (person["is_real_name_checked"], person["positions"], person["safety"]) == (True, [], None)
        said = answer.get_data(as_text=True)
        assert not any(secret in said for secret in (number, "欧阳", lin.phone[3:], lin.person_id, lin.party_id))

    def test_to_the_security_officer_is_how_safe_the_account_is_and_no_name(self, lin: Person, zheng: Person) -> None:
        is_confirmed(lin, number=a_number(), name="欧阳小溪")
        person = shown(zheng, lin.phone, "account-safety")
        assert (person["name_masked"], person["number_tail"]) == (None, None)
        assert (person["safety"]["second_factor"], person["safety"]["devices"]) == (False, 1)

    def test_has_positions_and_what_is_under_way(self, world: World, wu: Person, zheng: Person) -> None:
        clerk = somebody_who_works(world, Role.MERCHANT_CLERK)
        wu.post("/office/recoveries", {"phone": clerk.phone, "new_phone": a_number_of_nobody(), "reason": "手机丢了"})
        person = shown(wu, clerk.phone)
        assert [each["role"] for each in person["positions"]] == ["merchant-clerk"]
        assert person["under_way"] == ["recovery"]

    def test_of_a_number_that_nobody_has_is_nobody(self, wu: Person) -> None:
        assert shown(wu, a_number_of_nobody()) is None

    def test_takes_the_whole_number(self, lin: Person, wu: Person) -> None:
        for part in (lin.phone[-4:], lin.phone[3:9], f"{lin.phone[:-1]}%"):
            answer = looks_up(wu, part)
            assert (answer.status_code, answer.json["errors"][0]["code"]) == (400, "not-a-phone")

    def test_takes_a_reason(self, lin: Person, wu: Person) -> None:
        assert looks_up(wu, lin.phone, "curious").status_code == 400
        assert wu.post("/office/person-lookups", {"phone": lin.phone}).status_code == 400
        assert looks_up(wu, lin.phone, case_number="他说 13800000001").status_code == 400


class TestEveryLook:
    def test_is_told_to_the_person_with_its_reason_and_never_by_whom(
        self, lin: Person, wu: Person, zheng: Person
    ) -> None:
        shown(wu, lin.phone, "complaint", case_number="TS-2026-000012")
        shown(zheng, lin.phone, "account-safety")
        latest, first = lin.get("/me/disclosures").json["items"]
        assert (first["role"], first["reason_name"], first["subject"]) == ("service-desk", "处理投诉", "TS-2026-000012")
        assert set(first["kinds"]) == {"nickname", "phone-masked", "account-state", "positions"}
        assert (latest["role"], latest["reason_name"]) == ("security-officer", "核查账号安全")
        assert "sign-ins" in latest["kinds"]
        said = lin.get("/me/disclosures").get_data(as_text=True)
        assert not any(secret in said for secret in (wu.person_id, zheng.person_id, "老郑"))

    def test_is_in_the_log_whether_somebody_was_found_or_not(self, world: World, lin: Person, wu: Person) -> None:
        nobodys = a_number_of_nobody()
        shown(wu, lin.phone)
        shown(wu, nobodys)
        mine = [leaf for leaf in leaves(world) if wu.person_id in leaf]
        assert [lin.person_id in leaf for leaf in mine] == [True, False]
        assert not any(secret in leaf for leaf in mine for secret in (lin.phone[3:], nobodys[3:]))

    def test_repeated_by_a_lost_answer_is_one_look(self, lin: Person, wu: Person) -> None:
        body = {"phone": lin.phone, "reason": "asks-for-help", "case_number": None}
        first = wu.post("/office/person-lookups", body, key="a-look-at-one-person")
        again = wu.post("/office/person-lookups", body, key="a-look-at-one-person")
        assert again.json == first.json
        assert len(lin.get("/me/disclosures").json["items"]) == 1

    def test_leaves_no_number_that_could_be_read_or_guessed(self, world: World, wu: Person) -> None:
        nobodys = a_number_of_nobody()
        shown(wu, nobodys)
        kept = world.reads(
            lambda: list(db.session.execute(text("SELECT t::text FROM kernel_idempotency_keys t")).scalars())
        )
        assert not any(nobodys[3:] in row for row in kept)


class TestTheDoor:
    def test_is_open_to_two_positions(self, world: World, lin: Person) -> None:
        for role in set(POSITIONS) - {Role.SERVICE_DESK, Role.SECURITY_OFFICER}:
            assert refused(looks_up(somebody_who_works(world, role), lin.phone)) == (403, "forbidden")
        assert refused(looks_up(lin, lin.phone)) == (403, "forbidden")
        assert lin.get("/me/disclosures").json["items"] == []

    def test_asks_who_is_there(self, lin: Person, wu: Person) -> None:
        with later(minutes=6):
            for phone in (lin.phone, a_number_of_nobody()):
                assert refused(looks_up(wu, phone)) == (403, "proof-too-old")

    def test_answers_alike_of_who_is_there_and_who_is_not(self, world: World, lin: Person, wu: Person) -> None:
        """In form; and the tables are asked the same, so that time says as little."""
        said, asked = {}, {}
        for who, phone in (("known", lin.phone), ("unknown", a_number_of_nobody())):
            with questions(world) as found:
                answer = looks_up(wu, phone)
            said[who], asked[who] = (answer.status_code, sorted(answer.json)), found
        assert said["known"] == said["unknown"]
        assert asked["known"] == asked["unknown"]
        assert len(asked["known"]) > 5


@contextmanager
def questions(world: World) -> Iterator[list[str]]:
    """What the tables of identity are asked meanwhile."""
    found: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.lstrip().startswith("SELECT") and "identity_" in statement:
            found.append(statement)

    with world.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)
