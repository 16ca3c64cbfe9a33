"""The objects that Flask wires once. Everything else is passed in or imported from its own feature."""

from datetime import datetime
from typing import TYPE_CHECKING

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, MetaData
from sqlalchemy.orm import DeclarativeBase, registry


class Base(DeclarativeBase):
    registry = registry(
        # Named constraints, so that a migration can drop one and an error can be recognised by name.
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        # Every instant has its zone, every whole number room for 10^15 of the smallest unit.
        type_annotation_map={datetime: DateTime(timezone=True), int: BigInteger},
    )


db = SQLAlchemy(model_class=Base)

LOCK_WAIT = "10s"
"""How long a command waits for rows that another holds before it answers "busy"."""

SESSION_OPTIONS = (
    f"-c lock_timeout={LOCK_WAIT} -c statement_timeout=15s -c idle_in_transaction_session_timeout=30s"
    " -c timezone=UTC -c default_transaction_isolation=read\\ committed"
)
"""Sent with every connection: nothing waits for ever, and every session reads time alike."""

# Flask-SQLAlchemy builds its base class at run time, where a type checker cannot follow.
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model
