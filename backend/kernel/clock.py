"""The one clock. Nothing else in backend/ reads the time, and no SQL calls now() by itself.

``now()`` is the database's transaction time: one command sees one instant, and all processes
agree on it. ``wall_time()`` serves what happens outside a transaction (tokens, id prefixes).
``CLOCK_OFFSET_S`` moves both; configuration refuses it in production.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from backend.extensions import db

PROGRAMME_ZONE: Final = ZoneInfo("Asia/Shanghai")
"""A day of a cap, a streak, a statement is a day here."""

TRANSACTION_TIME: Final = "SELECT transaction_timestamp()"
BEGAN_AT: Final = "began_at"
"""Under this name a connection's ``info`` keeps the instant of its open transaction, as the database has it."""

_offset = timedelta(0)


def set_offset(seconds: int) -> None:
    """Called once by the application factory."""
    global _offset
    _offset = timedelta(seconds=seconds)


def now() -> datetime:
    """The instant of the open transaction, in the programme's zone; it came with the transaction's beginning."""
    session = db.session()
    transaction = session.get_transaction()
    known = session.info.get("instant")
    if known is not None and transaction is not None and known[0] is transaction:
        instant: datetime = known[1]
        return instant
    began_at: datetime = session.connection().info[BEGAN_AT]
    instant = began_at.astimezone(PROGRAMME_ZONE) + _offset
    session.info["instant"] = (session.get_transaction(), instant)
    return instant


def wall_time() -> datetime:
    """The instant as this machine has it, for what no transaction covers."""
    return datetime.now(UTC) + _offset


def unshifted(instant: datetime) -> datetime:
    """The same instant on the clocks of those outside, which CLOCK_OFFSET_S does not move."""
    return instant - _offset


def business_date(instant: datetime) -> date:
    """The Shanghai day on which an instant falls."""
    return instant.astimezone(PROGRAMME_ZONE).date()


def today() -> date:
    return business_date(now())


def start_of(day: date) -> datetime:
    """The first instant of a Shanghai day."""
    return datetime(day.year, day.month, day.day, tzinfo=PROGRAMME_ZONE)
