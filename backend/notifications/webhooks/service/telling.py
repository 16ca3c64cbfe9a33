"""Something has happened that an organisation may want to know: written beside it, spread to its endpoints later."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, select

from backend.extensions import db
from backend.kernel import clock, outbox
from backend.kernel.ids import new_id
from backend.kernel.transaction import run
from backend.notifications.webhooks.kinds import EventKind
from backend.notifications.webhooks.models import Delivery, DeliveryState, Endpoint, EndpointState

TOPIC: Final = "webhook-event"


def tell(party_id: UUID, kind: str, facts: Mapping[str, Any]) -> None:
    """In a command's transaction: ids and numbers only, never a name or a phone number. Nothing if nobody listens."""
    if not db.session.scalar(select(_listening(party_id, kind).exists())):
        return
    said = {name: str(fact) if isinstance(fact, UUID) else fact for name, fact in facts.items()}
    outbox.send(TOPIC, {"party_id": str(party_id), "kind": EventKind(kind), "facts": said,
                        "occurred_at": clock.now().isoformat()})  # fmt: skip


def _listening(party_id: UUID, kind: str) -> Select[Endpoint]:
    active = Endpoint.party_id == party_id, Endpoint.state == EndpointState.ACTIVE
    return select(Endpoint).where(*active, Endpoint.kinds.contains([kind]))


class EventRelay:
    """Takes outbox messages of the topic: one delivery an endpoint. May be called twice for one message."""

    def __call__(self, message_id: UUID, payload: Mapping[str, Any]) -> None:
        run(lambda: _spread(message_id, payload))


def _spread(event_id: UUID, payload: Mapping[str, Any]) -> None:
    """The endpoints' rows are locked in order, so that sequence numbers have neither gap nor double."""
    endpoints = db.session.scalars(
        _listening(UUID(payload["party_id"]), payload["kind"]).order_by(Endpoint.id).with_for_update()
    ).all()
    now = clock.now()
    for endpoint in endpoints:
        if db.session.scalar(
            select(Delivery.id).where(Delivery.endpoint_id == endpoint.id, Delivery.event_id == event_id)
        ):
            continue
        queue(endpoint, event_id, payload, now)
    db.session.flush()


def queue(endpoint: Endpoint, event_id: UUID, said: Mapping[str, Any], now: datetime) -> Delivery:
    """The endpoint's next message, due at once. Its row is locked by the caller. ``said``: kind, occurred_at, facts."""
    endpoint.last_sequence += 1
    body = {"type": said["kind"], "timestamp": said["occurred_at"], "sequence": endpoint.last_sequence,
            "data": said["facts"]}  # fmt: skip
    delivery = Delivery(
        id=new_id(), endpoint_id=endpoint.id, event_id=event_id, kind=said["kind"], sequence=endpoint.last_sequence,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")), state=DeliveryState.PENDING, attempts=0,
        last_answer=None, recorded_at=now, due_at=now, delivered_at=None,
    )  # fmt: skip
    db.session.add(delivery)
    return delivery
