"""Where a database transaction begins and ends. Nothing else in backend/ may commit."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import Session

from backend.extensions import db
from backend.kernel.errors import Unavailable

log = structlog.get_logger()
Result = TypeVar("Result")

ATTEMPTS: Final = 4
"""A command that lost a race is run again, three times at most."""

SERIALIZATION_FAILURE, DEADLOCK, LOCK_TIMEOUT, QUERY_CANCELED = "40001", "40P01", "55P03", "57014"
# Classes and states: connection exception; no sessions, memory or disk left; ended because we stood still; shut down,
# crash, start-up.
AWAY: Final = ("08", "53", "25P03", "57P")


class Busy(Unavailable):
    """Somebody else has held the same rows for too long."""

    code = "busy"


class DatabaseUnavailable(Unavailable):
    code = "database-unavailable"


# Unique constraints where a loser that looks again finds the winner's row. A feature adds its own
# next to the constraint; every other violation is a mistake of ours and surfaces as one.
LOST_RACES: set[str] = set()


@contextmanager
def transaction() -> Iterator[Session]:
    """One command, one transaction. They do not nest: to do two things at once, write one command."""
    session = db.session()
    assert "command" not in session.info, "a transaction is already open"
    session.info["command"] = True
    after: list[Callable[[], None]] = session.info.setdefault("after_commit", [])
    after.clear()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        after.clear()
        raise
    finally:
        del session.info["command"]
        session.info.pop("instant", None)
    wishes, after[:] = list(after), []
    for wish in wishes:
        wish()


def abandon() -> None:
    """Leave what a read outside of any command has left open, so that the session can be used again.

    Where the connection is gone there is nothing to leave, and nobody to be told.
    """
    try:
        db.session.rollback()
    except DBAPIError as error:
        if not is_unavailable(error):
            raise
        db.session().invalidate()


def after_commit(wish: Callable[[], None]) -> None:
    """Run ``wish`` once the open transaction is durable. It may be lost in a crash: sweeps do the rest."""
    wishes: list[Callable[[], None]] = db.session().info.setdefault("after_commit", [])
    if wish not in wishes:
        wishes.append(wish)


def once(name: str, look: Callable[[], Result]) -> Result:
    """What ``look`` finds, read once in the open transaction however often it is asked for."""
    session = db.session()
    found: dict[str, Any] = session.info.setdefault("once", {})
    if name not in found or found[name][0] is not session.get_transaction():
        seen = look()  # begins the transaction, if nothing has yet
        found[name] = session.get_transaction(), seen
    result: Result = found[name][1]
    return result


def look_again(name: str) -> None:
    """Called by whoever changes it: what this transaction has read is no longer so."""
    db.session().info.get("once", {}).pop(name, None)


def run(work: Callable[[], Result]) -> Result:
    """Run ``work`` in a transaction of its own; again if it lost a race, refused if the database is away."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction():
                return work()
        except NoFreeConnection as error:
            raise Busy(retry_after_s=1) from error
        except DBAPIError as error:
            refusal = _judge(error)
            if refusal is not None:
                raise refusal from error
            if attempt == ATTEMPTS:
                raise Busy(retry_after_s=1) from error
            log.info("lost-a-race", attempt=attempt, constraint=violated_constraint(error), sqlstate=_sqlstate(error))
            time.sleep(random.uniform(0.005, 0.03) * attempt)  # noqa: S311 - jitter, not a secret
    raise AssertionError("unreachable")


def _judge(error: DBAPIError) -> Exception | None:
    """None: worth another attempt. Otherwise what to raise instead."""
    state = _sqlstate(error)
    if state in {SERIALIZATION_FAILURE, DEADLOCK}:
        return None
    if isinstance(error, IntegrityError) and violated_constraint(error) in LOST_RACES:
        return None
    if state in {LOCK_TIMEOUT, QUERY_CANCELED}:
        return Busy(retry_after_s=1)
    if is_unavailable(error):
        return DatabaseUnavailable(retry_after_s=2)
    return error


def is_unavailable(error: DBAPIError) -> bool:
    """The database is away (restart, crash, cut connection, nothing to work with), rather than refused something."""
    state = _sqlstate(error)
    if error.connection_invalidated:
        return True
    if state is None:
        return type(error.orig).__name__ in {"OperationalError", "InterfaceError"}
    return state.startswith(AWAY)


def violated_constraint(error: DBAPIError) -> str | None:
    diagnosis = getattr(error.orig, "diag", None)
    return getattr(diagnosis, "constraint_name", None)


def _sqlstate(error: DBAPIError) -> str | None:
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state
