"""Reads about webhooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select, tuple_

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.notifications.webhooks import policy
from backend.notifications.webhooks.errors import WebhookEndpointNotFound
from backend.notifications.webhooks.models import Delivery, DeliveryState, Endpoint, EndpointKey, EndpointState


@dataclass(frozen=True, slots=True)
class EndpointKeyView:
    kid: str
    public_key: str
    retires_at: datetime | None


@dataclass(frozen=True, slots=True)
class EndpointView:
    endpoint_id: UUID
    url: str
    kinds: Sequence[str]
    state: str
    failing_since: datetime | None
    recorded_at: datetime
    keys: Sequence[EndpointKeyView]
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class DeliveryView:
    delivery_id: UUID
    webhook_id: str
    kind: str
    sequence: int
    state: str
    attempts: int
    last_answer: str | None
    recorded_at: datetime
    due_at: datetime | None
    delivered_at: datetime | None
    abilities: Sequence[str]


_ABILITIES: Final = {
    EndpointState.ACTIVE: ("rotate-key", "replay", "close"),
    EndpointState.DISABLED: ("enable", "close"),
    EndpointState.CLOSED: (),
}


def endpoints_of(principal: Principal, organisation_id: UUID) -> list[EndpointView]:
    """An organisation's endpoints that are not closed, newest first."""
    policy.may_look_after(principal, organisation_id)
    rows = db.session.scalars(
        select(Endpoint)
        .where(Endpoint.party_id == organisation_id, Endpoint.state != EndpointState.CLOSED)
        .order_by(Endpoint.recorded_at.desc(), Endpoint.id.desc())
    )
    return [view(row) for row in rows]


def deliveries_of(
    principal: Principal, organisation_id: UUID, endpoint_id: UUID, *, state: str | None, limit: int,
    after: tuple[datetime, UUID] | None,
) -> list[DeliveryView]:  # fmt: skip
    """What was sent to an endpoint, newest first; up to ``limit`` rows. Raises WebhookEndpointNotFound."""
    policy.may_look_after(principal, organisation_id)
    endpoint = db.session.get(Endpoint, endpoint_id)
    if endpoint is None or endpoint.party_id != organisation_id:
        raise WebhookEndpointNotFound()
    wanted = select(Delivery).where(Delivery.endpoint_id == endpoint_id)
    if state is not None:
        wanted = wanted.where(Delivery.state == state)
    if after is not None:
        wanted = wanted.where(tuple_(Delivery.recorded_at, Delivery.id) < after)
    rows = db.session.scalars(wanted.order_by(Delivery.recorded_at.desc(), Delivery.id.desc()).limit(limit))
    return [delivery_view(row) for row in rows]


def view(row: Endpoint) -> EndpointView:
    keys = [EndpointKeyView(key.kid, key.public, key.retires_at) for key in keys_now(row.id)]
    return EndpointView(row.id, row.url, tuple(row.kinds), row.state, row.failing_since, row.recorded_at, keys,
                        _ABILITIES[EndpointState(row.state)])  # fmt: skip


def keys_now(endpoint_id: UUID) -> Sequence[EndpointKey]:
    """Keys that sign at this instant, the oldest first."""
    return db.session.scalars(
        select(EndpointKey)
        .where(EndpointKey.endpoint_id == endpoint_id)
        .where(or_(EndpointKey.retires_at.is_(None), EndpointKey.retires_at > clock.now()))
        .order_by(EndpointKey.recorded_at, EndpointKey.id)
    ).all()


def delivery_view(row: Delivery) -> DeliveryView:
    pending = row.state == DeliveryState.PENDING
    return DeliveryView(
        delivery_id=row.id, webhook_id=f"msg_{row.event_id.hex}", kind=row.kind, sequence=row.sequence,
        state=row.state, attempts=row.attempts, last_answer=row.last_answer, recorded_at=row.recorded_at,
        due_at=row.due_at if pending else None, delivered_at=row.delivered_at,
        abilities=() if pending else ("replay",),
    )  # fmt: skip
