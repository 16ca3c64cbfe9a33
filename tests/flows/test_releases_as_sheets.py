"""发布的表格 · 导出、改两格、传回来 / A release goes out as a sheet and comes back as a draft, with its faults."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from backend.kernel import jobs
from backend.kernel.principal import Role
from backend.sheets.writing import text_table, workbook
from tests.flows.test_releases import day, drafts, ok, place, published, refused, row
from tests.support.offices import somebody_who_works
from tests.support.uploads import brings
from tests.support.world import Person, World

LIMIT = "每人每天最多抵消"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def maker(world: World) -> Person:
    return somebody_who_works(world, Role.SYSTEM_ADMINISTRATOR)


def ends(person: Person, started: Any) -> Any:
    job = ok(started)["job_id"]
    person.world.reads(jobs.work_off)
    return ok(person.get(f"/jobs/{job}"))


def exported(person: Person, form: str = "csv", **what: Any) -> list[list[str]]:
    """The rows of a sheet, its heading first."""
    done = ends(person, person.post("/office/release-exports", {"form": form, **what}))
    assert done["state"] == "done", done
    assert done["result"]["name"].endswith(f".{form}")
    body = person.get(f"/files/{done['result']['file_id']}/content").data
    if form == "csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    cells = load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True)
    return [["" if cell is None else str(cell) for cell in line] for line in cells]


def imported(
    person: Person, sheet: list[list[str]], *, kind: str = "settings", days: int = 1, form: str = "csv"
) -> Any:
    heading, *lines = sheet
    body = text_table(heading, lines) if form == "csv" else workbook("1", heading, lines)
    kept = ok(brings(person, body, name=f"table.{form}", media_type=SHEET, purpose="import"))
    wish = {"kind": kind, "file_id": kept["file_id"], "in_force_from": day(1), "note": "从表格来"}
    return ends(person, person.post("/office/release-imports", wish))


def line_of(sheet: list[list[str]], key: str) -> list[str]:
    return next(line for line in sheet if line[0] == key)


MAKERS = {"settings": Role.SYSTEM_ADMINISTRATOR, "earn-rules": Role.RULE_EDITOR, "factor-set": Role.FORESTRY_MAKER}


class TestASheetThatComesBack:
    @pytest.mark.parametrize("kind", MAKERS)
    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_unchanged_says_nothing_new(self, world: World, kind: str, form: str) -> None:
        officer = somebody_who_works(world, MAKERS[kind])
        sheet = exported(officer, form, kind=kind)
        table = ok(officer.get("/office/release-table", kind=kind))
        assert sheet[0] == [column["title"] for column in table["columns"]]
        assert len(sheet) == len(table["rows"]) + 1
        result = imported(officer, sheet, kind=kind, form=form)["result"]
        assert (result["release_id"], result["rows"], result["errors"]) == (None, 0, [])
        assert result["same"] == len(table["rows"])

    def test_with_two_cells_changed_is_a_draft_of_those_two(self, maker: Person) -> None:
        sheet = exported(maker, kind="settings")
        value = sheet[0].index("值")
        line_of(sheet, "offset.daily_limit_kg")[value] = "640"
        line_of(sheet, "help.phone")[value] = "+86 598 2812345"
        result = imported(maker, sheet)["result"]
        draft = ok(maker.get(f"/office/releases/{result['release_id']}"))
        assert (draft["release"]["note"], draft["release"]["in_force_from"]) == ("从表格来", day(1))
        assert {each["key"]: each["value"] for each in draft["rows"]} == {
            "offset.daily_limit_kg": "640", "help.phone": "+86 598 2812345"}  # fmt: skip
        again = exported(maker, release_id=result["release_id"])
        assert line_of(again, "help.phone")[value] == "'+86 598 2812345", "nothing that a spreadsheet would carry out"
        back = imported(maker, again)["result"]
        assert ok(maker.get(f"/office/releases/{back['release_id']}"))["rows"] == draft["rows"]

    def test_of_rules_keeps_what_nobody_touched_inside_of_them(self, world: World) -> None:
        editor = somebody_who_works(world, Role.RULE_EDITOR)
        sheet = exported(editor, kind="earn-rules")
        line_of(sheet, "bus")[sheet[0].index("每天最多几次")] = "3"
        result = imported(editor, sheet, kind="earn-rules")["result"]
        draft = ok(editor.get(f"/office/releases/{result['release_id']}"))
        [change] = draft["changes"]
        assert [(each["field"], each["after"]) for each in change["fields"]] == [("caps.acts_per_day", "3")]
        assert draft["faults"] == []

    def test_with_a_new_factor_is_a_draft_of_that(self, world: World) -> None:
        officer = somebody_who_works(world, Role.FORESTRY_MAKER)
        sheet = exported(officer, kind="factor-set")
        grid = next(line for line in sheet if line[0] == "electricity.grid" and "CN-FJ" in line)
        grid[sheet[0].index("年份")], grid[sheet[0].index("值")] = "2031", "0.3500"
        result = imported(officer, [sheet[0], grid], kind="factor-set")["result"]
        assert (result["rows"], result["errors"]) == (1, [])
        [factor] = ok(officer.get(f"/office/releases/{result['release_id']}"))["rows"]
        assert (factor["year"], factor["value"], factor["verified"]) == (2031, "0.3500", True)


class TestFaultsOfASheet:
    def test_are_told_by_line_and_column_and_can_be_fetched(self, maker: Person) -> None:
        sheet = exported(maker, kind="settings")
        value, verified = sheet[0].index("值"), sheet[0].index("已核实")
        limit, days = line_of(sheet, "offset.daily_limit_kg"), line_of(sheet, "self_report.days")
        limit[value], days[verified] = "许多", "也许"
        result = imported(maker, sheet)["result"]
        first = sheet.index(days) + 1
        assert [(each["row"], each["column"], each["code"]) for each in result["errors"]] == [
            (first, "已核实", "not-a-boolean")
        ], "a form that is wrong is told before what the values mean"
        draft = ok(maker.get(f"/office/releases/{result['release_id']}"))
        assert {each["value"] for each in draft["rows"]} >= {"许多"}, "what was typed stays, to be mended on the page"
        assert refused(maker.post(f"{place(draft)}/submission")) == (422, "release-content-invalid")
        body = maker.get(f"/files/{result['errors_file_id']}/content").data
        heading, told = load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True)
        assert heading == ("行", "列", "哪里不对", "怎么改")
        assert told[:2] == (first, "已核实")
        days[verified] = "否"
        [error] = imported(maker, sheet)["result"]["errors"]
        assert (error["row"], error["column"], error["code"]) == (sheet.index(limit) + 1, "值", "setting-wrong-form")
        assert error["detail"] and error["mend"]

    def test_that_no_draft_could_hold_leave_the_cell_empty(self, maker: Person) -> None:
        sheet = exported(maker, kind="settings")
        line_of(sheet, "offset.daily_limit_kg")[sheet[0].index("来源")] = "坏\u202e字"
        result = imported(maker, sheet, form="xlsx")["result"]
        assert "unprintable-characters" in {each["code"] for each in result["errors"]}

    def test_without_the_column_that_says_which_row_it_is_nothing_begins(self, maker: Person) -> None:
        failed = imported(maker, [["值", "来源"], ["1", "x"]])
        assert (failed["state"], failed["problem"]["code"]) == ("failed", "columns-missing")

    def test_more_lines_than_a_draft_takes_are_refused(self, maker: Person) -> None:
        lines = [[f"no.such.{number}", "1"] for number in range(201)]
        failed = imported(maker, [["名称", "值"], *lines])
        assert (failed["state"], failed["problem"]["code"]) == ("failed", "too-many-rows")


class TestWhoseSheetsTheyAre:
    def test_another_office_neither_exports_nor_imports(self, world: World, maker: Person) -> None:
        editor, checker = (somebody_who_works(world, role) for role in (Role.RULE_EDITOR, Role.SECURITY_OFFICER))
        draft = drafts(maker, row("641"))
        for what in ({"kind": "settings"}, {"release_id": draft["release"]["release_id"]}):
            answer = editor.post("/office/release-exports", {"form": "csv", **what})
            assert refused(answer) == (404, "release-not-found")
        kept = ok(brings(editor, text_table(["名称"], [["x"]]), name="x.csv", purpose="import"))
        wish = {"kind": "settings", "file_id": kept["file_id"], "in_force_from": day(1)}
        assert refused(editor.post("/office/release-imports", wish)) == (403, "release-not-for-role")
        assert refused(maker.post("/office/release-imports", wish)) == (404, "file-not-found"), "somebody else's file"
        assert checker.post("/office/release-imports", wish).status_code == 403
        body = {"form": "csv", "kind": "settings", "release_id": draft["release"]["release_id"]}
        assert refused(maker.post("/office/release-exports", body))[0] == 400
        assert refused(maker.post("/office/release-exports", {"form": "csv"}))[0] == 400

    def test_an_approved_release_goes_out_under_its_name(self, world: World, maker: Person) -> None:
        checker = somebody_who_works(world, Role.SECURITY_OFFICER)
        done = published(maker, checker, row("642"), days=230)
        started = checker.post("/office/release-exports", {"form": "xlsx", "release_id": done["release"]["release_id"]})
        assert ends(checker, started)["result"]["name"] == done["release"]["label"].replace("/", "-") + ".xlsx"

    def test_work_that_is_run_again_makes_one_draft(self, world: World, maker: Person) -> None:
        sheet = exported(maker, kind="settings")
        line_of(sheet, "offset.daily_limit_kg")[sheet[0].index("值")] = "643"
        body = text_table(sheet[0], sheet[1:])
        kept = ok(brings(maker, body, name="table.csv", purpose="import"))
        wish = {"kind": "settings", "file_id": kept["file_id"], "in_force_from": day(1)}
        job = ok(maker.post("/office/release-imports", wish))["job_id"]
        taken = world.does(jobs._take_one)
        assert taken is not None
        kind, work = taken
        results = [world.reads(lambda: jobs._kinds[kind](work)) for _ in range(2)]
        assert results[0] | {"errors_file_id": None} == results[1] | {"errors_file_id": None}
        assert results[0]["release_id"] == job
