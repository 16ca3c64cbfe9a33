"""Identifiers: UUIDv7 for rows (time-ordered, made here), UUIDv5 for what a name decides."""

from __future__ import annotations

import os
import uuid
from typing import Final

from backend.kernel import clock

ACCOUNTS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "tanhui:ledger:accounts")


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    milliseconds = int(clock.wall_time().timestamp() * 1000)
    value = milliseconds << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def account_id(path: str, unit: str) -> uuid.UUID:
    """An account's id follows from its path and unit, so that nobody has to look it up."""
    return uuid.uuid5(ACCOUNTS, f"{unit}\n{path}")
