"""A draft beside what is in force, for people: added, changed with before and after, removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from backend.releases import wording
from backend.releases.columns import heading, leaves, unit_words
from backend.releases.payloads import FieldChange, RowChange
from backend.releases.ports import Row, Table

MISSING: Final = object()


def changes(table: Table, rows: Sequence[Row], before: Mapping[str, Row]) -> list[RowChange]:
    return [_change(table, row, before.get(table.key(row))) for row in rows]


def replaced(table: Table, rows: Sequence[Row], before: Mapping[str, Row]) -> dict[str, Row]:
    """Of what is in force, the rows whose place is taken."""
    keys = [table.key(row) for row in rows]
    return {key: before[key] for key in keys if key in before}


def _change(table: Table, row: Row, before: Row | None) -> RowChange:
    fields = _fields(table, before or {}, row)
    if before is None:
        change = "added"
    elif not fields:
        change = "same"
    else:
        change = "removed" if table.is_gone(row) and not table.is_gone(before) else "changed"
    return RowChange(table.key(row), table.title(row), change, fields)


def _fields(table: Table, before: Row, after: Row) -> list[FieldChange]:
    """Value by value, also inside of objects, so that a cap of a rule is one line and not the whole rule."""
    old, new = dict(leaves(before)), dict(leaves(after))
    known = [column.name for column in table.columns()]
    others = sorted((old.keys() | new.keys()).difference(known))
    found = []
    for name in [*known, *others]:
        was, will = old.get(name, MISSING), new.get(name, MISSING)
        if was != will:
            (was_told, was_code), (told, code) = _told(table, after, name, was), _told(table, after, name, will)
            unit = unit_words(table.unit(after, name))
            found.append(FieldChange(name, heading(name), was_told, told, unit, was_code, code))
    return found


def _told(table: Table, row: Row, name: str, value: Any) -> tuple[str | None, str | None]:
    return (None, None) if value is MISSING else wording.told(table, row, name, value)
