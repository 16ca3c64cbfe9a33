"""发布 / Factors, rules and settings change under four eyes, from a day on, and what was computed stays as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.principal import STAFF, Role
from backend.reference_data import load_reference_data
from backend.releases import queries
from backend.releases.columns import leaves
from backend.releases.policy import FOUR_EYES
from tests.support.counter import later, signs_in_again
from tests.support.offices import somebody_who_works
from tests.support.world import Person, World

LIMIT = "offset.daily_limit_kg"


@pytest.fixture(autouse=True)
def the_clock_is_put_back() -> Iterator[None]:
    yield
    clock.set_offset(0)


@pytest.fixture
def maker(world: World) -> Person:
    return somebody_who_works(world, Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def checker(world: World) -> Person:
    return somebody_who_works(world, Role.SECURITY_OFFICER, nickname="老陈")


@pytest.fixture
def editor(world: World) -> Person:
    return somebody_who_works(world, Role.RULE_EDITOR)


@pytest.fixture
def approver(world: World) -> Person:
    return somebody_who_works(world, Role.RULE_APPROVER, nickname="老陈")


def ok(answer: Any) -> Any:
    assert 200 <= answer.status_code < 300, answer.get_data(as_text=True)
    return answer.json


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def day(days: int = 0) -> str:
    return (clock.business_date(clock.wall_time()) + timedelta(days=days)).isoformat()


def row(value: str, key: str = LIMIT, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "value": value,
        "source": "县生态环境局 12 号文",
        "grade": "A",
        "verified": True,
        "note": "",
        **more,
    }


def drafts(person: Person, *rows: Any, kind: str = "settings", days: int = 0) -> Any:
    return ok(person.post("/office/releases", {"kind": kind, "in_force_from": day(days), "rows": list(rows)}))


def place(case: Any) -> str:
    return f"/office/releases/{case['release']['release_id']}"


def submits(person: Person, case: Any) -> Any:
    return ok(person.post(f"{place(case)}/submission"))


def approves(person: Person, case: Any) -> Any:
    return person.post(f"{place(case)}/approval")


def published(maker: Person, checker: Person, *rows: Any, kind: str = "settings", days: int = 0) -> Any:
    return ok(approves(checker, submits(maker, drafts(maker, *rows, kind=kind, days=days))))


def value_on(world: World, days: int, key: str = LIMIT) -> str:
    on = clock.business_date(clock.wall_time()) + timedelta(days=days)
    return world.does(lambda: queries.setting(key, on))


def walk(world: World, code: str = "walk", **changed: Any) -> dict[str, Any]:
    """The newest version of a rule, the one for walking, as a row of a release."""
    found = text("SELECT body FROM points_earn_rule_versions WHERE code = :code ORDER BY version DESC LIMIT 1")
    body = dict(world.reads(lambda: db.session.execute(found, {"code": code}).scalar_one()))
    return {name: value for name, value in body.items() if name not in {"version", "valid_from"}} | changed


GRID = {
    "code": "electricity.grid", "set": "default", "kind": "emission", "name_zh": "电网购电",
    "name_en": "Grid electricity", "value": "0.3900", "value_low": "", "value_high": "", "unit_numerator": "kg",
    "unit_denominator": "kWh", "gas": "CO2", "region": "CN-FJ", "region_name_zh": "福建省",
    "region_name_en": "Fujian", "year": 2023, "valid_from": "2023-01-01", "valid_to": "",
    "calibre": "location-average", "segment_from": "", "segment_base": "", "source_zh": "生态环境部公告",
    "source_en": "MEE announcement", "source_no": "", "grade": "A", "verified": True, "note_zh": "", "note_en": "",
}  # fmt: skip


class TestAReleaseGoesItsWay:
    def test_from_draft_to_force_and_tells_the_difference(self, world: World, maker: Person, checker: Person) -> None:
        before = value_on(world, 0)
        draft = drafts(maker, row("800"), days=1)
        [change] = draft["changes"]
        assert (change["change"], change["key"]) == ("changed", LIMIT)
        value = {"field": "value", "name": "值", "before": before, "after": "800", "unit": "公斤"}
        assert value | {"before_code": None, "after_code": None} in change["fields"]
        assert change["title"] == "每人每天最多抵消"
        assert draft["release"]["abilities"] == ["change", "submit", "withdraw"]
        waiting = submits(maker, draft)
        assert waiting["release"]["abilities"] == ["withdraw"]
        seen = ok(checker.get(place(draft)))
        assert (seen["release"]["made_by"]["name"], seen["release"]["abilities"]) == ("老林", ["approve", "reject"])
        done = ok(approves(checker, draft))
        assert (done["release"]["state"], done["release"]["standing"]) == ("approved", "coming")
        assert done["changes"] == draft["changes"], "what it replaced is kept, not what is in force by now"
        assert (value_on(world, 0), value_on(world, 1)) == (before, "800")

    def test_waits_on_the_checkers_home_and_not_on_the_makers(
        self, world: World, maker: Person, checker: Person
    ) -> None:
        submits(maker, drafts(maker, row("801")))
        waiting = {each["kind"]: each for each in ok(checker.get("/office/home"))["waiting"]}
        assert waiting["releases"]["count"] >= 1
        assert waiting["releases"]["page"] == "/office/releases"
        assert "releases" not in {each["kind"] for each in ok(maker.get("/office/home"))["waiting"]}

    def test_waits_as_a_draft_on_its_makers_home_until_it_is_handed_in(self, maker: Person, checker: Person) -> None:
        def drafted(person: Person) -> int | None:
            told = {each["kind"]: each["count"] for each in ok(person.get("/office/home"))["waiting"]}
            return told.get("release-drafts")

        assert (drafted(maker), drafted(checker)) == (0, None)
        draft = drafts(maker, row("802"))
        assert drafted(maker) == 1
        submits(maker, draft)
        assert drafted(maker) == 0

    def test_is_rejected_with_a_reason(self, maker: Person, checker: Person) -> None:
        draft = submits(maker, drafts(maker, row("802")))
        assert refused(checker.post(f"{place(draft)}/rejection", {"reason": ""}))[0] == 400
        ok(checker.post(f"{place(draft)}/rejection", {"reason": "来源没有写文号"}))
        assert ok(maker.get(place(draft)))["release"]["reason"] == "来源没有写文号"
        assert refused(approves(checker, draft)) == (409, "release-moved-on")

    def test_is_taken_back_by_its_maker(self, maker: Person, checker: Person) -> None:
        draft = submits(maker, drafts(maker, row("803")))
        ok(maker.post(f"{place(draft)}/withdrawal"))
        assert refused(approves(checker, draft)) == (409, "release-moved-on")


class TestMakerIsNeverChecker:
    def test_not_even_in_a_role_that_may_both(self, world: World) -> None:
        officer = somebody_who_works(world, Role.ECOLOGY_OFFICER)
        draft = submits(officer, drafts(officer, GRID | {"year": 2031, "valid_from": "2031-01-01"}, kind="factor-set"))
        assert refused(approves(officer, draft)) == (403, "release-own")
        assert refused(officer.post(f"{place(draft)}/rejection", {"reason": "自己驳回自己"})) == (403, "release-own")

    def test_says_the_database_too(self, world: World, maker: Person, checker: Person) -> None:
        draft = submits(maker, drafts(maker, row("804")))
        by_hand = text(
            "UPDATE releases_releases SET state = 'approved', number = 999, label = 'by-hand', decided_at = now(),"
            " checker_id = maker_id WHERE id = :id"
        )
        with pytest.raises(DBAPIError, match="checker_is_another"):
            world.does(lambda: db.session.execute(by_hand, {"id": draft["release"]["release_id"]}))

    def test_a_colleague_writes_in_nobodys_draft(self, world: World, maker: Person) -> None:
        draft, colleague = drafts(maker, row("805")), somebody_who_works(world, Role.SYSTEM_ADMINISTRATOR)
        assert refused(colleague.post(f"{place(draft)}/submission")) == (403, "release-of-another")
        assert refused(colleague.post(f"{place(draft)}/withdrawal")) == (403, "release-of-another")

    def test_the_table_says_which_role_takes_which_step(self, world: World, maker: Person, checker: Person) -> None:
        """Every office role by every verb, on a release of the settings."""
        draft = drafts(maker, row("806"))
        eyes, answered = FOUR_EYES["settings"], {}
        for role in (Role.RULE_EDITOR, Role.RULE_APPROVER, Role.ECOLOGY_OFFICER, Role.FORESTRY_MAKER,
                     Role.FORESTRY_CHECKER, Role.AUDITOR, Role.SERVICE_DESK, Role.VERIFIER):  # fmt: skip
            stranger = somebody_who_works(world, role)
            answered[role] = {
                stranger.get(place(draft)).status_code,
                stranger.post("/office/releases", {"kind": "settings", "in_force_from": day(), "rows": [row("1")]})
                .status_code,
                *(stranger.post(f"{place(draft)}/{step}", body).status_code for step, body in (
                    ("submission", {}), ("withdrawal", {}), ("approval", {}), ("rejection", {"reason": "不是我的事"}))),
            }  # fmt: skip
            assert role not in eyes.makers | eyes.checkers
        assert answered.pop(Role.AUDITOR) == {200, 403}, "looks at everything, touches nothing"
        assert set().union(*answered.values()) <= {403, 404}
        assert ok(maker.get(place(draft)))["release"]["state"] == "draft"
        assert refused(checker.post(f"{place(draft)}/submission"))[0] == 403

    @pytest.mark.parametrize("kind", FOUR_EYES)
    def test_the_table_says_so_of_every_kind(self, world: World, kind: str) -> None:
        """Every office role by every verb, on a release of each table that waits for its checker."""
        eyes = FOUR_EYES[kind]
        author = somebody_who_works(world, min(eyes.makers))
        rows = {"settings": row("890"), "factor-set": GRID | {"year": 2033, "valid_from": "2033-01-01"},
                "earn-rules": walk(world, expiry_months=11)}  # fmt: skip
        draft = submits(author, drafts(author, rows[kind], kind=kind, days=next_free_day()))
        for role in sorted(STAFF - {Role.AUDITOR} - eyes.makers - eyes.checkers):
            stranger = somebody_who_works(world, role)
            wish = {"kind": kind, "in_force_from": day(1), "rows": [rows[kind]]}
            answers = [
                stranger.get(place(draft)), stranger.get("/office/release-table", kind=kind),
                stranger.post("/office/releases", wish), stranger.post(f"{place(draft)}/submission"),
                stranger.post(f"{place(draft)}/withdrawal"), approves(stranger, draft),
                stranger.post(f"{place(draft)}/rejection", {"reason": "不是我的事"}),
            ]  # fmt: skip
            assert {answer.status_code for answer in answers} <= {403, 404}, role
        makers_alone = eyes.makers - eyes.checkers
        assert all(approves(somebody_who_works(world, role), draft).status_code == 403 for role in makers_alone)
        kept = ok(author.get(place(draft)))["release"]
        assert (kept["state"], kept["version"]) == ("submitted", 2)

    def test_drafts_of_another_office_are_not_there(self, maker: Person, editor: Person) -> None:
        draft = drafts(maker, row("807"))
        assert refused(editor.get(place(draft))) == (404, "release-not-found")
        assert all(each["kind"] == "earn-rules" for each in ok(editor.get("/office/releases"))["items"])


class TestWhatIsApprovedNeverChanges:
    def test_by_any_door(self, world: World, maker: Person, checker: Person) -> None:
        done = published(maker, checker, row("810"), days=3)
        tag = {"If-Match": f'"{done["release"]["version"]}"'}
        change = world.request(
            "PATCH", place(done), token=maker.token, body={"note": "改一改"}, key="k" * 20, headers=tag
        )
        assert refused(change) == (409, "release-moved-on")
        for step in ("submission", "withdrawal"):
            assert refused(maker.post(f"{place(done)}/{step}")) == (409, "release-moved-on")

    @pytest.mark.parametrize("by_hand", [
        "UPDATE releases_releases SET content = '{}', content_hash = encode(sha256('{}'), 'hex') WHERE id = :id",
        "UPDATE releases_releases SET in_force_from = in_force_from + 1 WHERE id = :id",
        "UPDATE releases_releases SET state = 'withdrawn', number = NULL, label = NULL WHERE id = :id",
        "DELETE FROM releases_releases WHERE id = :id",
    ])  # fmt: skip
    def test_by_hand(self, world: World, maker: Person, checker: Person, by_hand: str) -> None:
        free = next_free_day()
        done = published(maker, checker, row(str(10_000 + free)), days=free)
        with pytest.raises(DBAPIError, match=r"stays as it was|permission denied"):
            world.does(lambda: db.session.execute(text(by_hand), {"id": done["release"]["release_id"]}))

    def test_what_was_submitted_is_what_is_approved(self, world: World, maker: Person) -> None:
        draft = submits(maker, drafts(maker, row("812")))
        by_hand = text("UPDATE releases_releases SET note = 'x' WHERE id = :id")
        with pytest.raises(DBAPIError, match="stays as it was"):
            world.does(lambda: db.session.execute(by_hand, {"id": draft["release"]["release_id"]}))

    def test_two_who_approve_at_once_are_one_approval(self, world: World, maker: Person, checker: Person) -> None:
        second = somebody_who_works(world, Role.SECURITY_OFFICER)
        draft = submits(maker, drafts(maker, row("813"), days=next_free_day()))
        answers = world.at_once(lambda: approves(checker, draft), lambda: approves(second, draft))
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        versions = text("SELECT count(*) FROM releases_settings WHERE key = :key AND value = '813'")
        assert world.reads(lambda: db.session.execute(versions, {"key": LIMIT}).scalar_one()) == 1

    def test_of_two_drafts_on_one_base_the_second_is_drafted_again(
        self, maker: Person, checker: Person, world: World
    ) -> None:
        one = submits(maker, drafts(maker, row("814"), days=next_free_day()))
        other = submits(maker, drafts(maker, row("815"), days=next_free_day()))
        answers = world.at_once(lambda: approves(checker, one), lambda: approves(checker, other))
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        assert {answer.json.get("code") for answer in answers} == {None, "release-base-moved"}


class TestWhatADraftBeginsFrom:
    def test_each_position_sees_its_own_tables_and_what_waits_there(
        self, world: World, maker: Person, checker: Person, editor: Person
    ) -> None:
        submits(maker, drafts(maker, row("850")))
        [mine], [theirs] = (ok(person.get("/office/release-kinds"))["items"] for person in (maker, checker))
        assert (mine["kind"], mine["abilities"], mine["waiting_for_me"]) == ("settings", ["draft"], 0)
        assert theirs["abilities"] == ["approve"]
        assert theirs["waiting_for_me"] == theirs["submitted"] >= 1
        assert [each["kind"] for each in ok(editor.get("/office/release-kinds"))["items"]] == ["earn-rules"]
        auditor = somebody_who_works(world, Role.AUDITOR)
        shown = ok(auditor.get("/office/release-kinds"))["items"]
        assert {each["kind"]: each["abilities"] for each in shown} == {kind: [] for kind in FOUR_EYES}

    def test_rows_come_with_question_unit_and_bounds(self, world: World, maker: Person) -> None:
        table = ok(maker.get("/office/release-table", kind="settings"))
        rows = {each["key"]: each for each in table["rows"]}
        limit, phone = rows[LIMIT], rows["help.phone"]
        assert (limit["title"], limit["unit"]) == ("每人每天最多抵消", "公斤")
        assert limit["hint"] == {"form": "whole", "least": 1, "most": 1_000_000, "choices": [], "words": {}}
        assert limit["values"]["value"] == value_on(world, 0)
        assert (phone["unit"], phone["hint"]["form"]) == ("", "telephone")
        assert all(each["title"] != each["key"] for each in table["rows"]), "every setting has its question in words"

    def test_the_columns_of_a_table_name_everything_that_its_rows_say(self, world: World) -> None:
        for kind, role in (("settings", Role.AUDITOR), ("earn-rules", Role.AUDITOR), ("factor-set", Role.AUDITOR)):
            table = ok(somebody_who_works(world, role).get("/office/release-table", kind=kind))
            named = {column["name"] for column in table["columns"]}
            assert all(column["title"] != column["name"] for column in table["columns"])
            assert {path for each in table["rows"] for path, _ in leaves(each["values"])} <= named

    def test_codes_have_words_beside_them(self, world: World, maker: Person) -> None:
        auditor = somebody_who_works(world, Role.AUDITOR)
        settings, rules, factors = (
            {each["key"]: each for each in ok(auditor.get("/office/release-table", kind=kind))["rows"]}
            for kind in ("settings", "earn-rules", "factor-set")
        )
        basis = settings["duty.basis"]
        assert (basis["values"]["value"], basis["words"]["value"]) == ("money", "按金额折算")
        assert basis["hint"]["words"]["retail-kg"] == "按买的公斤数折算"
        assert settings["retail.slices_allowed"]["words"]["value"] == "是"
        walking, grid = rules["walk"]["words"], factors["electricity.grid@default/CN-FJ"]
        assert (walking["kind"], walking["caps.scope"], walking["conditions"]) == ("走路", "每个人", "步数至少 500")
        assert not {"earn.points", "caps.points_per_day"} & walking.keys(), "a figure says itself"
        assert (grid["words"]["kind"], grid["unit"]) == ("排放", "公斤/度")
        draft = drafts(maker, row("biology", "duty.basis"), days=1)
        told = {each["field"]: each for each in draft["changes"][0]["fields"]}["value"]
        assert (told["before"], told["before_code"]) == ("按金额折算", "money")
        assert (told["after"], told["after_code"]) == ("按树能吸收的量折算", "biology")

    def test_of_another_day_is_what_is_known_of_it_by_now(self, world: World, maker: Person, checker: Person) -> None:
        free = next_free_day()
        published(maker, checker, row(str(20_000 + free)), days=free)
        then = ok(maker.get("/office/release-table", kind="settings", on=day(free)))["rows"]
        [limit] = [each for each in then if each["key"] == LIMIT]
        assert limit["values"]["value"] == str(20_000 + free)

    def test_of_another_office_is_not_there(self, editor: Person) -> None:
        assert refused(editor.get("/office/release-table", kind="settings")) == (404, "release-not-found")

    def test_a_rule_tells_each_value_that_differs_with_its_unit(self, world: World, editor: Person) -> None:
        before = walk(world)
        caps = before["caps"] | {"points_per_day": before["caps"]["points_per_day"] + 1}
        draft = drafts(editor, walk(world, caps=caps, enabled=False), kind="earn-rules", days=1)
        [change] = draft["changes"]
        assert change["change"] == "removed"
        told = {each["field"]: (each["name"], each["before"], each["after"], each["unit"]) for each in change["fields"]}
        assert told == {
            "enabled": ("启用", "是", "否", ""),
            "caps.points_per_day": (
                "每天最多几分", str(before["caps"]["points_per_day"]), str(caps["points_per_day"]), "分"
            ),
        }  # fmt: skip


class TestOfTwoStepsAtOnceOneIsTaken:
    """Whoever comes second sees what the first has done, and is told so; nobody's step half happens."""

    @pytest.fixture
    def second(self, world: World) -> Person:
        return somebody_who_works(world, Role.SECURITY_OFFICER)

    def of_two(self, world: World, one: Any, other: Any, *, winners: set[str]) -> str:
        answers = world.at_once(one, other)
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        [lost] = [answer for answer in answers if answer.status_code == 409]
        assert lost.json["code"] == "release-moved-on"
        [won] = [answer.json["release"]["state"] for answer in answers if answer.status_code == 200]
        assert won in winners
        return str(won)

    def is_whole(self, world: World, maker: Person, draft: Any, state: str, value: str) -> None:
        """Settled as it was answered: written down if and only if it was approved."""
        kept = ok(maker.get(place(draft)))["release"]
        assert (kept["state"], kept["checked_by"] is not None) == (state, state in {"approved", "rejected"})
        versions = text("SELECT count(*) FROM releases_settings WHERE key = :key AND value = :value")
        found = world.reads(lambda: db.session.execute(versions, {"key": LIMIT, "value": value}).scalar_one())
        assert found == (state == "approved")

    @pytest.mark.parametrize("turn", range(3))
    def test_approving_and_rejecting(
        self, world: World, maker: Person, checker: Person, second: Person, turn: int
    ) -> None:
        value = str(30_000 + turn)
        draft = submits(maker, drafts(maker, row(value), days=next_free_day()))
        reject = lambda: second.post(f"{place(draft)}/rejection", {"reason": "来源没有写文号"})  # noqa: E731
        won = self.of_two(world, lambda: approves(checker, draft), reject, winners={"approved", "rejected"})
        self.is_whole(world, maker, draft, won, value)

    @pytest.mark.parametrize("turn", range(3))
    def test_approving_and_withdrawing(self, world: World, maker: Person, checker: Person, turn: int) -> None:
        value = str(31_000 + turn)
        draft = submits(maker, drafts(maker, row(value), days=next_free_day()))
        withdraw = lambda: maker.post(f"{place(draft)}/withdrawal")  # noqa: E731
        won = self.of_two(world, lambda: approves(checker, draft), withdraw, winners={"approved", "withdrawn"})
        self.is_whole(world, maker, draft, won, value)

    def test_rejecting_twice(self, world: World, maker: Person, checker: Person, second: Person) -> None:
        draft = submits(maker, drafts(maker, row("32000"), days=next_free_day()))
        rejects = [lambda one=one: one.post(f"{place(draft)}/rejection", {"reason": "来源没有写文号"})
                   for one in (checker, second)]  # fmt: skip
        self.is_whole(world, maker, draft, self.of_two(world, *rejects, winners={"rejected"}), "32000")

    def test_submitting_and_changing(self, world: World, maker: Person) -> None:
        draft = drafts(maker, row("32100"), days=next_free_day())
        change = lambda: world.request(  # noqa: E731
            "PATCH", place(draft), token=maker.token, key="change-beside-submission-1", headers={"If-Match": '"1"'},
            body={"rows": [row("32101")]},
        )  # fmt: skip
        answers = world.at_once(lambda: maker.post(f"{place(draft)}/submission"), change)
        kept = ok(maker.get(place(draft)))
        assert answers[0].status_code == 200 and answers[1].status_code in {200, 409}
        first = answers[1].status_code == 200  # changed, and then handed in as it was changed
        assert (kept["release"]["state"], kept["rows"][0]["value"]) == ("submitted", "32101" if first else "32100")


_days = iter(range(20, 200))


def next_free_day() -> int:
    """A setting has one value a day: each test publishes on its own."""
    return next(_days)


class TestNeverBackwards:
    def test_no_draft_for_yesterday(self, maker: Person) -> None:
        body = {"kind": "settings", "in_force_from": day(-1), "rows": [row("1")]}
        assert refused(maker.post("/office/releases", body)) == (422, "release-day-past")

    def test_no_approval_after_its_day(self, world: World, maker: Person) -> None:
        draft = submits(maker, drafts(maker, row("820"), days=2))
        with later(days=3):
            checker = somebody_who_works(world, Role.SECURITY_OFFICER)
            assert refused(approves(checker, draft)) == (422, "release-day-past")

    def test_a_rule_in_force_changes_from_tomorrow_at_the_earliest(self, world: World, editor: Person) -> None:
        draft = drafts(editor, walk(world, expiry_months=12), kind="earn-rules")
        assert [fault["code"] for fault in draft["faults"]] == ["rule-retroactive"]
        assert refused(editor.post(f"{place(draft)}/submission")) == (422, "release-content-invalid")

    def test_no_version_of_a_rule_ends_before_it_began(self, world: World, editor: Person, approver: Person) -> None:
        ride = lambda months: walk(world, "bus", expiry_months=months)  # noqa: E731
        published(editor, approver, ride(11), kind="earn-rules", days=40)
        for days in (30, 40):
            draft = drafts(editor, walk(world, expiry_months=10), ride(10), kind="earn-rules", days=days)
            [fault] = draft["faults"]
            assert (fault["code"], fault["field"]) == ("rule-overtakes", "/in_force_from")
            assert day(40) in fault["mend"]
            assert refused(editor.post(f"{place(draft)}/submission")) == (422, "release-content-invalid")
        published(editor, approver, ride(10), kind="earn-rules", days=41)


class TestStaleDrafts:
    def change(self, world: World, person: Person, case: Any, tag: str | None, key: str) -> Any:
        headers = {} if tag is None else {"If-Match": tag}
        return world.request("PATCH", place(case), token=person.token, key=key, headers=headers,
                             body={"rows": [row("830")]})  # fmt: skip

    def test_of_two_pages_the_second_is_told(self, world: World, maker: Person) -> None:
        draft = drafts(maker, row("829"))
        tag = maker.get(place(draft)).headers["ETag"]
        first = self.change(world, maker, draft, tag, "first-change-of-two-0001")
        assert (first.status_code, first.headers["ETag"]) == (200, '"2"')
        assert first.json["rows"][0]["value"] == "830"
        assert refused(self.change(world, maker, draft, tag, "second-change-of-two-001")) == (412, "stale")

    def test_a_change_says_what_it_has_seen(self, world: World, maker: Person) -> None:
        draft = drafts(maker, row("829"))
        assert refused(self.change(world, maker, draft, None, "change-without-tag-0001")) == (428, "if-match-required")
        assert refused(self.change(world, maker, draft, "*", "change-with-any-tag-001")) == (412, "stale")


class TestBadContent:
    def test_is_told_in_words(self, maker: Person) -> None:
        [fault] = drafts(maker, row("many", "exports.most_a_day"), days=1)["faults"]
        assert fault["detail"].endswith("份。"), "the unit as people say it, not as it is kept"
        same = next(each for each in ok(maker.get("/office/release-table", kind="settings"))["rows"]
                    if each["key"] == "exports.most_a_day")  # fmt: skip
        [fault] = drafts(maker, same["values"], days=1)["faults"]
        assert fault["detail"] == f"“{same['title']}”和现行的一样。"

    @pytest.mark.parametrize(("wrong", "field", "code"), [
        (row("many"), "/rows/0/value", "setting-wrong-form"),
        (row("-5"), "/rows/0/value", "setting-wrong-form"),
        (row("0"), "/rows/0/value", "out-of-range"),
        (row("101", key="points.rebate_cap"), "/rows/0/value", "out-of-range"),
        (row("trees", key="duty.basis"), "/rows/0/value", "not-one-of"),
        (row("1", key="no.such"), "/rows/0/key", "setting-unknown"),
        (row("1", grade="Z"), "/rows/0/grade", "not-one-of"),
        (row("1", verified="yes"), "/rows/0/verified", "not-a-boolean"),
        (row("1", source=""), "/rows/0/source", "required"),
        (row("1", colour="red"), "/rows/0/colour", "unknown-field"),
    ])  # fmt: skip
    def test_names_the_field_and_the_mend(self, maker: Person, wrong: Any, field: str, code: str) -> None:
        [fault] = drafts(maker, wrong)["faults"]
        assert (fault["field"], fault["code"]) == (field, code)
        assert fault["detail"]
        assert fault["mend"]

    def test_is_not_submitted(self, maker: Person) -> None:
        draft = drafts(maker, row("many"))
        answer = maker.post(f"{place(draft)}/submission")
        assert refused(answer) == (422, "release-content-invalid")
        assert [error["field"] for error in answer.json["errors"]] == ["/rows/0/value"]

    def test_of_a_rule_is_what_the_rule_format_says(self, world: World, editor: Person) -> None:
        [fault] = drafts(editor, walk(world, earn={"points": -1, "per": 500}), kind="earn-rules", days=1)["faults"]
        assert fault["code"] == "rule-invalid"
        assert fault["field"].startswith("/rows/0/earn")

    def test_of_a_factor_keeps_the_unit_and_the_published_year(self, world: World) -> None:
        officer = somebody_who_works(world, Role.FORESTRY_MAKER)
        wrong = drafts(officer, GRID | {"year": 2022, "unit_denominator": "MWh", "value": ""}, kind="factor-set")
        assert {fault["code"] for fault in wrong["faults"]} == {
            "factor-year-taken", "factor-differs", "factor-without-value"}  # fmt: skip

    @pytest.mark.parametrize(
        "rows", [[], [1], {}, "x", [{"a": 1.5}], [{"A b": "x"}], [{"a": "\x00"}], [{"a": [[[[[[[1]]]]]]]}]]
    )
    def test_that_is_no_table_is_refused_at_the_door(self, maker: Person, rows: Any) -> None:
        body = {"kind": "settings", "in_force_from": day(), "rows": rows}
        assert refused(maker.post("/office/releases", body)) == (400, "invalid-request")


class TestResultsKeepWhatMadeThem:
    def test_a_rule_from_tomorrow_changes_nothing_today(self, world: World, editor: Person, approver: Person) -> None:
        lin = world.citizen()
        first = self.steps(lin)
        done = published(editor, approver, walk(world, earn={"points": 2, "per": 500}), kind="earn-rules", days=1)
        [name] = done["published"]
        assert name.startswith("walk/")
        assert self.explained(lin) == first, "the award of before is as it was"
        ming = world.citizen()
        assert self.steps(ming) == first, "today is decided by what is in force today"
        with later(days=1):
            after = self.steps(world.citizen())
        assert after["points"] == 2 * first["points"]
        assert after["rule"] == name

    def steps(self, person: Person) -> Any:
        ok(person.post("/activities", {"kind": "mobility.walk", "measures": {"steps": "8000"},
                                       "occurred_at": clock.wall_time().isoformat()}))  # fmt: skip
        return self.explained(person)

    def explained(self, person: Person) -> Any:
        award = text("SELECT points, rule_code || '/' || rule_version AS rule FROM points_awards"
                     " WHERE party_id = :party AND rule_code = 'walk' ORDER BY recorded_at LIMIT 1")  # fmt: skip
        look = lambda: dict(db.session.execute(award, {"party": person.party_id}).mappings().one())  # noqa: E731
        return person.world.reads(look)

    def test_a_factor_from_tomorrow_changes_nothing_today(self, world: World) -> None:
        maker, checker = (somebody_who_works(world, role) for role in (Role.FORESTRY_MAKER, Role.FORESTRY_CHECKER))
        lin, ming, hong = world.citizen(), world.citizen(), world.citizen()
        first = self.footprint(lin)
        done = published(maker, checker, GRID, kind="factor-set", days=1)
        label = done["release"]["label"]
        kept = ok(lin.get(f"/footprints/{first['footprint_id']}"))
        assert (kept["emissions_g"], kept["factor_set"]) == (first["emissions_g"], first["factor_set"])
        today = self.footprint(ming)
        assert (today["emissions_g"], today["factor_set"]) == (first["emissions_g"], first["factor_set"])
        assert not any(each["value"] == "0.3900" for each in ok(world.get("/emission-factors"))["items"])
        with later(days=1):
            after = self.footprint(signs_in_again(world, hong))
            assert (after["emissions_g"], after["factor_set"]) == (39_000, label)
            shown = {each["label"]: each["standing"] for each in
                     ok(world.request("GET", "/releases", query={"kind": "factor-set"}))["items"]}  # fmt: skip
        assert shown[label] == "in-force"
        assert shown[first["factor_set"]] == "superseded"

    def footprint(self, person: Person) -> Any:
        month = (clock.business_date(clock.wall_time()).replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
        line = {"activity": "electricity.grid", "quantity": "100", "unit": "kWh"}
        return ok(person.post("/footprints", {"kind": "citizen", "period": month, "lines": [line]}))


class TestTheHistory:
    def test_begins_with_what_the_product_brought(self, world: World) -> None:
        for kind in FOUR_EYES:
            items = ok(world.get("/releases", kind=kind, limit=100))["items"]
            first = items[-1]
            assert first["shipped_with"]
            assert (first["made_by"]["role"], first["approved_by"]) == ("system", None)
            assert first["published"]

    def test_is_not_told_twice_by_a_second_start(self, app: Flask, world: World) -> None:
        count = text("SELECT count(*) FROM releases_releases")
        before = world.reads(lambda: db.session.execute(count).scalar_one())
        with app.app_context():
            load_reference_data()
        assert world.reads(lambda: db.session.execute(count).scalar_one()) == before

    def test_names_offices_and_no_person(self, world: World, maker: Person, checker: Person) -> None:
        done = published(maker, checker, row("840"), days=next_free_day())
        [told] = [each for each in ok(world.get("/releases", kind="settings"))["items"]
                  if each["release_id"] == done["release"]["release_id"]]  # fmt: skip
        assert (told["made_by"]["role"], told["approved_by"]["role"]) == ("system-administrator", "security-officer")
        assert told["made_by"]["office"]
        assert told["content_hash"] == done["release"]["content_hash"]
        assert told["published"] == [LIMIT]
        assert "老林" not in json.dumps(told, ensure_ascii=False)
        assert maker.person_id not in json.dumps(told)
        shown = ok(world.get(f"/releases/{told['release_id']}"))
        assert (shown["release"], shown["changes"]) == (told, done["changes"])
        assert "老林" not in json.dumps(shown, ensure_ascii=False)

    def test_tells_nobody_of_what_was_not_approved(self, world: World, maker: Person) -> None:
        waiting = submits(maker, drafts(maker, row("841"), days=next_free_day()))
        for somebody in (world, maker):
            answer = somebody.get(f"/releases/{waiting['release']['release_id']}")
            assert refused(answer) == (404, "release-not-found")


def test_the_two_tables_of_who_may_agree(app: Flask) -> None:
    """A role that the second table names has the key to the door in the first, and the other way round."""
    from backend.http.grants import GRANTS, Permission

    makers = frozenset[Role]().union(*(eyes.makers for eyes in FOUR_EYES.values()))
    checkers = frozenset[Role]().union(*(eyes.checkers for eyes in FOUR_EYES.values()))
    assert {role for role in Role if Permission.DRAFT_RELEASES in GRANTS[role]} == makers
    assert {role for role in Role if Permission.APPROVE_RELEASES in GRANTS[role]} == checkers
