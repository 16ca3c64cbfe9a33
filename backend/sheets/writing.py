"""Tables out: XLSX and CSV, a row at a time, with nothing in them that acts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from backend.sheets.cells import Cell, harmless, written

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv"
LONGEST_TITLE: Final = 31
WIDTH: Final = 18


def workbook(title: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with a heading that stays in view. Texts are texts, whatever they begin with."""
    # Here, as it would take a sixteenth of every process's start.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_title(title))
    sheet.freeze_panes = "A2"
    for number in range(1, len(heading) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTH

    def cell(value: Any, *, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            made.data_type = "s"  # openpyxl takes what begins with "=" for a formula
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(harmless(name), bold=True) for name in heading])
    for row in rows:
        sheet.append([cell(value) for value in written(row)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text_table(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """CSV as Excel opens it in Chinese: UTF-8 with its mark, every field quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([harmless(name) for name in heading])
    for row in rows:
        writer.writerow(written(row))
    return out.getvalue().encode("utf-8-sig")


def _title(given: str) -> str:
    """Excel's own bounds of a sheet's name."""
    return "".join(letter for letter in harmless(given) if letter not in "[]:*?/\\'")[:LONGEST_TITLE] or "1"
