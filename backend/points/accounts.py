"""The accounts of the unit POINT, by their names in the chart."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from backend.ledger.service import POINT, Place, guarded, open_account, sink, source

ISSUED: Final = source("points:issued", POINT)
SETTLED: Final = sink("points:settled", POINT)
EXPIRED: Final = sink("points:expired", POINT)
CLAWED_BACK: Final = sink("points:clawed-back", POINT)


def available(party_id: UUID) -> Place:
    """What a member can spend. Lots change only under this account's lock."""
    return guarded(f"points:member:{party_id}:available", POINT)


def pending(party_id: UUID) -> Place:
    return guarded(f"points:member:{party_id}:pending", POINT)


def held(party_id: UUID) -> Place:
    return guarded(f"points:member:{party_id}:held", POINT)


def debt(party_id: UUID) -> Place:
    """Never above nil: points that were taken back after they had been spent. The next award pays it first."""
    return guarded(f"points:member:{party_id}:debt", POINT, floor=None, ceiling=0)


def receivable(merchant_id: UUID) -> Place:
    """What a merchant has taken in points and will be paid for."""
    return open_account(f"points:merchant:{merchant_id}:receivable", POINT)
