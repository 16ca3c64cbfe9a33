"""Reads about webhooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select, tuple_

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
    last_answer: str | None
    state_changed_at: datetime
    recorded_at: datetime
    pending: int
    dead: int
    keys: Sequence[EndpointKeyView]
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class DeliveryView:
    delivery_id: UUID
    webhook_id: str
    kind: str
    sequence: int
    state: str
    body: str
    attempts: int
    last_answer: str | None
    recorded_at: datetime
    due_at: datetime | None
    delivered_at: datetime | None
    abilities: Sequence[str]


_ABILITIES: Final = {
    EndpointState.ACTIVE: ("try", "rotate-key", "replay", "close"),
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
    counted = select(Delivery.state, func.count()).where(Delivery.endpoint_id == row.id).group_by(Delivery.state)
    count: dict[str, int] = {each[0]: each[1] for each in db.session.execute(counted)}
    last_answer = db.session.scalar(
        select(Delivery.last_answer)
        .where(Delivery.endpoint_id == row.id, Delivery.last_answer.is_not(None))
        .order_by(Delivery.recorded_at.desc(), Delivery.id.desc())
        .limit(1)
    )
    return EndpointView(
        endpoint_id=row.id, url=row.url, kinds=tuple(row.kinds), state=row.state, failing_since=row.failing_since,
        last_answer=last_answer, state_changed_at=row.state_changed_at, recorded_at=row.recorded_at,
        pending=count.get(DeliveryState.PENDING, 0), dead=count.get(DeliveryState.DEAD, 0), keys=keys,
        abilities=_ABILITIES[EndpointState(row.state)],
    )  # fmt: skip


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
        state=row.state, body=row.body, attempts=row.attempts, last_answer=row.last_answer, recorded_at=row.recorded_at,
        due_at=row.due_at if pending else None, delivered_at=row.delivered_at,
        abilities=() if pending else ("replay",),
    )  # fmt: skip
