"""How a connection is handed out and a transaction begun: with one round trip, where the driver's habits take three.

A command asks for the time anyway, so it comes with BEGIN (``clock.now`` reads it there). Whether a pooled connection
is still alive is seen at its socket: the server that goes away closes it, and a closed socket can be read. What the
server has learnt to plan outlives a rollback (docs/adr/0141).
"""

from __future__ import annotations

import select
from datetime import datetime
from typing import Any, Final

import psycopg
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy.exc import DisconnectionError, OperationalError

from backend.kernel.clock import BEGAN_AT, TRANSACTION_TIME

NEW: Final = "new"
"""Under this name a pool's record says that its connection was never handed out."""


class KeepingConnection(psycopg.Connection[Any]):
    """Keeps its prepared statements when it rolls back, as the server does.

    The driver forgets them, and tells the server to, as the transaction may have made or dropped tables. Ours do not,
    and every read ends with a rollback: nothing would ever stay prepared.
    """

    def rollback(self) -> None:
        if self.closed or self.pgconn.transaction_status not in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
            super().rollback()
            return
        with self.lock:
            done = self.pgconn.exec_(b"ROLLBACK")
        if done.status != ExecStatus.COMMAND_OK:
            raise psycopg.OperationalError(f"rollback: {done.error_message.decode('utf-8', 'replace')}")


def prepare(engine: Engine) -> None:
    """Once for each engine, before its first connection."""
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "connect", _by_our_own_begin)
    event.listen(engine, "connect", _note_new)
    event.listen(engine, "checkout", _refuse_the_dead)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _learn_anew)


def _connect(dialect: Any, record: Any, arguments: Any, parameters: Any) -> psycopg.Connection[Any]:
    return KeepingConnection.connect(*arguments, **parameters)


def _by_our_own_begin(dbapi_connection: Any, record: Any) -> None:
    """Or the driver would send a BEGIN of its own before ours."""
    dbapi_connection.autocommit = True


def _note_new(dbapi_connection: Any, record: Any) -> None:
    record.info[NEW] = True


def _learn_anew(context: ExceptionContext) -> None:
    """A table was changed, and what was prepared before would give other columns now: begin with new sessions."""
    error = context.original_exception
    if isinstance(error, psycopg.errors.FeatureNotSupported) and "cached plan" in str(error):
        context.is_disconnect = True


def _refuse_the_dead(dbapi_connection: Any, record: Any, proxy: Any) -> None:
    """Between transactions a server says nothing, but that it goes away. The pool then opens another connection.

    Raises:
        OperationalError: that one is cut as well, so the server is away.
    """
    is_new = record.info.pop(NEW, False)
    if not (dbapi_connection.closed or _can_be_read(dbapi_connection.fileno())):
        return
    if is_new:
        gone = psycopg.OperationalError("the server ends each connection that it accepts")
        raise OperationalError("connect", None, gone, connection_invalidated=True)
    raise DisconnectionError


def _can_be_read(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))


def _begin(connection: Connection) -> None:
    driver: Any = connection.connection.dbapi_connection
    # Who asked for another isolation level has switched the driver to beginning by itself.
    driver.autocommit = True
    statement = _statement(driver)
    try:
        with driver.cursor() as cursor:
            cursor.execute(statement)
            cursor.nextset()
            (began_at,) = cursor.fetchone()
    except psycopg.Error as error:
        gone = bool(driver.closed)
        if gone:
            connection.invalidate(error)
        raise OperationalError(statement, None, error, connection_invalidated=gone) from error
    assert isinstance(began_at, datetime)
    connection.info[BEGAN_AT] = began_at


def _statement(driver: Any) -> str:
    level = f" ISOLATION LEVEL {driver.isolation_level.name.replace('_', ' ')}" if driver.isolation_level else ""
    return f"BEGIN{level}{' READ ONLY' if driver.read_only else ''}; {TRANSACTION_TIME}"
