"""投诉 / A complaint has a number, days until which it is answered, one appeal, and another officer for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

import pytest
from sqlalchemy import text

from backend.extensions import db
from backend.kernel import calendar, clock
from backend.kernel.principal import Role
from backend.sweeps import SWEEPS
from tests.support.counter import Shop, a_code, a_neighbour, later, signs_in_again
from tests.support.offices import somebody_who_works, takes_the_position
from tests.support.uploads import a_photo, brings
from tests.support.world import Person, World

WORDS = "11 月 22 日我没有去过擂茶铺，分少了"


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
def chen(world: World) -> Person:
    return somebody_who_works(world, Role.SERVICE_DESK, nickname="老陈")


def ok(answer: Any) -> Any:
    assert 200 <= answer.status_code < 300, answer.get_data(as_text=True)
    return answer.json


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def files(person: Person, **more: Any) -> Any:
    return ok(person.post("/complaints", {"kind": "complaint", "text": WORDS, **more}))


def number(case: Any) -> str:
    return f"/complaints/{case['complaint']['complaint_id']}"


def takes(officer: Person, case: Any) -> Any:
    return ok(officer.post(f"/office{number(case)}/assignment"))


def answers(officer: Person, case: Any, outcome: str = "rejected") -> Any:
    return officer.post(f"/office{number(case)}/answer", {"outcome": outcome, "text": "店里的记录对得上。"})


def answered(officer: Person, case: Any) -> Any:
    takes(officer, case)
    return ok(answers(officer, case))


def working_days_from_today(world: World, count: int) -> str:
    return str(world.does(lambda: calendar.add_working_days(clock.today(), count)))


def told(person: Person) -> list[str]:
    return [notice["template"] for notice in ok(person.get("/me/notices"))["items"]][::-1]


def leaves(world: World, case: Any) -> list[str]:
    wanted = text("SELECT kind FROM transparency_leaves WHERE convert_from(content, 'UTF8') LIKE :one ORDER BY id")
    rows = {"one": f"%{case['complaint']['complaint_id']}%"}
    return list(world.reads(lambda: db.session.execute(wanted, rows).scalars().all()))


class TestFiling:
    def test_gives_a_number_and_days_counted_in_working_days(self, world: World, lin: Person) -> None:
        case = files(lin)
        complaint = case["complaint"]
        assert complaint["number"].startswith(f"TS-{clock.wall_time().year}-")
        assert complaint["state"] == "received"
        assert complaint["due_on"] == working_days_from_today(world, 2)
        assert complaint["answer_due_on"] == working_days_from_today(world, 15)
        assert (case["text"], complaint["abilities"]) == (WORDS, ["message", "withdraw"])
        assert told(lin) == ["complaint-received"]

    def test_may_be_about_ones_own_thing_and_not_about_anothers(self, world: World) -> None:
        lin, shop = a_neighbour(world, points=300), Shop(world)
        redemption = ok(shop.takes(a_code(lin), points=100))["redemption_id"]
        about = {"kind": "redemption", "id": redemption}
        assert files(lin, about=about)["complaint"]["about"] == about
        foreign = {"kind": "complaint", "text": WORDS, "about": about}
        assert refused(world.citizen().post("/complaints", foreign)) == (404, "complaint-subject-not-found")

    def test_is_for_everybodys_eyes_but_the_owners_and_the_desks_not(self, world: World, lin: Person) -> None:
        case = files(lin)
        stranger = world.citizen()
        assert refused(stranger.get(number(case))) == (404, "complaint-not-found")
        for step, body in (("messages", {"text": "我也要说"}), ("appeal", {"text": "我也要说"}), ("withdrawal", {})):
            assert refused(stranger.post(f"{number(case)}/{step}", body)) == (404, "complaint-not-found")
        assert refused(stranger.get(f"/office{number(case)}"))[0] == 403
        assert ok(stranger.get("/complaints"))["items"] == []

    def test_of_a_member_belongs_to_the_organisation(self, world: World) -> None:
        shop = Shop(world)
        case = files(shop.clerk)
        assert ok(shop.another_clerk().get(number(case)))["text"] == WORDS

    def test_keeps_words_out_of_the_tables(self, world: World, lin: Person) -> None:
        ok(lin.post(f"{number(files(lin))}/messages", {"text": "只有我知道的话"}))
        rows = world.reads(lambda: [
            *db.session.execute(text("SELECT c::text FROM complaints_complaints c")).scalars(),
            *db.session.execute(text("SELECT m::text FROM complaints_messages m")).scalars(),
        ])  # fmt: skip
        assert rows
        assert not any(word in row for row in rows for word in ("擂茶铺", "只有我知道的话"))

    def test_has_an_end_for_one_day(self, world: World, lin: Person) -> None:
        for _ in range(10):
            files(lin)
        assert refused(lin.post("/complaints", {"kind": "question", "text": WORDS})) == (429, "too-many-complaints")


class TestTheDesk:
    def test_takes_asks_answers_and_tells_the_owner_every_step(self, world: World, lin: Person, wu: Person) -> None:
        case = files(lin)
        seen = takes(wu, case)
        assert (seen["is_mine"], seen["case"]["complaint"]["state"]) == (True, "assigned")
        assert seen["complainant"]["name"] == "小林"
        ok(wu.post(f"/office{number(case)}/messages", {"text": "那天手机在谁手里？"}))
        ok(lin.post(f"{number(case)}/messages", {"text": "在我手里"}))
        ok(answers(wu, case, "partly-upheld"))
        mine = ok(lin.get(number(case)))
        assert [(m["kind"], m["by_office"]) for m in mine["messages"]] == [("question", True), ("message", False)]
        assert mine["answers"][0]["outcome"] == "partly-upheld"
        assert mine["appeal_until"] == working_days_from_today(world, 15)
        assert told(lin) == ["complaint-received", "complaint-assigned", "complaint-question", "complaint-answered"]
        steps = ["received", "assigned", "question", "message", "answered"]
        assert leaves(world, case) == [f"complaint.{step}" for step in steps]

    def test_answers_only_what_it_holds(self, world: World, lin: Person, wu: Person, chen: Person) -> None:
        case = files(lin)
        assert refused(answers(wu, case)) == (409, "complaint-moved-on")
        takes(wu, case)
        assert refused(answers(chen, case)) == (409, "complaint-with-another")
        takes(chen, case)
        assert refused(answers(wu, case)) == (409, "complaint-with-another"), "a colleague has taken over"
        ok(answers(chen, case))
        assert refused(answers(chen, case)) == (409, "complaint-moved-on")

    def test_does_not_decide_what_it_brought_itself(self, world: World, lin: Person) -> None:
        case = files(lin)
        officer = takes_the_position(world, lin, Role.SERVICE_DESK)
        assert refused(officer.post(f"/office{number(case)}/assignment")) == (403, "complaint-own")

    def test_sees_what_is_overdue_first_and_alone(self, world: World, lin: Person) -> None:
        late = files(lin)
        with later(days=8):
            wu = somebody_who_works(world, Role.SERVICE_DESK)
            files(signs_in_again(world, lin))
            everything = ok(wu.get("/office/complaints", limit=100))["items"]
            days = [item["complaint"]["due_on"] for item in everything if item["complaint"]["due_on"]]
            assert days == sorted(days)
            overdue = ok(wu.get("/office/complaints", due="overdue", limit=100))["items"]
            ids = [item["complaint"]["complaint_id"] for item in overdue]
            assert late["complaint"]["complaint_id"] in ids
            assert all(item["complaint"]["is_overdue"] for item in overdue)

    def test_list_comes_in_pages(self, world: World, lin: Person, wu: Person) -> None:
        for _ in range(3):
            files(lin)
        found, cursor = [], None
        while True:
            page = ok(wu.get("/office/complaints", limit=2, **({"cursor": cursor} if cursor else {})))
            found += [item["complaint"]["complaint_id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        everything = ok(wu.get("/office/complaints", limit=100))["items"]
        assert found == [item["complaint"]["complaint_id"] for item in everything]

    def test_is_one_role_and_no_other(self, world: World, lin: Person) -> None:
        for role in (Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR, Role.FORESTRY_MAKER):
            officer = somebody_who_works(world, role)
            assert refused(officer.get("/office/complaints")) == (403, "forbidden")


class TestAnAppeal:
    def test_is_decided_by_another_officer_and_that_is_the_end(
        self, world: World, lin: Person, wu: Person, chen: Person
    ) -> None:
        case = files(lin)
        answered(wu, case)
        appealed = ok(lin.post(f"{number(case)}/appeal", {"text": "请再看一次"}))
        assert appealed["complaint"]["state"] == "appealed"
        assert appealed["complaint"]["due_on"] == working_days_from_today(world, 15)
        assert refused(wu.post(f"/office{number(case)}/assignment")) == (403, "complaint-same-officer")
        assert refused(answers(wu, case)) == (409, "complaint-with-another")
        takes(chen, case)
        assert ok(answers(chen, case, "upheld"))["case"]["complaint"]["state"] == "answered-finally"
        assert refused(lin.post(f"{number(case)}/appeal", {"text": "再来"})) == (409, "complaint-appealed-before")
        assert ok(chen.post(f"/office{number(case)}/closing"))["case"]["complaint"]["state"] == "closed"
        assert told(lin)[-4:] == [
            "complaint-appealed", "complaint-appeal-assigned", "complaint-answered-finally", "complaint-closed",
        ]  # fmt: skip

    def test_is_filed_once_even_at_once(self, world: World, lin: Person, wu: Person) -> None:
        case = files(lin)
        answered(wu, case)
        tries = world.at_once(*[lambda: lin.post(f"{number(case)}/appeal", {"text": "请再看一次"})] * 4)
        assert sorted(each.status_code for each in tries) == [201, 409, 409, 409]

    def test_comes_in_time_or_not_at_all(self, world: World, lin: Person, wu: Person) -> None:
        case = files(lin)
        until = date.fromisoformat(answered(wu, case)["case"]["appeal_until"])
        left = (until - clock.business_date(clock.wall_time())).days
        with later(days=left + 1):
            late = signs_in_again(world, lin)
            assert refused(late.post(f"{number(case)}/appeal", {"text": "晚了"})) == (422, "complaint-appeal-too-late")

    def test_keeps_the_case_open_until_nobody_may_appeal(self, world: World, lin: Person, wu: Person) -> None:
        case = files(lin)
        until = date.fromisoformat(answered(wu, case)["case"]["appeal_until"])
        assert refused(wu.post(f"/office{number(case)}/closing")) == (422, "complaint-appeal-open")
        left = (until - clock.business_date(clock.wall_time())).days
        with later(days=left):
            world.reads(SWEEPS["complaints"].run)
            assert ok(signs_in_again(world, lin).get(number(case)))["complaint"]["state"] == "answered"
        with later(days=left + 1):
            world.reads(SWEEPS["complaints"].run)
            assert ok(signs_in_again(world, lin).get(number(case)))["complaint"]["state"] == "closed"


class TestWithdrawing:
    def test_ends_it_for_everybody(self, world: World, lin: Person, wu: Person) -> None:
        case = files(lin)
        takes(wu, case)
        gone = ok(lin.post(f"{number(case)}/withdrawal"))
        assert (gone["complaint"]["state"], gone["complaint"]["abilities"]) == ("withdrawn", [])
        assert refused(answers(wu, case)) == (409, "complaint-moved-on")
        assert refused(lin.post(f"{number(case)}/messages", {"text": "还有"})) == (409, "complaint-moved-on")


def test_what_was_answered_cannot_be_rewritten(world: World, lin: Person, wu: Person) -> None:
    answered(wu, files(lin))
    for change in ("UPDATE complaints_answers SET outcome = 'upheld'", "DELETE FROM complaints_answers"):
        with pytest.raises(Exception, match=r"permission denied|stays as it was said"):
            world.does(lambda change=change: db.session.execute(text(change)))


class TestTheDesksHome:
    def waiting(self, officer: Person) -> Any:
        return next(one for one in ok(officer.get("/office/home"))["waiting"] if one["kind"] == "complaints")

    def test_counts_what_one_has_or_may_take_and_what_is_due(
        self, world: World, lin: Person, wu: Person, chen: Person
    ) -> None:
        before = self.waiting(wu)["count"]
        case, other = files(lin), files(lin)
        assert self.waiting(wu)["count"] == before + 2
        takes(chen, other)
        assert self.waiting(wu)["count"] == before + 1, "what a colleague has is the colleague's"
        assert self.waiting(chen)["count"] == before + 2
        answered(wu, case)
        assert self.waiting(wu)["count"] == before
        ok(lin.post(f"{number(case)}/appeal", {"text": "店里的记录不对。"}))
        assert self.waiting(wu)["count"] == before, "who answered cannot decide the appeal"
        assert (self.waiting(chen)["count"], self.waiting(chen)["page"]) == (before + 2, "/office/complaints")

    def test_says_how_many_are_due(self, world: World, lin: Person, wu: Person) -> None:
        files(lin)
        due = self.waiting(wu)["due"]
        with later(days=60):
            assert self.waiting(somebody_who_works(world, Role.SERVICE_DESK))["due"] > due

    def test_is_nobody_elses(self, world: World) -> None:
        township = somebody_who_works(world, Role.TOWNSHIP_OFFICER)
        assert all(one["kind"] != "complaints" for one in ok(township.get("/office/home"))["waiting"])


class TestWorkingDays:
    NEW_YEAR: ClassVar = {
        "on": "2031-01-01",
        "kind": "rest",
        "name": "元旦",
        "reason": "县政府办公室 2030 年 40 号通知",
    }

    def test_are_seen_by_offices_and_decided_by_the_administrator(self, world: World, wu: Person) -> None:
        assert ok(wu.get("/office/working-days", year=2031)) == {
            "year": 2031, "is_known": False, "days": [], "abilities": []
        }  # fmt: skip
        lin = somebody_who_works(world, Role.SYSTEM_ADMINISTRATOR)
        answer = ok(lin.post("/office/working-days", self.NEW_YEAR))
        assert answer == ok(lin.get("/office/working-days", year=2031))
        assert (answer["is_known"], answer["abilities"]) == (True, ["decide"])
        assert answer["days"] == [self.NEW_YEAR | {"is_decided": True}]
        assert not world.does(lambda: calendar.is_working_day(date(2031, 1, 1))), "terms are counted by it"
        shipped = {day["on"]: day for day in ok(wu.get("/office/working-days", year=2026))["days"]}["2026-10-10"]
        assert (shipped["kind"], shipped["is_decided"]) == ("work", False)

    def test_are_decided_by_nobody_else(self, world: World, lin: Person, wu: Person) -> None:
        for somebody in (lin, wu, somebody_who_works(world, Role.SECURITY_OFFICER)):
            assert somebody.post("/office/working-days", self.NEW_YEAR | {"on": "2032-01-01"}).status_code == 403
        assert lin.get("/office/working-days", year=2032).status_code == 403
        assert ok(wu.get("/office/working-days", year=2032))["days"] == []

    def test_are_decided_once_for_a_key_and_written_down(self, world: World) -> None:
        lin = somebody_who_works(world, Role.SYSTEM_ADMINISTRATOR)
        ok(lin.post("/office/working-days", self.NEW_YEAR | {"kind": "work", "on": "2031-02-02"}))
        newest = text(
            "SELECT content FROM transparency_leaves WHERE kind = 'day-decided' ORDER BY recorded_at DESC LIMIT 1"
        )
        leaf = json.loads(bytes(world.does(lambda: db.session.execute(newest).scalar_one())))
        assert (leaf["facts"], leaf["role"]) == ({"day": "2031-02-02", "kind": "work"}, "system-administrator")
        assert leaf["actor"] == lin.person_id


class TestWhoHasLooked:
    def test_is_told_to_whose_it_is_with_the_number_of_the_matter(self, lin: Person, wu: Person) -> None:
        case = files(lin)
        ok(wu.get("/office/complaints"))
        assert ok(lin.get("/me/disclosures"))["items"] == [], "a list shows nobody"
        ok(wu.get(f"/office{number(case)}"))
        takes(wu, case)
        seen = ok(lin.get("/me/disclosures"))["items"]
        assert [(each["role"], each["subject"]) for each in seen] == [("service-desk", case["complaint"]["number"])] * 2
        assert set(seen[0]["kinds"]) == {"nickname", "phone-masked", "complaint"}

    def test_is_not_told_of_what_an_organisation_brought(self, world: World, wu: Person) -> None:
        clerk = somebody_who_works(world, Role.MERCHANT_CLERK)
        ok(wu.get(f"/office{number(files(clerk))}"))
        assert ok(clerk.get("/me/disclosures"))["items"] == []


class TestAWrongDatum:
    def test_names_what_is_wrong_and_is_put_right_sooner(self, world: World, lin: Person) -> None:
        case = files(lin, kind="correction", datum="name", text="名字里的“琳”写成了“林”")
        assert (case["complaint"]["kind"], case["complaint"]["datum"]) == ("correction", "name")
        assert case["complaint"]["answer_due_on"] == working_days_from_today(world, 10)
        assert files(lin)["complaint"]["answer_due_on"] == working_days_from_today(world, 15)

    def test_is_named_by_a_correction_and_by_nothing_else(self, lin: Person) -> None:
        for wish in (
            {"kind": "correction"},
            {"kind": "complaint", "datum": "name"},
            {"kind": "correction", "datum": "x"},
        ):
            answer = lin.post("/complaints", {"text": WORDS, **wish})
            assert answer.status_code == 400, wish

    def test_may_be_about_a_look_at_ones_own_data(self, lin: Person, wu: Person) -> None:
        ok(wu.get(f"/office{number(files(lin))}"))
        [seen] = ok(lin.get("/me/disclosures"))["items"]
        about = {"kind": "disclosure", "id": seen["disclosure_id"]}
        case = files(lin, kind="correction", datum="other", about=about)
        assert case["complaint"]["about"] == about
        stranger = {"kind": "complaint", "text": WORDS, "about": about}
        assert refused(wu.post("/complaints", stranger)) == (404, "complaint-subject-not-found")


class TestWhatIsBroughtWithIt:
    def test_is_seen_by_its_owner_and_the_desk_and_nobody_else(self, world: World, lin: Person, wu: Person) -> None:
        first, second = (ok(brings(lin, a_photo()))["file_id"] for _ in range(2))
        case = files(lin, file_ids=[first])
        assert case["file_ids"] == [first]
        said = ok(lin.post(f"{number(case)}/messages", {"text": "车票在这里", "file_ids": [second]}))
        assert said["file_ids"] == [first, second]
        assert ok(wu.get(f"/office{number(case)}"))["case"]["file_ids"] == [first, second]
        assert wu.get(f"/files/{first}/content").status_code == 200
        for other in (world.citizen(), somebody_who_works(world, Role.TOWNSHIP_OFFICER)):
            assert other.get(f"/files/{first}/content").status_code == 404

    def test_is_ones_own_and_used_once(self, world: World, lin: Person) -> None:
        photo = ok(brings(lin, a_photo()))["file_id"]
        files(lin, file_ids=[photo])
        wish = {"kind": "complaint", "text": WORDS, "file_ids": [photo]}
        assert refused(lin.post("/complaints", wish)) == (409, "file-in-use")
        assert refused(world.citizen().post("/complaints", wish)) == (404, "file-not-found")
        assert lin.post("/complaints", {**wish, "file_ids": [photo] * 6}).status_code == 400

    def test_is_not_read_at_the_desk_by_whoever_brought_the_matter_there(self, world: World, lin: Person) -> None:
        """Somebody of the desk complains as a citizen: in that hat it is theirs, in the other it is not there."""
        photo = ok(brings(lin, a_photo()))["file_id"]
        files(lin, file_ids=[photo])
        assert lin.get(f"/files/{photo}/content").status_code == 200
        officer = takes_the_position(world, lin, Role.SERVICE_DESK)
        assert officer.get(f"/files/{photo}/content").status_code == 404
