"""Counters of the caps: two rows a rule (its day and its month), locked in key order before anything is decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.points.models import CapCounter
from points_engine import CounterKey, EarnRule, Line, Usage, period_start
from points_engine.vocabulary import Period

PERIODS: Final[tuple[Period, ...]] = ("day", "month")
TABLE: Final = cast(Table, CapCounter.__table__)
KEY: Final = tuple(TABLE.primary_key.columns)
USED: Final = (TABLE.c.rule_code, TABLE.c.period, TABLE.c.acts_used, TABLE.c.points_used)


@dataclass(frozen=True, slots=True, order=True)
class Counter:
    """The key of one row; ordered as the rows are locked."""

    scope_kind: str
    scope_id: str
    rule_code: str
    period: Period
    period_start: date

    def values(self) -> dict[str, Any]:
        return {
            "scope_kind": self.scope_kind, "scope_id": self.scope_id, "rule_code": self.rule_code,
            "period": self.period, "period_start": self.period_start,
        }  # fmt: skip

    def key(self) -> tuple[Any, ...]:
        return tuple(self.values().values())


def whose(rule: EarnRule, party_id: UUID, scopes: Mapping[str, str]) -> tuple[str, str]:
    """Whose caps a rule counts against. Until a household or a vehicle is known, they are the person's own."""
    return (rule.scope, scopes[rule.scope]) if rule.scope in scopes else ("person", str(party_id))


def of(rules: Iterable[EarnRule], party_id: UUID, scopes: Mapping[str, str], on: date) -> list[Counter]:
    """The counters that these rules look at for a fact of that day, in the order in which they are locked."""
    return sorted(
        Counter(*whose(rule, party_id, scopes), rule.code, period, period_start(period, on))
        for rule in rules
        for period in PERIODS
    )


def lock(counters: Sequence[Counter]) -> Usage:
    """Until the command ends nobody else is paid by these rules for this scope. Returns what is used."""
    if not counters:
        return {}
    unused = insert(TABLE).values([{**counter.values(), "acts_used": 0, "points_used": 0} for counter in counters])
    # A row that is there already is written as it stands: that takes its lock, in the order of the values.
    locked = unused.on_conflict_do_update(index_elements=KEY, set_={"acts_used": TABLE.c.acts_used})
    return _usage(db.session.execute(locked.returning(*USED)))


def look(counters: Sequence[Counter]) -> Usage:
    """What is used, without a lock: for what decides nothing."""
    if not counters:
        return {}
    mine = tuple_(*KEY).in_([counter.key() for counter in counters])
    return _usage(db.session.execute(select(*USED).where(mine)))


def _usage(rows: Iterable[Any]) -> Usage:
    usage: dict[CounterKey, int] = {}
    for row in rows:
        usage[CounterKey(row.rule_code, row.period, "acts")] = row.acts_used
        usage[CounterKey(row.rule_code, row.period, "points")] = row.points_used
    return usage


def add(counters: Sequence[Counter], lines: Iterable[Line]) -> None:
    """Count what the lines pay, in the rows that are locked already."""
    paid = {line.rule_code: line for line in lines if line.points}
    changes = [
        {f"b_{name}": value for name, value in counter.values().items()}
        | {"acts": paid[counter.rule_code].acts, "points": paid[counter.rule_code].points}
        for counter in counters
        if counter.rule_code in paid
    ]
    if changes:
        statement = (
            update(TABLE)
            .where(*(column == bindparam(f"b_{column.name}") for column in KEY))
            .values(acts_used=TABLE.c.acts_used + bindparam("acts"),
                    points_used=TABLE.c.points_used + bindparam("points"))
        )  # fmt: skip
        db.session.connection().execute(statement, changes)
