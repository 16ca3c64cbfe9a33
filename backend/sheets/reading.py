"""Tables in: XLSX and CSV, a row at a time, each with its values or with what is wrong in it.

A table that cannot be read at all is refused as a whole; a row that is wrong is told by its number as the spreadsheet
shows it, the name of its column, and what to do about it, and the others go on.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException

from backend.kernel import i18n
from backend.sheets import encodings, workbooks
from backend.sheets.errors import ColumnsMissing, SheetUnreadable, TooManyRows
from backend.sheets.taking import CellWrong, Column

MOST_ROWS: Final = 5000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 4000
BLANK_ROWS_AT_THE_END: Final = 1000
"""After so many nothing more is expected: formatted rows reach down to the million."""
SEPARATORS: Final = ",\t;"


@dataclass(frozen=True, slots=True)
class RowFault:
    """``row`` is the spreadsheet's own number, ``column`` the heading's word."""

    row: int
    column: str
    code: str
    facts: Mapping[str, Any]

    def described(self) -> dict[str, Any]:
        """In the reader's language, as answers and results of work tell it."""
        detail, mend = (i18n.text(f"field.{self.code}.{part}", **self.facts) for part in ("detail", "mend"))
        return {"row": self.row, "column": self.column, "code": self.code, "detail": detail, "mend": mend}


@dataclass(frozen=True, slots=True)
class Row:
    """``values`` by the columns' fields, None where nothing stands; complete only where there are no ``faults``.

    ``named``: the fields whose column the sheet has, empty or not.
    """

    number: int
    values: Mapping[str, Any]
    faults: tuple[RowFault, ...]
    named: frozenset[str] = frozenset()


def read_table(body: bytes, columns: Sequence[Column], *, most_rows: int = MOST_ROWS) -> Iterator[Row]:
    """The rows below the heading that is the first row with anything in it; blank rows are passed over.

    Raises:
        SheetUnreadable, WorkbookTooLarge, WorkbookUnsafe: it is no table, or one that nobody should open.
        ColumnsMissing: a wanted column is not in the heading, or twice.
        TooManyRows: there are more than ``most_rows``; raised when the first one too many is met.
    """
    lines = _lines(body)
    places = _places(next(lines, (0, []))[1], columns)
    for count, (number, cells) in enumerate(lines, 1):
        if count > most_rows:
            raise TooManyRows(most=most_rows)
        yield _row(number, cells, columns, places)


def _places(heading: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Where each column stands."""
    places: dict[str, int] = {}
    wrong = []
    for column in columns:
        at = [index for index, name in enumerate(heading) if name in {column.name, *column.also}]
        if len(at) > 1 or (not at and column.is_required):
            wrong.append(column.name)
        elif at:
            places[column.field] = at[0]
    if wrong:
        raise ColumnsMissing(columns=", ".join(wrong))
    return places


def _row(number: int, cells: Sequence[str], columns: Sequence[Column], places: Mapping[str, int]) -> Row:
    values: dict[str, Any] = {}
    faults = []
    for column in columns:
        at = places.get(column.field)
        said = cells[at] if at is not None and at < len(cells) else ""
        values[column.field] = None
        try:
            if said:
                values[column.field] = column.take(_bounded(said))
            elif column.is_required:
                raise CellWrong("cell-empty")
        except CellWrong as wrong:
            faults.append(RowFault(number, column.name, wrong.code, wrong.facts))
    return Row(number, values, tuple(faults), frozenset(places))


def _bounded(said: str) -> str:
    if len(said) > LONGEST_CELL:
        raise CellWrong("wrong-length", shortest=1, longest=LONGEST_CELL)
    return said


def _lines(body: bytes) -> Iterator[tuple[int, list[str]]]:
    """(number, texts) of each row that is not blank."""
    blank = 0
    try:
        for number, cells in enumerate(_cells(body), 1):
            if any(cells):
                blank = 0
                yield number, cells
            elif (blank := blank + 1) > BLANK_ROWS_AT_THE_END:
                return
    except (csv.Error, ParseError, DefusedXmlException, zipfile.BadZipFile, KeyError, ValueError,
            TypeError, IndexError, AttributeError, OSError) as error:  # fmt: skip
        raise SheetUnreadable() from error  # whatever a reader stumbles over


def _cells(body: bytes) -> Iterator[list[str]]:
    if body.startswith(b"PK"):
        yield from _cells_of_workbook(body)
        return
    text = encodings.decoded(body)
    if text is None:
        raise SheetUnreadable()
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
        yield [cell.strip() for cell in islice(row, MOST_COLUMNS)]


def _cells_of_workbook(body: bytes) -> Iterator[list[str]]:
    """The first sheet; of a formula what it came to when it was last saved."""
    workbooks.refuse_dangerous(body)
    from openpyxl import load_workbook  # here, as every process would start later for it

    book = load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
    try:
        if not book.worksheets:
            raise SheetUnreadable()
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a sheet says of its own size need not be so
        for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
            yield [_text(value) for value in row]
    finally:
        book.close()


def _text(value: Any) -> str:
    """As the cell would be typed: 5 and not 5.0, a day as a day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, str):
        return value.strip()
    number = Decimal(str(value))
    return f"{number:f}" if number != number.to_integral_value() else str(int(number))
