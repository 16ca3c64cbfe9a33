"""Books of their own: what a test of the ledger writes, reads and asks, without any feature above it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

import pytest
from flask import Flask

from backend.kernel.transaction import run
from backend.ledger import service as ledger
from backend.ledger.service import Draft, Move, Place, Recorded
from backend.ledger.verify import Report, verify

Result = TypeVar("Result")
_references = itertools.count(1)


class Books:
    """Each call is one command: a transaction of its own."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def does(self, work: Callable[[], Result]) -> Result:
        with self.app.app_context():
            return run(work)

    def post(
        self, *moves: Move, reference: str | None = None, kind: str = "test", reverses: UUID | None = None
    ) -> Recorded:
        draft = Draft(reference or f"test:{next(_references)}", kind, moves, reverses=reverses)
        return self.does(lambda: ledger.record(draft))

    def balance(self, place: Place) -> int:
        return self.does(lambda: ledger.balance_of(place))

    def verify(self) -> Report:
        return self.does(verify)

    def broken_laws(self) -> dict[str, list[str]]:
        """The names of the checks that failed, and the rows that each named."""
        return {
            finding.name: [f"{breach.row}: {breach.problem}" for breach in finding.rows]
            for finding in self.verify().findings
            if not finding.ok
        }


@pytest.fixture
def books(app: Flask) -> Books:
    return Books(app)
