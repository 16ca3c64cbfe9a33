"""Send what is due, at least once, with growing pauses; what nobody takes is a dead letter, and an endpoint that
takes nothing for days is disabled.

As in the outbox, no transaction is open while a receiver is spoken to, and what a crash leaves taken is due again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from sqlalchemy import select

from backend.extensions import db
from backend.kernel import clock, crypto
from backend.kernel.principal import SYSTEM
from backend.kernel.transaction import run
from backend.notifications import ports
from backend.notifications.service import notify
from backend.notifications.webhooks import queries, signing
from backend.notifications.webhooks.models import Delivery, DeliveryState, Endpoint, EndpointState
from backend.notifications.webhooks.sending import Told, sender
from backend.transparency import service as transparency

log = structlog.get_logger()

BACK_OFF_S: Final = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Standard Webhooks' own proposal: ten tries in a little more than three days."""
TRIES: Final = len(BACK_OFF_S) + 1
LEASE: Final = timedelta(seconds=60)
DISABLED_AFTER: Final = timedelta(days=5)
AT_ONCE: Final = 50


def deliver_due() -> int:
    """Deliver what is due, up to ``AT_ONCE``: the next sweep goes on. Returns how many were taken.

    The endpoints take turns, each its oldest first, and one that fails is left alone until the next sweep: a receiver
    that is slow to fail costs the others one try.
    """
    delivered, failed = 0, set[UUID]()
    for _ in range(AT_ONCE):
        taken = run(lambda: _take_one(failed))
        if taken is None:
            break
        told = sender().post(taken.url, taken.body, taken.headers)
        delivered += run(lambda taken=taken, told=told: _settle(taken.id, told))  # type: ignore[misc]
        if not told.delivered:
            failed.add(taken.endpoint_id)
    return delivered


@dataclass(frozen=True, slots=True)
class _Taken:
    id: UUID
    endpoint_id: UUID
    url: str
    body: bytes
    headers: dict[str, str]


def _take_one(failed: Collection[UUID]) -> _Taken | None:
    now = clock.now()
    found = db.session.execute(
        select(Delivery, Endpoint)
        .join(Endpoint, Endpoint.id == Delivery.endpoint_id)
        .where(Delivery.state == DeliveryState.PENDING, Delivery.due_at <= now, Endpoint.state == EndpointState.ACTIVE)
        .where(Endpoint.id.not_in(failed))
        .order_by(Endpoint.tried_at.nulls_first(), Delivery.due_at, Delivery.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=(Delivery, Endpoint))
    ).first()
    if found is None:
        return None
    delivery, endpoint = found
    delivery.due_at, delivery.attempts = now + LEASE, delivery.attempts + 1
    endpoint.tried_at = now
    keys = [
        signing.from_private_text(crypto.keys().decrypt(key.private_sealed, context=f"webhook-key|{key.id}"))
        for key in queries.keys_now(endpoint.id)
    ]
    body, timestamp = delivery.body.encode(), int(clock.unshifted(now).timestamp())
    return _Taken(delivery.id, endpoint.id, endpoint.url, body, {
        "Content-Type": "application/json", "User-Agent": "Tanhui-Webhooks/1",
        "webhook-id": signing.message_id(delivery.event_id), "webhook-timestamp": str(timestamp),
        "webhook-signature": signing.signatures(keys, delivery.event_id, timestamp, body),
    })  # fmt: skip


def _settle(delivery_id: UUID, told: Told) -> int:
    """Write down what came of a try: 1 if it was delivered. The endpoint's row is locked first, as when spreading."""
    endpoint_id = db.session.scalars(select(Delivery.endpoint_id).where(Delivery.id == delivery_id)).one()
    endpoint = db.session.get_one(Endpoint, endpoint_id, with_for_update=True)
    delivery = db.session.get_one(Delivery, delivery_id, with_for_update=True)
    now = clock.now()
    delivery.last_answer = told.answer
    if told.delivered:
        delivery.state, delivery.delivered_at, endpoint.failing_since = DeliveryState.DELIVERED, now, None
        return 1
    endpoint.failing_since = endpoint.failing_since or now
    if delivery.attempts >= TRIES:
        delivery.state = DeliveryState.DEAD
        log.warning("webhook-dead", delivery_id=str(delivery.id), endpoint_id=str(endpoint.id))
    else:
        delivery.due_at = now + timedelta(seconds=BACK_OFF_S[delivery.attempts - 1])
    if endpoint.state == EndpointState.ACTIVE and now - endpoint.failing_since >= DISABLED_AFTER:
        endpoint.state, endpoint.state_changed_at = EndpointState.DISABLED, now
        log.warning("webhook-endpoint-disabled", endpoint_id=str(endpoint.id))
        transparency.note(SYSTEM, "webhook-endpoint.disabled", {"endpoint": endpoint.id, "party": endpoint.party_id})
        facts = {"host": urlsplit(endpoint.url).hostname or "", "endpoint_id": str(endpoint.id)}
        for party_id in ports.contacts().in_charge_of(endpoint.party_id):
            notify(party_id, "webhook-disabled", facts)
    return 0
