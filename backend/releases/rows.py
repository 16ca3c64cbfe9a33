"""The form of flat rows, checked column by column: for tables whose rows are text, numbers, days, yes and no."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from backend.releases.columns import Column
from backend.releases.ports import Fault, Row, Table

DECIMAL: Final = re.compile(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?", re.ASCII)
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2199


def form_faults(rows: Sequence[Row], columns: Sequence[Column]) -> list[Fault]:
    """What no column takes, and columns that nobody reads."""
    return [fault for place, row in enumerate(rows) for fault in _row_faults(row, columns, f"/rows/{place}")]


def repeated(table: Table, rows: Sequence[Row]) -> list[Fault]:
    """One release says one thing of each row."""
    keys = [table.key(row) for row in rows]
    return [Fault("row-twice", f"/rows/{place}", key=key) for place, key in enumerate(keys) if key in keys[:place]]


def _row_faults(row: Row, columns: Sequence[Column], at: str) -> Iterator[Fault]:
    known = {column.name for column in columns}
    for name in row:
        if name not in known:
            yield Fault("unknown-field", f"{at}/{name}")
    for column in columns:
        value = row.get(column.name)
        if value is None or value == "":
            if not column.may_be_empty:
                yield Fault("required", f"{at}/{column.name}")
            continue
        yield from _cell_faults(value, column, f"{at}/{column.name}")


def _cell_faults(value: Any, column: Column, at: str) -> Iterator[Fault]:
    if column.form == "yes-no":
        if type(value) is not bool:
            yield Fault("not-a-boolean", at)
    elif column.form == "year":
        if type(value) is not int:
            yield Fault("not-an-integer", at, least=FIRST_YEAR, most=LAST_YEAR)
        elif not FIRST_YEAR <= value <= LAST_YEAR:
            yield Fault("out-of-range", at, least=FIRST_YEAR, most=LAST_YEAR)
    elif not isinstance(value, str):
        yield Fault("not-text", at)
    elif column.form == "decimal":
        if DECIMAL.fullmatch(value) is None:
            yield Fault("not-a-decimal", at)
    elif column.form == "day":
        if not _is_day(value):
            yield Fault("not-a-day", at)
    elif column.choices and value not in column.choices:
        yield Fault("not-one-of", at, choices=", ".join(column.choices))
    elif len(value) > column.longest:
        yield Fault("wrong-length", at, shortest=0, longest=column.longest)


def _is_day(value: str) -> bool:
    if DAY.fullmatch(value) is None:
        return False
    try:
        return FIRST_YEAR <= date.fromisoformat(value).year <= LAST_YEAR
    except ValueError:
        return False
