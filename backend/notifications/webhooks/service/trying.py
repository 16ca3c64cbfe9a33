"""A trial message: whoever sets up an endpoint sees within seconds whether it verifies, without selling anything."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.notifications.webhooks import queries
from backend.notifications.webhooks.kinds import EventKind
from backend.notifications.webhooks.models import Delivery, DeliveryState, EndpointState
from backend.notifications.webhooks.payloads import ChangeEndpoint
from backend.notifications.webhooks.queries import DeliveryView
from backend.notifications.webhooks.service.keeping_endpoints import locked
from backend.notifications.webhooks.service.telling import queue

WAITING_AT_MOST: Final = 5
"""So many trials wait for one endpoint; a receiver that is away does not gather more."""


def try_endpoint(principal: Principal, wish: ChangeEndpoint) -> DeliveryView:
    """Signed, numbered and repeated like any other message; where enough wait already, the newest of those stands.

    Raises WebhookEndpointNotFound, WebhookEndpointClosed.
    """
    endpoint, now = locked(principal, wish, EndpointState.ACTIVE), clock.now()
    waiting = db.session.scalars(
        select(Delivery)
        .where(Delivery.endpoint_id == endpoint.id, Delivery.state == DeliveryState.PENDING)
        .where(Delivery.kind == EventKind.ENDPOINT_TEST)
        .order_by(Delivery.sequence.desc())
        .limit(WAITING_AT_MOST)
    ).all()
    if len(waiting) == WAITING_AT_MOST:
        return queries.delivery_view(waiting[0])
    said = {"kind": EventKind.ENDPOINT_TEST, "occurred_at": now.isoformat(),
            "facts": {"endpoint_id": str(endpoint.id)}}  # fmt: skip
    delivery = queue(endpoint, new_id(), said, now)
    db.session.flush()
    return queries.delivery_view(delivery)
