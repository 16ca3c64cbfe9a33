"""What an organisation may be told of."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class EventKind(StrEnum):
    REDEMPTION_DONE = "redemption.done"
    REDEMPTION_REVERSED = "redemption.reversed"
    RETIREMENT_DONE = "retirement.done"
    CLIENT_SUSPENDED = "client.suspended"
    ENDPOINT_TEST = "endpoint.test"


ASKED_FOR: Final = tuple(kind for kind in EventKind if kind is not EventKind.ENDPOINT_TEST)
"""Kinds that an endpoint chooses; a trial goes to whichever endpoint it is asked for."""
