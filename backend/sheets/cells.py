"""What stands in a cell on its way out: never something that a spreadsheet would carry out.

A spreadsheet takes a text that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, in full-width form too where the
input method of the country is used, and it overlooks what stands before: blanks, no-break spaces, line breaks. Somebody
who calls a shop ``=HYPERLINK(…)`` would otherwise act in the office that opens an export.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from backend.kernel.clock import PROGRAMME_ZONE

Cell = str | int | Decimal | date | datetime | None

TRIGGERS: Final = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe63\ufe62\ufe66\ufe6b"
UNSEEN: Final = "\\s\u00a0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\u00ad"
FORMULA: Final = re.compile(f"^(?=[{UNSEEN}]*[{TRIGGERS}])|^(?=[\\t\\r])", re.MULTILINE)
APOSTROPHE: Final = re.compile(f"^'(?=[{UNSEEN}]*[{TRIGGERS}])", re.MULTILINE)
FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", re.ASCII)
"""What XML cannot hold."""
LARGEST_EXACT: Final = 10**15
"""A spreadsheet keeps fifteen digits of a number; more are shown wrong, so they are written as text."""


def harmless(text: str) -> str:
    """The text, with an apostrophe before each line that a spreadsheet would take for a formula."""
    return FORMULA.sub("'", FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def plain(text: str) -> str:
    """What ``harmless`` made harmless, as it was: somebody sends an export back with two cells changed."""
    return APOSTROPHE.sub("", text)


def written(row: Sequence[Cell]) -> list[str | int | Decimal | date]:
    """A row as it goes into a table: numbers as numbers, days as days, everything else as harmless text."""
    return [_written(cell) for cell in row]


def _written(cell: Cell) -> str | int | Decimal | date:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell.astimezone(PROGRAMME_ZONE):%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, date):
        return cell
    if isinstance(cell, Decimal):
        return cell if abs(cell) < LARGEST_EXACT else harmless(f"{cell:f}")
    return cell if abs(cell) < LARGEST_EXACT else harmless(str(cell))
