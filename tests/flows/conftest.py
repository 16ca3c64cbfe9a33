"""Whatever a flow tells, the books are in order when it ends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from backend.kernel.transaction import run
from backend.ledger.verify import verify
from backend.wiring import ledger_checks


@pytest.fixture(autouse=True)
def the_books_are_in_order_afterwards(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every law of the ledger and of each feature, after every test that had the service."""
    app: Flask | None = request.getfixturevalue("app") if "app" in request.fixturenames else None
    yield
    if app is not None:
        with app.app_context():
            report = run(lambda: verify(ledger_checks()))
        assert {finding.name: finding.rows for finding in report.findings if not finding.ok} == {}
