"""Tables out never act; tables in say what is wrong with which cell."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from backend.kernel import i18n
from backend.sheets.cells import harmless
from backend.sheets.errors import ColumnsMissing, SheetUnreadable, TooManyRows
from backend.sheets.reading import Row, read_table
from backend.sheets.taking import Column, choice, day, decimal, text, whole
from backend.sheets.writing import text_table, workbook

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", " =1", "\u00a0=1", "\n=1", "a\n=1",
    "\u3000＝1", "\ufeff=1", "\u200b=cmd|' /C calc'!A0", "a\r\n  @x", "−1",
]  # fmt: skip
COLUMNS = (
    Column("日期", "on", day),
    Column("用电", "kwh", decimal(), also=("用电量",)),
    Column("户数", "homes", whole(1, 99), is_required=False),
    Column("备注", "note", text(10), is_required=False),
    Column("类别", "kind", choice("家", "店"), is_required=False),
)


def first_letters(said: str) -> set[str]:
    return {line.strip(" \t\r\u00a0\u3000\ufeff\u200b")[:1] for line in said.split("\n")}


@pytest.mark.parametrize("said", FORMULAS)
def test_a_formula_goes_out_as_text(said: str) -> None:
    assert first_letters(harmless(said)) & set("=+-@＝＋－＠−") == set()
    [[_], [cell]] = csv.reader(io.StringIO(text_table(["名字"], [[said]]).decode("utf-8-sig"), newline=""))
    assert first_letters(cell) & set("=+-@＝＋－＠−") == set()
    sheet = load_workbook(io.BytesIO(workbook("表", ["名字"], [[said]]))).worksheets[0]
    assert sheet["A2"].data_type == "s"
    assert first_letters(str(sheet["A2"].value)) & set("=+-@＝＋－＠−") == set()


def test_what_is_no_formula_goes_out_as_it_is() -> None:
    for said in ["小溪", "a=b", "1-2", "x@y", "（-）"]:
        assert harmless(said) == said


def test_numbers_days_and_long_numbers_go_out_as_what_they_are() -> None:
    at = datetime(2026, 11, 22, 1, 41, tzinfo=UTC)
    row = [-5, Decimal("12.50"), date(2026, 11, 22), at, 350421199001011234, None, "=x"]
    sheet = load_workbook(io.BytesIO(workbook("=表[1]", ["=甲", *"乙丙丁戊己庚"], [row]))).worksheets[0]
    told = [cell.value for cell in sheet[2]]
    assert told[0] == -5 and told[1] == 12.5 and str(told[2]).startswith("2026-11-22")
    assert told[3:6] == ["2026-11-22 09:41:00", "350421199001011234", None]
    assert sheet["A1"].value == "'=甲" and sheet.title == "=表1"


def table(*rows: list[Any], heading: tuple[str, ...] = ("日期", "用电", "户数", "备注", "类别")) -> bytes:
    book = Workbook()
    for row in [list(heading), *rows]:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def told(rows: list[Row]) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.code) for row in rows for fault in row.faults]


class TestReading:
    def test_a_workbook_gives_typed_values(self) -> None:
        [row] = read_table(table([date(2026, 11, 22), 12.5, 5.0, " 好 ", "家"]), COLUMNS)
        assert row.values == {"on": date(2026, 11, 22), "kwh": Decimal("12.5"), "homes": 5, "note": "好", "kind": "家"}
        assert (row.number, row.faults) == (2, ())

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_text_is_read_in_whatever_excel_wrote(self, encoding: str) -> None:
        body = "日期,用电量\r\n2026/11/2,12.5\r\n".encode(encoding)
        [row] = read_table(body, COLUMNS)
        assert (row.values["on"], row.values["kwh"]) == (date(2026, 11, 2), Decimal("12.5"))

    @pytest.mark.parametrize("separator", ["\t", ";"])
    def test_text_may_be_separated_otherwise(self, separator: str) -> None:
        [row] = read_table(f"日期{separator}用电\n2026-11-22{separator}1".encode(), COLUMNS)
        assert row.faults == ()

    def test_a_wrong_row_says_where_and_what_and_the_others_go_on(self) -> None:
        body = table(
            ["2026-11-22", "12", None, None, None],
            ["2026-13-01", "１２", "100", "太" * 11, "厂"],
            [None, None, None, None, None],
            [None, "1e5", "1.5", "a\u202eb", None],
            ["2026-11-23", "13", None, None, None],
        )
        rows = list(read_table(body, COLUMNS))
        assert [row.number for row in rows if not row.faults] == [2, 6]
        assert told(rows) == [
            (3, "日期", "not-a-day"), (3, "用电", "cell-not-a-number"), (3, "户数", "out-of-range"),
            (3, "备注", "wrong-length"), (3, "类别", "not-one-of"), (5, "日期", "cell-empty"),
            (5, "用电", "cell-not-a-number"), (5, "户数", "cell-not-whole"), (5, "备注", "unprintable-characters"),
        ]  # fmt: skip

    def test_a_fault_is_told_in_both_languages(self) -> None:
        [row] = read_table("日期,用电\n,1".encode(), COLUMNS)
        i18n.speak("en")
        english = row.faults[0].described()
        i18n.speak("zh-CN")
        assert row.faults[0].described() == {
            "row": 2, "column": "日期", "code": "cell-empty", "detail": "这一格是空的。", "mend": "填上再传。",
        }  # fmt: skip
        assert english["detail"] == "This cell is empty."

    def test_a_heading_that_lacks_or_repeats_a_column_is_refused(self) -> None:
        with pytest.raises(ColumnsMissing) as missing:
            list(read_table(table(heading=("日期", "日期")), COLUMNS))
        assert missing.value.facts["columns"] == "日期, 用电"

    def test_a_formula_counts_as_what_it_came_to_and_never_as_a_formula(self) -> None:
        [row] = read_table(table(["2026-11-22", "=1+1", None, "=x", None]), COLUMNS)
        assert row.values["kwh"] is None and told([row]) == [(2, "用电", "cell-empty")]

    def test_more_rows_than_are_taken_are_refused_without_being_read(self) -> None:
        body = "日期,用电\n" + "2026-11-22,1\n" * 1_000_000
        with pytest.raises(TooManyRows):
            list(read_table(body.encode(), COLUMNS, most_rows=100))

    def test_blank_rows_to_the_end_of_the_world_are_the_end_of_the_table(self) -> None:
        book = Workbook()
        assert book.active is not None
        book.active.append(["日期", "用电"])
        book.active.append(["2026-11-22", "1"])
        book.active.cell(1_048_576, 1, "2026-11-22")
        out = io.BytesIO()
        book.save(out)
        assert len(list(read_table(out.getvalue(), COLUMNS))) == 1

    @pytest.mark.parametrize("body", [b"", b"\x00\x01", b"PK\x03\x04nothing", b'"open'])
    def test_what_is_no_table_is_refused(self, body: bytes) -> None:
        with pytest.raises((SheetUnreadable, ColumnsMissing)):
            list(read_table(body, COLUMNS))

    def test_a_workbook_that_says_nothing_of_its_sheets_is_refused(self) -> None:
        whole_book = table(["2026-11-22", "1"])
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(whole_book)) as source, zipfile.ZipFile(out, "w") as target:
            for entry in source.infolist():
                content = source.read(entry)
                target.writestr(entry, b"<nothing/>" if entry.filename == "xl/workbook.xml" else content)
        with pytest.raises(SheetUnreadable):
            list(read_table(out.getvalue(), COLUMNS))

    def test_what_is_written_is_read_again(self) -> None:
        heading = [column.name for column in COLUMNS]
        rows = [[date(2026, 11, 22), Decimal("12.5"), 5, "好", "家"]]
        for body in (workbook("表", heading, rows), text_table(heading, rows)):
            [row] = read_table(body, COLUMNS)
            assert list(row.values.values()) == rows[0]
