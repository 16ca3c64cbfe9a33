"""A table's rows as a sheet and back: a column for each value, also of values inside of objects.

What a cell says is taken as far as it can be read. What does not fit its column stays as it was typed, so that the
table itself says what is wrong with it, as it does of a draft that was typed on a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from backend.kernel import i18n
from backend.releases.columns import Column, heading, leaves
from backend.releases.ports import Row
from backend.sheets import cells, taking
from backend.sheets.cells import Cell
from backend.sheets.taking import CellWrong

WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,14})", re.ASCII)
YES: Final = frozenset({"是", "yes", "true", "TRUE", "1"})
NO: Final = frozenset({"否", "no", "false", "FALSE", "0"})
LONGEST_TEXT: Final = 1000
DEEPEST: Final = 6
MOST_ITEMS: Final = 60


def headings(columns: Sequence[Column]) -> list[str]:
    return [heading(column.name) for column in columns]


def as_cells(row: Row, columns: Sequence[Column]) -> list[Cell]:
    found = dict(leaves(row))
    return [_cell(found.get(column.name)) for column in columns]


def to_take(columns: Sequence[Column]) -> list[taking.Column]:
    """Columns under their name in either language, or by their path. Only what says which row it is must be there."""
    return [
        taking.Column(
            _in("zh-CN", column.name), column.name, _taker(column), is_required=column.is_key,
            also=(_in("en", column.name), column.name),
        )
        for column in columns
    ]  # fmt: skip


def as_row(said: Mapping[str, Any], like: Row, *, is_new: bool) -> Row:
    """What a line of a sheet says, in the form of a row that is known.

    Empty cells are empty; columns that are not in the sheet keep that row's value, unless the line is a new one.
    """
    values = {} if is_new else dict(leaves(like))
    for name, value in said.items():
        values.pop(name, None)
        if value is not None:
            values[name] = value
    row = _formed(values, like)
    for path, value in values.items():
        _put(row, path, value)
    return row


def says_the_same(one: Row, other: Row) -> bool:
    """Empty, null and left out are the same in a sheet."""
    return _said(one) == _said(other)


def _said(row: Row) -> dict[str, Any]:
    return {path: value for path, value in leaves(row) if value != ""}


def _formed(values: dict[str, Any], like: Row, path: str = "") -> dict[str, Any]:
    """The names of ``like`` with the values; what has none is null, or an empty text where a text was."""
    formed: dict[str, Any] = {}
    for name, was in like.items():
        at = f"{path}{name}"
        if isinstance(was, Mapping):
            if any(each.startswith(f"{at}.") for each in values):
                formed[name] = _formed(values, was, f"{at}.")
            elif not path:
                formed[name] = None
        elif at in values:
            formed[name] = values.pop(at)
        else:
            formed[name] = "" if isinstance(was, str) else None
    return formed


def _put(row: dict[str, Any], path: str, value: Any) -> None:
    name, _, rest = path.partition(".")
    if not rest:
        row[name] = value
        return
    if not isinstance(row.get(name), dict):
        row[name] = {}
    _put(row[name], rest, value)


def _in(language: str, name: str) -> str:
    return i18n.text_in(language, f"release.field.{name}") if i18n.has_text(f"release.field.{name}") else name


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return i18n.text("release.yes" if value else "release.no")
    return value if isinstance(value, int) else json.dumps(value, ensure_ascii=False)


def _taker(column: Column) -> taking.Take:
    def take(said: str) -> Any:
        plain = cells.plain(said)
        if column.form == "json":
            listed = _listed(plain)
            if listed is not None:
                return listed
        elif column.form in {"whole", "year"} and WHOLE.fullmatch(plain):
            return int(plain)
        elif column.form == "yes-no" and plain in YES | NO:
            return plain in YES
        elif column.form == "day":
            try:
                return taking.day(plain).isoformat()
            except CellWrong:
                pass
        return taking.text(LONGEST_TEXT)(" ".join(plain.split("\n")))

    return take


def _listed(said: str) -> Any:
    """A list or an object; None where it is neither, or more than a request could bring."""
    try:
        value = json.loads(said)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list | dict) and _is_modest(value, 1) else None


def _is_modest(value: Any, depth: int) -> bool:
    if depth > DEEPEST:
        return False
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT and value.isprintable()
    if isinstance(value, list | dict):
        inner = value.values() if isinstance(value, dict) else value
        return len(value) <= MOST_ITEMS and all(_is_modest(each, depth + 1) for each in inner)
    return value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < cells.LARGEST_EXACT)
