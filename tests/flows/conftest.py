"""Whatever a flow tells, the books are in order when it ends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backend.ledger.verify import verify
from backend.wiring import ledger_checks
from tests.support.world import World


@pytest.fixture(autouse=True)
def the_books_are_in_order_afterwards(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every law of the ledger and of each feature, after every test that had a world."""
    world: World | None = request.getfixturevalue("world") if "world" in request.fixturenames else None
    yield
    if world is not None:
        report = world.does(lambda: verify(ledger_checks()))
        assert {finding.name: finding.rows for finding in report.findings if not finding.ok} == {}
