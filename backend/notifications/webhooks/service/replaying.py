"""Send again what was sent or given up: one message, or all of a period. The receiver knows them by their id."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select, update

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.notifications.webhooks import policy, queries
from backend.notifications.webhooks.errors import (
    WebhookDeliveryNotFound,
    WebhookEndpointClosed,
    WebhookEndpointNotFound,
)
from backend.notifications.webhooks.models import Delivery, DeliveryState, Endpoint, EndpointState
from backend.notifications.webhooks.payloads import ReplayDelivery, Replayed, ReplayPeriod
from backend.notifications.webhooks.queries import DeliveryView

AT_MOST: Final = 1000
"""Messages that one wish for a period sends again."""


def replay_delivery(principal: Principal, wish: ReplayDelivery) -> DeliveryView:
    """Raises WebhookDeliveryNotFound."""
    _active(principal, wish.organisation_id, wish.endpoint_id)
    delivery = db.session.get(Delivery, wish.delivery_id, with_for_update=True, populate_existing=True)
    if delivery is None or delivery.endpoint_id != wish.endpoint_id:
        raise WebhookDeliveryNotFound()
    if delivery.state != DeliveryState.PENDING:
        delivery.state, delivery.attempts, delivery.due_at = DeliveryState.PENDING, 0, clock.now()
        db.session.flush()
    return queries.delivery_view(delivery)


def replay_period(principal: Principal, wish: ReplayPeriod) -> Replayed:
    """Those of a period that are not on their way already, the oldest first and up to ``AT_MOST``."""
    _active(principal, wish.organisation_id, wish.endpoint_id)
    oldest = (
        select(Delivery.id)
        .where(Delivery.endpoint_id == wish.endpoint_id, Delivery.state != DeliveryState.PENDING)
        .where(Delivery.recorded_at >= wish.since, Delivery.recorded_at < wish.until)
        .order_by(Delivery.recorded_at, Delivery.id)
        .limit(AT_MOST)
        .with_for_update()
    )
    again = db.session.execute(
        update(Delivery)
        .where(Delivery.id.in_(oldest))
        .values(state=DeliveryState.PENDING, attempts=0, due_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    return Replayed(int(again.rowcount))  # type: ignore[attr-defined]  # an UPDATE's result has it


def _active(principal: Principal, organisation_id: UUID, endpoint_id: UUID) -> None:
    policy.may_look_after(principal, organisation_id)
    endpoint = db.session.get(Endpoint, endpoint_id)
    if endpoint is None or endpoint.party_id != organisation_id:
        raise WebhookEndpointNotFound()
    if endpoint.state != EndpointState.ACTIVE:
        raise WebhookEndpointClosed(state=endpoint.state)
