"""What the rows of a table say: their columns, and the paths by which nested values are named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backend.kernel import i18n


@dataclass(frozen=True, slots=True)
class Column:
    """``form``: text, decimal (as text), day, year, whole, yes-no, or json for what is a list or an object.

    ``name`` is a path into the row (``caps.acts_per_day``). Only what may be empty may be left out.
    """

    name: str
    form: str = "text"
    longest: int = 200
    may_be_empty: bool = False
    choices: Collection[str] = ()
    is_key: bool = False  # says, with the others that do, which row it is


@dataclass(frozen=True, slots=True)
class Hint:
    """What the value of one row may be. ``form`` as of a column, or ``time``, ``telephone``, ``choice``."""

    form: str
    least: int | None = None
    most: int | None = None
    choices: Collection[str] = ()


def leaves(row: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a row with its path; objects are walked through, lists are values, null is nothing."""
    for name, value in row.items():
        at = f"{path}{name}"
        if isinstance(value, Mapping):
            yield from leaves(value, f"{at}.")
        elif value is not None:
            yield at, value


def heading(name: str) -> str:
    """A column's name for people, in the reader's language."""
    key = f"release.field.{name}"
    return i18n.text(key) if i18n.has_text(key) else name


def unit_words(unit: str) -> str:
    """A unit for people; a ratio has words for what stands above and below."""
    key = f"release.unit.{''.join(letter if letter.isalnum() else '-' for letter in unit.lower())}"
    if i18n.has_text(key):
        return i18n.text(key)
    above, _, below = unit.partition("/")
    both = f"release.word.unit_numerator.{above}", f"release.word.unit_denominator.{below}"
    return "/".join(map(i18n.text, both)) if all(map(i18n.has_text, both)) else unit
