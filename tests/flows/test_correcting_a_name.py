"""姓名错了 / A checked name is corrected at the desk: the register is asked again, two officers agree, all is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from backend.extensions import db
from backend.kernel.principal import Role
from tests.support.offices import somebody_who_works, takes_the_position
from tests.support.privacy import closes, takes_along
from tests.support.residents import Register, a_number, a_number_of_nobody, is_confirmed, years_ago
from tests.support.uploads import a_photo, brings
from tests.support.world import Person, World

WHY = "本人持新身份证到窗口，派出所已改名"


@pytest.fixture(autouse=True)
def the_register_answers(residents: Register) -> Iterator[None]:
    yield
    residents.book.says, residents.book.is_down = None, False


@pytest.fixture
def lin(world: World) -> Person:
    lin = world.citizen("小林")
    is_confirmed(lin, name="林小西")
    return lin


@pytest.fixture
def wu(world: World) -> Person:
    return somebody_who_works(world, Role.SERVICE_DESK)


@pytest.fixture
def zheng(world: World) -> Person:
    return somebody_who_works(world, Role.SECURITY_OFFICER, nickname="老郑")


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def opens(officer: Person, phone: str, **more: Any) -> Any:
    card = brings(officer, a_photo(), name="身份证.jpg").json["file_id"]
    wish = {"phone": phone, "name": "欧阳小溪", "resident_id": a_number(), "reason": WHY, "evidence_file_ids": [card]}
    return officer.post("/office/name-corrections", wish | more)


def opened(officer: Person, phone: str, **more: Any) -> str:
    answer = opens(officer, phone, **more)
    assert answer.status_code == 201, answer.json
    return str(answer.json["name_correction_id"])


def decides(officer: Person, case: str, how: str = "approval", **body: Any) -> Any:
    return officer.post(f"/office/name-corrections/{case}/{how}", body or None)


def texts_to(person: Person) -> list[str]:
    return [message["text"] for message in person.world.messages_to(person.phone) if "实名" in message["text"]]


class TestAWrongName:
    def test_becomes_what_the_register_confirms_when_two_agree(
        self, world: World, lin: Person, wu: Person, zheng: Person
    ) -> None:
        number = a_number(years_ago(12))
        answer = opens(wu, lin.phone, resident_id=number)
        assert answer.status_code == 201
        said = answer.get_data(as_text=True)
        assert not any(secret in said for secret in (number, "欧阳小溪", lin.phone, lin.phone[3:], lin.person_id))
        assert (answer.json["name_masked"], answer.json["new_name_masked"]) == ("林*西", "欧**溪")
        assert lin.get("/me/real-name").json["name_masked"] == "林*西", "not before another agrees"
        case = answer.json["name_correction_id"]
        waiting = {work["kind"]: work for work in zheng.get("/office/home").json["waiting"]}
        assert waiting["name-corrections"]["count"] >= 1
        assert zheng.get("/office/name-corrections", state="open").json["items"][0]["abilities"] == [
            "approve", "refuse"
        ]  # fmt: skip
        shown = zheng.get(f"/office/name-corrections/{case}").json
        assert zheng.get(f"/files/{shown['evidence_file_ids'][0]}/content").status_code == 200

        assert decides(zheng, case).json["state"] == "approved"

        mine = lin.get("/me/real-name").json
        assert (mine["name_masked"], mine["number_tail"], mine["age_group"]) == ("欧**溪", number[-4:], "child")
        assert takes_along(lin)["account"][0]["real_name"] == "欧阳小溪"
        assert is_in_the_log(world, "name-correction-opened", case)
        assert is_in_the_log(world, "name-correction-approved", case)
        kept = (
            "SELECT num_nonnulls(name_sealed, born_sealed, number_index) FROM identity_name_corrections WHERE id = :id"
        )
        assert world.reads(lambda: db.session.scalar(text(kept), {"id": case})) == 0, "what waited is gone"

    def test_is_told_before_and_after(self, lin: Person, wu: Person, zheng: Person) -> None:
        case = opened(wu, lin.phone)
        assert [line.split("】")[1][:5] for line in texts_to(lin)] == ["服务台受理"]
        decides(zheng, case)
        assert "你的实名已改成 欧**溪" in texts_to(lin)[-1]
        notices = [each["template"] for each in lin.get("/me/notices").json["items"]]
        assert notices[:2] == ["name-corrected", "name-correction-opened"]
        seen = lin.get("/me/disclosures").json["items"]
        assert {each["reason"] for each in seen} == {"name-correction"}
        assert {each["role"] for each in seen} == {"service-desk", "security-officer"}
        assert {"name-masked", "resident-id-tail", "files"} <= set(seen[0]["kinds"])

    def test_stays_when_the_other_says_no(self, lin: Person, wu: Person, zheng: Person) -> None:
        case = opened(wu, lin.phone)
        answer = decides(zheng, case, "refusal", reason="照片与本人不符")
        assert (answer.json["state"], answer.json["refusal"]) == ("refused", "照片与本人不符")
        assert lin.get("/me/real-name").json["name_masked"] == "林*西"
        assert "没有通过" in texts_to(lin)[-1]
        assert refused(decides(zheng, case)) == (409, "name-correction-decided")
        assert opens(wu, lin.phone).status_code == 201, "another case may be opened"

    def test_goes_with_the_account(self, lin: Person, wu: Person) -> None:
        case = opens(wu, lin.phone).json
        assert closes(lin).status_code == 200
        assert refused(wu.get(f"/office/name-corrections/{case['name_correction_id']}")) == (
            404, "name-correction-not-found"
        )  # fmt: skip
        assert refused(wu.get(f"/files/{case['evidence_file_ids'][0]}/content")) == (404, "file-removed")


class TestNobodyTypesANameIntoExistence:
    def test_that_the_register_does_not_know(self, world: World, lin: Person, wu: Person) -> None:
        for left in (1, 0):
            answer = opens(wu, lin.phone, name="林不符")
            assert refused(answer) == (422, "real-name-no-match")
            assert answer.json["reasons"][0]["facts"]["tries_left"] == left, "a try like her own"
        assert refused(opens(wu, lin.phone)) == (429, "real-name-tries-used-up")
        seen = lin.get("/me/disclosures").json["items"]
        assert [each["kinds"] for each in seen] == [["account-state"]] * 2
        cases = wu.get("/office/name-corrections").json["items"]
        assert not any(case["is_mine"] for case in cases)

    def test_nor_while_it_is_silent(self, lin: Person, wu: Person, residents: Register) -> None:
        residents.book.is_down = True
        assert refused(opens(wu, lin.phone)) == (503, "real-name-check-unavailable")
        residents.book.is_down = False
        assert opens(wu, lin.phone).status_code == 201, "silence cost no try"

    def test_for_two_accounts_at_once(self, world: World, lin: Person, wu: Person, zheng: Person) -> None:
        """One person, one account: neither while a case waits, nor when two come at the same moment."""
        taken = a_number()
        is_confirmed(world.citizen(), number=taken)
        assert refused(opens(wu, lin.phone, resident_id=taken)) == (409, "real-name-taken")
        wanted, other = a_number(), world.citizen()
        checks = {"name": "林小溪", "resident_id": wanted}
        answers = world.at_once(
            lambda: opens(wu, lin.phone, resident_id=wanted), lambda: other.post("/me/real-name", checks)
        )
        assert sorted(answer.status_code for answer in answers) == [201, 409]
        loser = next(answer for answer in answers if answer.status_code == 409)
        assert loser.json["code"] == "real-name-taken"


def is_in_the_log(world: World, kind: str, case: str) -> bool:
    asked = ("SELECT count(*) FROM transparency_leaves WHERE kind = :kind"
             " AND convert_from(content, 'UTF8') LIKE :case")  # fmt: skip
    return bool(world.reads(lambda: db.session.scalar(text(asked), {"kind": kind, "case": f"%{case}%"})))


class TestTheDesk:
    def test_finds_whose_name_was_checked(self, world: World, lin: Person, wu: Person) -> None:
        assert refused(opens(wu, a_number_of_nobody())) == (404, "name-correction-person-not-found")
        assert refused(opens(wu, world.citizen().phone)) == (422, "name-not-checked")
        number, other = a_number(), world.citizen()
        is_confirmed(other, number=number, name="林小溪")
        assert refused(opens(wu, other.phone, name="林小溪", resident_id=number)) == (422, "name-unchanged")
        opened(wu, lin.phone)
        assert refused(opens(wu, lin.phone)) == (409, "name-correction-there")

    def test_brings_what_was_shown(self, lin: Person, wu: Person) -> None:
        answer = opens(wu, lin.phone, evidence_file_ids=[])
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (400, "/evidence_file_ids")
        theirs = brings(lin, a_photo()).json["file_id"]
        assert refused(opens(wu, lin.phone, evidence_file_ids=[theirs])) == (404, "file-not-found")

    def test_opens_once_for_a_request_that_is_repeated(self, lin: Person, wu: Person) -> None:
        card = brings(wu, a_photo()).json["file_id"]
        wish = {"phone": lin.phone, "name": "林小溪", "resident_id": a_number(), "reason": WHY,
                "evidence_file_ids": [card]}  # fmt: skip
        answers = [wu.post("/office/name-corrections", wish, key="one-case-of-a-name-0001") for _ in range(2)]
        assert answers[0].status_code == 201
        assert answers[0].json == answers[1].json

    def test_is_two_people_in_two_positions(self, world: World, lin: Person, wu: Person, zheng: Person) -> None:
        case = opened(wu, lin.phone)
        assert refused(decides(wu, case)) == (403, "forbidden")
        assert refused(opens(zheng, lin.phone)) == (403, "forbidden")
        for role in (Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR):
            officer = somebody_who_works(world, role)
            assert refused(officer.get(f"/office/name-corrections/{case}")) == (403, "forbidden")
        both = takes_the_position(world, wu, Role.SECURITY_OFFICER)
        for how, body in (("approval", {}), ("refusal", {"reason": "照片与本人不符"})):
            assert refused(decides(both, case, how, **body)) == (403, "name-correction-same-officer")
        second = somebody_who_works(world, Role.SECURITY_OFFICER)
        tries = world.at_once(lambda: decides(zheng, case), lambda: decides(second, case))
        assert sorted(answer.status_code for answer in tries) == [200, 409]

    def test_is_nobody_whom_it_is_about(self, wu: Person, zheng: Person) -> None:
        is_confirmed(wu)
        assert refused(opens(wu, wu.phone)) == (403, "name-correction-same-officer")
