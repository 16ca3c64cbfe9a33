"""A draft beside what is in force, for people: added, changed with before and after, removed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from backend.kernel import i18n
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
    return [
        FieldChange(
            name, heading(name), _shown(old.get(name, MISSING)), _shown(new.get(name, MISSING)),
            unit_words(table.unit(after, name)),
        )
        for name in [*known, *others]
        if old.get(name, MISSING) != new.get(name, MISSING)
    ]  # fmt: skip


def _shown(value: Any) -> str | None:
    """Text as it is, yes and no as words; a list as JSON, which people of a rules office can read."""
    if value is MISSING:
        return None
    if isinstance(value, bool):
        return i18n.text("release.yes" if value else "release.no")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
