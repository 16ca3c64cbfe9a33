"""A draft beside what is in force, for people: added, changed with before and after, removed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from backend.kernel import i18n
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
    fields = _fields(before or {}, row)
    if before is None:
        change = "added"
    elif not fields:
        change = "same"
    else:
        change = "removed" if table.is_gone(row) and not table.is_gone(before) else "changed"
    return RowChange(table.key(row), table.title(row), change, fields)


def _fields(before: Row, after: Row) -> list[FieldChange]:
    names = [*after, *(name for name in before if name not in after)]
    return [
        FieldChange(name, _name(name), _shown(before.get(name, MISSING)), _shown(after.get(name, MISSING)))
        for name in names
        if before.get(name, MISSING) != after.get(name, MISSING)
    ]


def _name(field: str) -> str:
    key = f"release.field.{field}"
    return i18n.text(key) if i18n.has_text(key) else field


def _shown(value: Any) -> str | None:
    """Text as it is; whatever else as JSON, which people of a rules office can read."""
    if value is MISSING:
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
