"""What every feature that keeps something about a person can do with it: hand it over, and let go of it.

A feature fills ``PersonalData`` in its ``personal_data.py``; backend/wiring.py collects them all for ``privacy``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Executable

from backend.extensions import db


@dataclass(frozen=True, slots=True)
class Owner:
    """A person, and the party that their things belong to."""

    person_id: UUID
    party_id: UUID


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind, as their owner gets them."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole file; ``content`` fetches it outside of any transaction, None where it is gone."""

    path: str
    content: Callable[[], bytes | None]


@dataclass(frozen=True, slots=True)
class StillOpen:
    """Something that has to end before its owner can go. ``page`` is where; ``name`` as its owner knows it."""

    kind: str
    id: UUID
    name: str
    page: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """What closing does to ``count`` things, by a word that the locales know (privacy.effect.*)."""

    kind: str
    count: int


class PersonalData(Protocol):
    """Each is called inside a transaction of the caller's."""

    tables: frozenset[str]
    """Which tables with somebody's id in them it answers for."""

    def export(self, owner: Owner) -> Iterable[Table | Document]:
        """Everything that is kept about the person, readable."""
        ...

    def erase(self, owner: Owner) -> None:
        """Let go of what identifies the person; called once their closing is written down."""
        ...

    def hold(self, owner: Owner) -> None:
        """Lock what ``still_open`` counts together with others, who may be about to go as well."""
        return

    def still_open(self, owner: Owner) -> Sequence[StillOpen]:
        """What must end first."""
        return ()

    def consequences(self, owner: Owner) -> Sequence[Consequence]:
        """What ``erase`` will do, to be said before."""
        return ()


def table(name: str, statement: Executable, **shown: Callable[[Any], Any]) -> Table:
    """What a statement of plain columns finds; ``shown`` says of a column how its value is handed over."""
    result = db.session.execute(statement)
    columns = tuple(result.keys())
    ways = [shown.get(column) for column in columns]
    rows = [[value if way is None else way(value) for value, way in zip(row, ways, strict=True)] for row in result]
    return Table(name, columns, rows)
