"""What a key has made and is needed for: columns whose rows can be counted by the version that made them, and moved.

Each feature lists its own (``holdings.py``); backend/wiring.py collects them, backend/key_rotation.py works on them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text

from backend.extensions import db
from backend.kernel import clock, crypto
from backend.kernel.transaction import run

BATCH: Final = 200
"""Rows that one transaction moves: so long at most does anybody wait for one of them."""

PASS_S: Final = 60.0
"""How long one pass may go on; what is left is found by the next."""

SEALED: Final = "get_byte({column}, 0)"
HASHED: Final = "CASE WHEN {column} ~ '^[0-9]{{1,3}}:' THEN split_part({column}, ':', 1)::int ELSE 1 END"
"""SQL for the version that made a value: one byte in front of what is sealed, digits in front of what is hashed."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A column that a version of ``key`` has made.

    ``where`` is SQL: which rows still need their version; it may name ``:as_of``. ``move``, where there is one, has
    the making version make a pass of rows anew and returns how many; without one the rows die out.
    """

    key: str
    table: str
    ids: tuple[str, ...]
    column: str
    version: str
    where: str
    move: Callable[[], int] | None = None
    always: bool = False
    """There is something to move although no key has a second version."""

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"

    @property
    def made_by(self) -> str:
        return self.version.format(column=self.column)

    def count(self, version: int) -> int:
        """Rows that need this version."""
        counted = f"SELECT count(*) FROM {self.table} WHERE ({self.where}) AND {self.made_by} = :version"  # noqa: S608 - our own names
        asked: dict[str, Any] = {"version": version}
        if ":as_of" in self.where:
            asked["as_of"] = clock.now()
        return int(db.session.execute(text(counted), asked).scalar_one())


def sealed(table: str, ids: tuple[str, ...], column: str, context: str) -> Holding:
    """A column sealed under ``field-encryption``; ``context`` names its ids in braces, as whoever seals it does."""

    def move() -> int:
        return in_batches(lambda after: _reseal(table, ids, column, context, after))

    return Holding("field-encryption", table, ids, column, SEALED, f"{column} IS NOT NULL", move)


def in_batches(step: Callable[[Any], tuple[int, Any]]) -> int:
    """Run ``step(after)``, a transaction each, until it finds nothing more or a pass has been long enough.

    ``step`` returns how many rows it found and where to go on.
    """
    moved, after, ends = 0, None, time.monotonic() + PASS_S
    while time.monotonic() < ends:
        found, after = run(lambda after=after: step(after))  # type: ignore[misc]  # bound now, not when it runs
        moved += found
        if found < BATCH:
            break
    return moved


def _reseal(
    table: str, ids: tuple[str, ...], column: str, context: str, after: Mapping[str, Any] | None
) -> tuple[int, Mapping[str, Any] | None]:
    keys = crypto.keys()
    names = ", ".join(ids)
    beyond = f"({names}) > ({', '.join(':' + one for one in ids)}) AND" if after else ""
    # In the order of the primary key, so that a pass reads each row once; whoever holds a row is not waited for.
    found = db.session.execute(
        text(
            f"SELECT {names}, {column} AS sealed FROM {table}"  # noqa: S608 - our own names
            f" WHERE {beyond} {column} IS NOT NULL AND get_byte({column}, 0) < :version"
            f" ORDER BY {names} LIMIT :batch FOR NO KEY UPDATE SKIP LOCKED"
        ),
        {"version": keys.making("field-encryption"), "batch": BATCH, **(after or {})},
    ).mappings().all()  # fmt: skip
    anew = [
        {**row, "sealed": keys.encrypt(keys.decrypt(row["sealed"], context=(place := context.format(**row))),
                                       context=place)}
        for row in found
    ]  # fmt: skip
    if anew:
        mine = " AND ".join(f"{one} = :{one}" for one in ids)
        db.session.execute(text(f"UPDATE {table} SET {column} = :sealed WHERE {mine}"), anew)  # noqa: S608 - our own names
    last = {one: found[-1][one] for one in ids} if found else None
    return len(found), last


HOLDINGS: Final = (
    sealed("kernel_outbox_messages", ("id",), "sealed", "outbox|{id}"),
    sealed("kernel_idempotency_keys", ("principal_id", "key"), "sealed_body", "idempotency|{principal_id}|{key}"),
    sealed("kernel_jobs", ("id",), "sealed_input", "kernel_jobs|sealed_input|{id}"),
)
