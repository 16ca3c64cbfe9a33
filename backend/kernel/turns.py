"""One after another where there is no row yet to wait for."""

from __future__ import annotations

from sqlalchemy import text

from backend.extensions import db


def take_turn(scope: str) -> None:
    """Until the command ends, nobody else is in ``scope``. Taken before any row is locked."""
    db.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:scope, 0))"), {"scope": scope})
