"""手机丢了 / The way back leads through the office: one officer opens, another decides, a day passes, all is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from backend.extensions import db
from backend.identity import service as identity
from backend.kernel import clock
from backend.kernel.principal import Role
from backend.sweeps import SWEEPS
from tests.support.counter import later, signs_in_again
from tests.support.offices import somebody_who_works, takes_the_position
from tests.support.privacy import closes, proves_again
from tests.support.residents import a_number, a_number_of_nobody, is_confirmed
from tests.support.uploads import a_photo, brings
from tests.support.world import Person, World

WHY = "手机掉进渔塘溪，本人持身份证到窗口办理"


@pytest.fixture(autouse=True)
def the_clock_is_put_back() -> Iterator[None]:
    yield
    clock.set_offset(0)


@pytest.fixture
def lin(world: World) -> Person:
    return world.citizen("小林")


@pytest.fixture
def wu(world: World) -> Person:
    return somebody_who_works(world, Role.SERVICE_DESK)


@pytest.fixture
def zheng(world: World) -> Person:
    return somebody_who_works(world, Role.SECURITY_OFFICER, nickname="老郑")


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def opens(officer: Person, **more: Any) -> Any:
    return officer.post("/office/recoveries", {"new_phone": a_number_of_nobody(), "reason": WHY, **more})


def opened(officer: Person, **more: Any) -> str:
    answer = opens(officer, **more)
    assert answer.status_code == 201, answer.json
    return str(answer.json["recovery_id"])


def approves(officer: Person, case: str) -> Any:
    return officer.post(f"/office/recoveries/{case}/approval")


def outcomes_of(officer: Person) -> list[str]:
    """What came of the officer's searches that opened no case, as the log has it."""
    tried = ("SELECT convert_from(content, 'UTF8')::jsonb #>> '{facts,outcome}' FROM transparency_leaves"
             " WHERE kind = 'recovery-tried' AND convert_from(content, 'UTF8') LIKE :by ORDER BY id")  # fmt: skip
    return officer.world.reads(lambda: list(db.session.scalars(text(tried), {"by": f"%{officer.person_id}%"})))


def the_day_passes(world: World) -> None:
    with later(hours=25):
        world.reads(SWEEPS["phone-changes"].run)


class TestTheDesk:
    def test_finds_somebody_by_their_card_and_sees_masked_facts_only(
        self, world: World, lin: Person, wu: Person
    ) -> None:
        number = a_number()
        is_confirmed(lin, number=number, name="欧阳小溪")
        answer = opens(wu, resident_id=number)
        assert answer.status_code == 201
        said = answer.get_data(as_text=True)
        assert (answer.json["name_masked"], answer.json["number_tail"]) == ("欧**溪", number[-4:])
        assert not any(secret in said for secret in (number, "欧阳", lin.phone, lin.phone[3:], lin.person_id))

    def test_finds_somebody_without_a_checked_name_by_the_old_number(self, lin: Person, wu: Person) -> None:
        assert opens(wu, phone=lin.phone).json["found_by"] == "phone"

    def test_finds_nobody_by_numbers_of_nobody(self, wu: Person) -> None:
        for way in ({"phone": a_number_of_nobody()}, {"resident_id": a_number()}):
            assert refused(opens(wu, **way)) == (404, "recovery-person-not-found")

    def test_leaves_a_line_for_every_number_that_it_tries(self, world: World, lin: Person, wu: Person) -> None:
        """A refusal tells who has an account, and which number."""
        assert refused(opens(wu, phone=a_number_of_nobody())) == (404, "recovery-person-not-found")
        assert refused(opens(wu, phone=lin.phone, new_phone=lin.phone)) == (422, "phone-unchanged")
        opened(wu, phone=lin.phone)
        assert refused(opens(wu, phone=lin.phone)) == (409, "recovery-there")
        assert outcomes_of(wu) == ["recovery-person-not-found", "phone-unchanged", "recovery-there"]
        seen = lin.get("/me/disclosures").json["items"]
        assert [each["kinds"] for each in seen if each["kinds"] == ["account-state"]] == [["account-state"]] * 2

    def test_looks_for_nobody_with_a_file_that_is_not_its_own(self, lin: Person, wu: Person) -> None:
        theirs = brings(lin, a_photo()).json["file_id"]
        for phone in (lin.phone, a_number_of_nobody()):
            assert refused(opens(wu, phone=phone, evidence_file_ids=[theirs])) == (404, "file-not-found")

    def test_keeps_the_photo_of_a_case_that_was_not_opened(self, lin: Person, wu: Person) -> None:
        own = brings(wu, a_photo()).json["file_id"]
        answer = opens(wu, phone=a_number_of_nobody(), evidence_file_ids=[own])
        assert refused(answer) == (404, "recovery-person-not-found")
        opened(wu, phone=lin.phone, evidence_file_ids=[own])

    @pytest.mark.parametrize("ways", [{}, {"phone": "13800000001", "resident_id": "440524188001010014"}])
    def test_looks_one_way(self, wu: Person, ways: dict[str, str]) -> None:
        answer = opens(wu, **ways)
        assert (answer.status_code, answer.json["errors"][0]["code"]) == (400, "one-of-two")

    def test_opens_one_case_at_a_time(self, world: World, lin: Person, wu: Person) -> None:
        tries = world.at_once(*[lambda: opens(wu, phone=lin.phone)] * 6)
        assert sorted(answer.status_code for answer in tries) == [201, *[409] * 5]

    def test_is_two_positions_and_no_other(self, world: World, lin: Person, wu: Person, zheng: Person) -> None:
        case = opened(wu, phone=lin.phone)
        for role in (Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR, Role.FORESTRY_MAKER):
            officer = somebody_who_works(world, role)
            assert refused(officer.get("/office/recoveries")) == (403, "forbidden")
            assert refused(officer.get(f"/office/recoveries/{case}")) == (403, "forbidden")
            assert refused(approves(officer, case)) == (403, "forbidden")
        assert refused(approves(wu, case)) == (403, "forbidden"), "the desk does not decide"
        assert refused(opens(zheng, phone=lin.phone)) == (403, "forbidden"), "who decides does not open"
        assert lin.get("/office/recoveries").status_code == 403

    def test_cannot_give_itself_more_by_what_it_sends(self, lin: Person, wu: Person) -> None:
        answer = opens(wu, phone=lin.phone, state="approved", role="security-officer")
        assert {error["code"] for error in answer.json["errors"]} == {"unknown-field"}

    def test_proves_again_who_it_is(self, lin: Person, wu: Person) -> None:
        with later(minutes=6):
            assert refused(opens(wu, phone=lin.phone)) == (403, "proof-too-old")


class TestTwoOfficers:
    def test_are_two_people(self, world: World, lin: Person) -> None:
        """Somebody with both positions opens in one and may not decide in the other."""
        desk = somebody_who_works(world, Role.SERVICE_DESK)
        case = opened(desk, phone=lin.phone)
        both = takes_the_position(world, desk, Role.SECURITY_OFFICER)
        assert refused(approves(both, case)) == (403, "recovery-same-officer")
        answer = both.post(f"/office/recoveries/{case}/refusal", {"reason": "照片与本人不符"})
        assert refused(answer) == (403, "recovery-same-officer")

    def test_neither_is_the_person_concerned(self, world: World, lin: Person, wu: Person, zheng: Person) -> None:
        assert refused(opens(wu, phone=wu.phone)) == (403, "recovery-same-officer")
        assert refused(approves(zheng, opened(wu, phone=zheng.phone))) == (403, "recovery-same-officer")

    def test_decide_once(self, world: World, lin: Person, wu: Person, zheng: Person) -> None:
        case = opened(wu, phone=lin.phone)
        other = somebody_who_works(world, Role.SECURITY_OFFICER)
        tries = world.at_once(lambda: approves(zheng, case), lambda: approves(other, case))
        assert sorted(answer.status_code for answer in tries) == [200, 409]
        answer = zheng.post(f"/office/recoveries/{case}/refusal", {"reason": "照片与本人不符"})
        assert refused(answer) == (409, "recovery-decided")

    def test_may_say_no_with_a_reason(self, world: World, lin: Person, wu: Person, zheng: Person) -> None:
        case = opened(wu, phone=lin.phone)
        answer = zheng.post(f"/office/recoveries/{case}/refusal", {"reason": "照片与本人不符"})
        assert (answer.json["state"], answer.json["refusal"]) == ("refused", "照片与本人不符")
        assert lin.get("/me/phone-changes").json["items"] == []
        assert opens(wu, phone=lin.phone).status_code == 201, "another case may be opened"

    def test_see_what_waits_for_them(self, world: World, lin: Person, wu: Person, zheng: Person) -> None:
        opened(wu, phone=lin.phone)
        waiting = {work["kind"]: work for work in zheng.get("/office/home").json["waiting"]}
        assert waiting["recoveries"]["count"] >= 1
        desk = {work["kind"] for work in wu.get("/office/home").json["waiting"]}
        assert "recoveries" not in desk, "who opens cases decides none"
        listed = zheng.get("/office/recoveries", state="open").json["items"][0]
        assert (listed["is_mine"], listed["abilities"]) == (False, ["approve", "refuse"])
        assert "nickname" not in listed


class TestWhatWasBroughtToTheDesk:
    def test_hangs_on_the_case_and_is_seen_by_the_two_positions_alone(
        self, world: World, lin: Person, wu: Person, zheng: Person
    ) -> None:
        photo = brings(wu, a_photo(), name="身份证.jpg").json["file_id"]
        case = opens(wu, phone=lin.phone, evidence_file_ids=[photo]).json
        assert case["evidence_file_ids"] == [photo]
        assert zheng.get(f"/office/recoveries/{case['recovery_id']}").json["evidence_file_ids"] == [photo]
        assert zheng.get(f"/files/{photo}/content").status_code == 200
        auditor = somebody_who_works(world, Role.AUDITOR)
        for other in (lin, auditor):
            assert other.get(f"/files/{photo}").status_code == 404
        for role in (Role.FORESTRY_MAKER, Role.AUDITOR):
            colleague = somebody_who_works(world, role, at=UUID(wu.get("/me").json["acting"]["party_id"]))
            assert colleague.get(f"/files/{photo}").status_code == 404, "of the same bureau, and not at the desk"
        assert "files" in lin.get("/me/disclosures").json["items"][0]["kinds"]

    def test_is_the_offices_own_and_used_once(self, world: World, lin: Person, wu: Person) -> None:
        theirs = brings(lin, a_photo()).json["file_id"]
        assert refused(opens(wu, phone=lin.phone, evidence_file_ids=[theirs])) == (404, "file-not-found")
        own = brings(wu, a_photo()).json["file_id"]
        opened(wu, phone=lin.phone, evidence_file_ids=[own])
        answer = opens(wu, phone=world.citizen().phone, evidence_file_ids=[own])
        assert refused(answer) == (409, "file-in-use")

    def test_goes_with_the_account(self, world: World, lin: Person, wu: Person, zheng: Person) -> None:
        photo = brings(wu, a_photo()).json["file_id"]
        case = opened(wu, phone=lin.phone, evidence_file_ids=[photo])
        zheng.post(f"/office/recoveries/{case}/refusal", {"reason": "照片与本人不符"})
        closed = closes(proves_again(lin))
        assert closed.status_code == 200, closed.json
        assert refused(wu.get(f"/files/{photo}/content")) == (404, "file-removed")


class TestTheNumber:
    def test_changes_after_the_day_with_every_factor_and_device_gone(
        self, world: World, lin: Person, wu: Person, zheng: Person
    ) -> None:
        new = a_number_of_nobody()
        world.does(lambda: identity.seed_totp(UUID(lin.person_id)))
        case = opened(wu, phone=lin.phone, new_phone=new)
        assert approves(zheng, case).json["change_state"] == "waiting"
        assert "换号" in world.messages_to(lin.phone)[-1]["text"]
        assert lin.get("/me").json["second_factor"] is True
        the_day_passes(world)
        assert lin.get("/me").status_code == 401
        with later(hours=26):
            back = signs_in_again(world, lin)
            assert back.get("/me").json["second_factor"] is False
            assert back.get("/me").json["phone_masked"].endswith(new[-4:])

    def test_stays_when_whoever_still_has_a_device_objects(
        self, world: World, lin: Person, wu: Person, zheng: Person
    ) -> None:
        case = opened(wu, phone=lin.phone)
        approves(zheng, case)
        change = lin.get("/me/phone-changes").json["items"][0]
        assert (change["by_office"], change["state"]) == (True, "waiting")
        assert lin.post(f"/me/phone-changes/{change['phone_change_id']}/cancellation").status_code == 200
        the_day_passes(world)
        assert lin.get("/me").json["phone_masked"].endswith(lin.phone[-4:])


class TestWhoeverIsConcerned:
    def test_sees_the_open_case_and_ends_it(self, world: World, lin: Person, wu: Person, zheng: Person) -> None:
        new = a_number_of_nobody()
        case = opened(wu, phone=lin.phone, new_phone=new)
        at_the_desk = lin.get("/me/phone-changes").json["at_the_desk"]
        assert at_the_desk["phone_masked"].endswith(new[-4:])
        assert at_the_desk["abilities"] == ["object"]
        answer = proves_again(lin).post("/me/recovery/refusal")
        assert (answer.status_code, answer.json["at_the_desk"]) == (200, None), answer.json
        assert refused(approves(zheng, case)) == (409, "recovery-decided")
        seen = wu.get(f"/office/recoveries/{case}").json
        assert (seen["state"], seen["objected"], seen["refusal"]) == ("refused", True, None)
        assert "取消" in world.messages_to(new)[-1]["text"]
        assert lin.get("/me/notices").json["items"][0]["template"] == "recovery-refused"

    def test_proves_who_it_is_and_ends_only_their_own(self, world: World, lin: Person, wu: Person) -> None:
        opened(wu, phone=lin.phone)
        stranger = proves_again(world.citizen())
        assert refused(stranger.post("/me/recovery/refusal")) == (404, "recovery-not-found")
        with later(minutes=6):
            assert refused(lin.post("/me/recovery/refusal")) == (403, "proof-too-old")
        assert lin.get("/me/phone-changes").json["at_the_desk"] is not None


class TestWhoIsTold:
    def test_the_account_and_its_old_number_at_once(self, world: World, lin: Person, wu: Person) -> None:
        new = a_number_of_nobody()
        opened(wu, phone=lin.phone, new_phone=new)
        said = world.messages_to(lin.phone)[-1]["text"]
        assert "服务台受理" in said
        assert new[3:] not in said
        assert lin.get("/me/notices").json["items"][0]["template"] == "recovery-opened"

    def test_both_numbers_of_a_no(self, world: World, lin: Person, wu: Person, zheng: Person) -> None:
        new = a_number_of_nobody()
        case = opened(wu, phone=lin.phone, new_phone=new)
        zheng.post(f"/office/recoveries/{case}/refusal", {"reason": "照片与本人不符"})
        assert "没有通过" in world.messages_to(lin.phone)[-1]["text"]
        assert "取消" in world.messages_to(new)[-1]["text"]
        assert lin.get("/me/notices").json["items"][0]["template"] == "recovery-refused"

    def test_whoever_waits_for_the_number_when_somebody_with_the_old_phone_objects(
        self, world: World, lin: Person, wu: Person, zheng: Person
    ) -> None:
        new = a_number_of_nobody()
        approves(zheng, opened(wu, phone=lin.phone, new_phone=new))
        change = lin.get("/me/phone-changes").json["items"][0]["phone_change_id"]
        lin.post(f"/me/phone-changes/{change}/cancellation")
        assert "到服务台" in world.messages_to(new)[-1]["text"]
        assert "已取消" in world.messages_to(lin.phone)[-1]["text"]


class TestWhoHasSeenWhat:
    def test_is_told_to_the_person_and_never_by_whom(
        self, world: World, lin: Person, wu: Person, zheng: Person
    ) -> None:
        case = opened(wu, phone=lin.phone)
        assert zheng.get(f"/office/recoveries/{case}").status_code == 200
        seen = lin.get("/me/disclosures").json["items"]
        assert [(each["role"], each["reason"]) for each in seen] == [
            ("security-officer", "recovery"), ("service-desk", "recovery"),
        ]  # fmt: skip
        assert set(seen[0]["kinds"]) == {"nickname", "phone-masked", "name-masked", "resident-id-tail"}
        assert seen[0]["reason_name"] == "办理手机丢失"
        said = lin.get("/me/disclosures").get_data(as_text=True)
        assert not any(secret in said for secret in (wu.person_id, zheng.person_id, "老郑", "老林"))

    def test_is_each_ones_own(self, world: World, lin: Person, wu: Person) -> None:
        opened(wu, phone=lin.phone)
        assert world.citizen().get("/me/disclosures").json["items"] == []

    def test_comes_in_pages(self, world: World, lin: Person, wu: Person) -> None:
        case = opened(wu, phone=lin.phone)
        for _ in range(3):
            wu.get(f"/office/recoveries/{case}")
        first = lin.get("/me/disclosures", limit=3).json
        rest = lin.get("/me/disclosures", limit=3, cursor=first["next_cursor"]).json
        assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (3, 1, None)

    def test_leaves_what_was_said_at_the_desk_unreadable_in_the_tables(
        self, world: World, lin: Person, wu: Person
    ) -> None:
        opened(wu, phone=lin.phone, new_phone="+8613766660001")
        rows = world.reads(lambda: [
            row for table in ("identity_recoveries", "identity_disclosures", "kernel_idempotency_keys")
            for row in db.session.execute(text(f"SELECT t::text FROM {table} t")).scalars()
        ])  # fmt: skip
        assert rows
        assert not any(secret in row for row in rows for secret in ("渔塘溪", "13766660001", lin.phone))
