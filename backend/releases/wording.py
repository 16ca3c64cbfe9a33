"""Words for the codes in which rows are written: sheets and hashes keep the codes, people read the words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from backend.kernel import i18n
from backend.releases.columns import leaves
from backend.releases.ports import Row, Table

SHARED = {"excluded_purposes": "purposes"}
"""Columns that take their words from another."""


def of_column(column: str) -> dict[str, str]:
    """Every code of a column that has words, in the reader's language."""
    prefix = f"release.word.{SHARED.get(column, column)}."
    return {key.removeprefix(prefix): text for key, text in i18n.catalogue(i18n.language()).items()
            if key.startswith(prefix)}  # fmt: skip


def of_choices(key: str, choices: Sequence[str]) -> dict[str, str]:
    """What the choices of one row's value mean."""
    words = of_column(f"value.{key}")
    return {choice: words[choice] for choice in choices if choice in words}


def of_row(table: Table, row: Row) -> dict[str, str]:
    """By path, what stands for the values of a row that people do not read as they are written."""
    found = ((name, value, *told(table, row, name, value)) for name, value in leaves(row))
    return {name: words for name, value, words, code in found if code is not None or isinstance(value, bool | list)}


def told(table: Table, row: Row, column: str, value: Any) -> tuple[str, str | None]:
    """A value for people, and its code where that is something else and no mere yes or no or list."""
    if isinstance(value, bool):
        return i18n.text("release.yes" if value else "release.no"), None
    if isinstance(value, str):
        if column == "value":
            return _value(table.key(row), value)
        words = of_column(column).get(value, value)
        return words, None if words == value else value
    code = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if not isinstance(value, list):
        return code, None
    if not value:
        return i18n.text("release.empty-list"), None
    if column == "examples":
        return i18n.text("release.examples", count=len(value)), code
    words_of_each = of_column(column)
    each = [_item(words_of_each, one) for one in value]
    words = i18n.text("release.comma").join(each)
    return words, None if words == ", ".join(map(str, value)) else code


def _value(key: str, value: str) -> tuple[str, str | None]:
    words = of_column(f"value.{key}").get(value)
    if words is not None:
        return words, value
    if value in {"true", "false"}:  # settings keep yes and no as text
        return i18n.text("release.yes" if value == "true" else "release.no"), value
    return value, None


def _item(words: Mapping[str, str], one: Any) -> str:
    if isinstance(one, dict) and {"measure", "is", "value"} <= one.keys():
        measure = of_column("measure").get(str(one["measure"]), str(one["measure"]))
        relation = of_column("is").get(str(one["is"]), str(one["is"]))
        return i18n.text("release.condition", measure=measure, relation=relation, value=one["value"])
    return words.get(str(one), one if isinstance(one, str) else json.dumps(one, ensure_ascii=False))
