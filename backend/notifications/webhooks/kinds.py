"""What an organisation may be told of."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    REDEMPTION_DONE = "redemption.done"
    REDEMPTION_REVERSED = "redemption.reversed"
    RETIREMENT_DONE = "retirement.done"
    CLIENT_SUSPENDED = "client.suspended"
