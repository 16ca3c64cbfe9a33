"""Alembic's entry. Migrations run as the owner (DATABASE_OWNER_URL); the application's role cannot."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import create_engine, pool
from sqlalchemy.dialects.postgresql.base import ischema_names

from backend.extensions import db
from backend.ledger.models import TransactionId

target_metadata = db.metadata
ischema_names["xid8"] = TransactionId  # SQLAlchemy reads it from the catalogue and does not know it
# A migration that waits for a lock stops everybody behind it: better to give up and be run again.
OPTIONS = "-c lock_timeout=4s -c statement_timeout=10min -c timezone=UTC"


def run() -> None:
    settings = current_app.extensions["settings"]
    engine = create_engine(settings.database_owner_url, poolclass=pool.NullPool, connect_args={"options": OPTIONS})
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            compare_type=True,
            transaction_per_migration=True,
            include_object=_is_ours,
            opts={"settings": settings},
        )
        with context.begin_transaction():
            context.run_migrations()


def _is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    """What SQL files make (exclusion constraints, views, triggers) is not the models' to compare."""
    return not (kind == "index" and name is not None and name.startswith("ex_"))


run()
