"""What the commands about webhooks take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AddEndpoint:
    organisation_id: UUID
    url: str
    kinds: Sequence[str]


@dataclass(frozen=True, slots=True)
class ChangeEndpoint:
    """Close it, let it work again, or give it a new key."""

    organisation_id: UUID
    endpoint_id: UUID


@dataclass(frozen=True, slots=True)
class ReplayDelivery:
    organisation_id: UUID
    endpoint_id: UUID
    delivery_id: UUID


@dataclass(frozen=True, slots=True)
class ReplayPeriod:
    """Messages recorded from ``since`` until before ``until``."""

    organisation_id: UUID
    endpoint_id: UUID
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Replayed:
    count: int
