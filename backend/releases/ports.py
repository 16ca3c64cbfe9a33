"""What releases asks of the features above: what their tables are, and who people and offices are.

A release is a set of rows that change a table: each is new, or takes the place of the row with its key. A feature
registers its table under the name of the kind (backend/wiring.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final, Protocol
from uuid import UUID

from backend.kernel.principal import Principal
from backend.releases.columns import Column, Hint

Row = Mapping[str, Any]


class Fault:
    """One thing that is wrong with a draft: a code of the locales, and where, as a JSON pointer into the draft."""

    __slots__ = ("code", "facts", "field")

    def __init__(self, code: str, field: str, **facts: Any) -> None:
        self.code, self.field, self.facts = code, field, facts


class Table(Protocol):
    """Versioned data of one kind. Rows are JSON objects; whoever wrote them may have written anything."""

    def key(self, row: Row) -> str:
        """What a row is about. Two versions of one thing have the same key."""
        ...

    def title(self, row: Row) -> str:
        """Its name for people, in the reader's language."""
        ...

    def columns(self) -> Sequence[Column]:
        """What a row says, in the order in which people read it; a name is a path into the row."""
        ...

    def unit(self, row: Row, column: str) -> str:
        """The unit of a figure: a code that ``release.unit.*`` has words for, a ratio of symbols, or nothing."""
        ...

    def hints(self, on: date) -> Mapping[str, Hint]:
        """By key, what the value of a row may be, where that differs from row to row."""
        ...

    def in_force(self, on: date) -> Mapping[str, Row]:
        """By key, what applies on a day as far as it has been approved until now."""
        ...

    def is_gone(self, row: Row) -> bool:
        """Whether this row says that the thing is no longer offered."""
        ...

    def faults(self, rows: Sequence[Row], in_force_from: date) -> list[Fault]:
        """Everything that is in the way of approving these rows now; the form of every row included."""
        ...

    def put_in_force(self, principal: Principal, rows: Sequence[Row], in_force_from: date, label: str) -> list[str]:
        """Write the rows down, in the transaction of the approval. Gives the names by which results refer to them."""
        ...


class Directory(Protocol):
    """Who knows what people and offices are called."""

    def offices(self, party_ids: Collection[UUID]) -> Mapping[UUID, str]: ...

    def people(self, person_ids: Collection[UUID]) -> Mapping[UUID, str]: ...


tables: Final[dict[str, Table]] = {}

SETTINGS: Final = "settings"
EARN_RULES: Final = "earn-rules"
FACTOR_SET: Final = "factor-set"
KINDS: Final = (FACTOR_SET, EARN_RULES, SETTINGS)

_directory: list[Directory] = []


def fill_directory(directory: Directory) -> None:
    _directory[:] = [directory]


def directory() -> Directory:
    return _directory[0]


def refuse_gaps() -> None:
    """Called at the end of wiring."""
    missing = set(KINDS) - tables.keys()
    assert not missing, f"nobody keeps the table of {', '.join(sorted(missing))}"
    assert _directory, "nobody knows what offices are called"
