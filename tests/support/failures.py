"""A command can die anywhere: before any of its statements, before its commit; or lose a race and be run again.

It happens on the wire to the database, so that nothing in the service knows of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final

from sqlalchemy import Engine, event

LOSE_A_RACE: Final = "DO $$ BEGIN RAISE EXCEPTION 'somebody else was first' USING ERRCODE = '40001'; END $$"


class ProcessDied(BaseException):
    """Not an Exception: nothing in the service may catch it, as nothing survives a power cut."""


@dataclass
class Failure:
    kind: str  # "statement" | "commit" | "race"
    number: int  # the how-manieth from now


class Failures:
    """Strikes once when armed; a context, at whose end the engine is as it was."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.armed: Failure | None = None
        self.statements = 0
        self.struck = 0

    def __enter__(self) -> Failures:
        event.listen(self.engine, "before_cursor_execute", self._before_statement, retval=True)
        event.listen(self.engine, "commit", self._before_commit)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        event.remove(self.engine, "before_cursor_execute", self._before_statement)
        event.remove(self.engine, "commit", self._before_commit)

    def arm(self, kind: str, number: int) -> None:
        self.armed = Failure(kind, number)

    def disarm(self) -> None:
        self.armed = None

    def _before_statement(
        self, connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
    ) -> tuple[str, Any]:
        self.statements += 1
        if self.armed is None or self.armed.kind == "commit" or executemany:
            return statement, parameters
        self.armed.number -= 1
        if self.armed.number > 0:
            return statement, parameters
        if self._strike() == "race":
            return LOSE_A_RACE, ()
        raise ProcessDied

    def _before_commit(self, connection: Any) -> None:
        if self.armed is None or self.armed.kind != "commit":
            return
        self.armed.number -= 1
        if self.armed.number <= 0:
            self._strike()
            raise ProcessDied

    def _strike(self) -> str:
        assert self.armed is not None
        kind, self.armed = self.armed.kind, None
        self.struck += 1
        return kind
