"""Endpoints come, change their key, are let work again, and go."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, update

from backend.extensions import db
from backend.kernel import clock, crypto
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.notifications.webhooks import policy, queries, signing
from backend.notifications.webhooks.destinations import DestinationRefused, spelt
from backend.notifications.webhooks.errors import (
    WebhookDestinationRefused,
    WebhookEndpointClosed,
    WebhookEndpointLimit,
    WebhookEndpointNotFound,
)
from backend.notifications.webhooks.models import Endpoint, EndpointKey, EndpointState
from backend.notifications.webhooks.payloads import AddEndpoint, ChangeEndpoint
from backend.notifications.webhooks.queries import EndpointView
from backend.notifications.webhooks.sending import sender
from backend.transparency import service as transparency

OVERLAP: Final = timedelta(hours=24)
"""For so long the key before still signs beside the new one."""
ENDPOINTS_AT_MOST: Final = 10


def add_endpoint(principal: Principal, wish: AddEndpoint) -> EndpointView:
    """Raises WebhookDestinationRefused by its spelling (where its name leads is looked at before each try)."""
    policy.may_look_after(principal, wish.organisation_id)
    try:
        spelt(wish.url, sender().limits)
    except DestinationRefused as refused:
        raise WebhookDestinationRefused(why=str(refused)) from refused
    mine = Endpoint.party_id == wish.organisation_id, Endpoint.state != EndpointState.CLOSED
    if (db.session.scalar(select(func.count()).select_from(Endpoint).where(*mine)) or 0) >= ENDPOINTS_AT_MOST:
        raise WebhookEndpointLimit(limit=ENDPOINTS_AT_MOST)
    endpoint_id, now = new_id(), clock.now()
    db.session.add(
        Endpoint(id=endpoint_id, party_id=wish.organisation_id, url=wish.url, kinds=sorted(set(wish.kinds)),
                 state=EndpointState.ACTIVE, last_sequence=0, failing_since=None, tried_at=None, state_changed_at=now,
                 recorded_at=now)
    )  # fmt: skip
    db.session.flush()
    _add_key(endpoint_id)
    transparency.note(principal, "webhook-endpoint.added", {"endpoint": endpoint_id, "party": wish.organisation_id})
    return queries.view(db.session.get_one(Endpoint, endpoint_id))


def rotate_endpoint_key(principal: Principal, wish: ChangeEndpoint) -> EndpointView:
    """A new key signs from now on; those before sign beside it for ``OVERLAP``."""
    endpoint = locked(principal, wish, EndpointState.ACTIVE)
    now = clock.now()
    db.session.execute(
        update(EndpointKey)
        .where(EndpointKey.endpoint_id == endpoint.id, EndpointKey.retires_at.is_(None))
        .values(retires_at=now + OVERLAP)
    )
    _add_key(endpoint.id)
    transparency.note(principal, "webhook-endpoint.key-rotated", {"endpoint": endpoint.id})
    return queries.view(endpoint)


def enable_endpoint(principal: Principal, wish: ChangeEndpoint) -> EndpointView:
    """Let one that was disabled work again; what waits for it goes out."""
    endpoint = locked(principal, wish, EndpointState.DISABLED)
    endpoint.state, endpoint.state_changed_at, endpoint.failing_since = EndpointState.ACTIVE, clock.now(), None
    db.session.flush()
    return queries.view(endpoint)


def close_endpoint(principal: Principal, wish: ChangeEndpoint) -> EndpointView:
    """For good; what was sent stays on record."""
    endpoint = locked(principal, wish, EndpointState.ACTIVE, EndpointState.DISABLED)
    endpoint.state, endpoint.state_changed_at = EndpointState.CLOSED, clock.now()
    db.session.flush()
    transparency.note(principal, "webhook-endpoint.closed", {"endpoint": endpoint.id})
    return queries.view(endpoint)


def close_endpoints_of(principal: Principal, party_id: UUID) -> None:
    """All that an organisation has, when it is closed itself. The rows are locked in order, as when spreading."""
    theirs = select(Endpoint).where(Endpoint.party_id == party_id, Endpoint.state != EndpointState.CLOSED)
    for endpoint in db.session.scalars(theirs.order_by(Endpoint.id).with_for_update()):
        endpoint.state, endpoint.state_changed_at = EndpointState.CLOSED, clock.now()
        transparency.note(principal, "webhook-endpoint.closed", {"endpoint": endpoint.id})
    db.session.flush()


def locked(principal: Principal, wish: ChangeEndpoint, *states: EndpointState) -> Endpoint:
    """The endpoint in one of these states, held until the transaction ends."""
    policy.may_look_after(principal, wish.organisation_id)
    endpoint = db.session.get(Endpoint, wish.endpoint_id, with_for_update=True, populate_existing=True)
    if endpoint is None or endpoint.party_id != wish.organisation_id:
        raise WebhookEndpointNotFound()
    if endpoint.state not in states:
        raise WebhookEndpointClosed(state=endpoint.state)
    return endpoint


def _add_key(endpoint_id: UUID) -> None:
    key, key_id = signing.fresh_key(), new_id()
    db.session.add(
        EndpointKey(id=key_id, endpoint_id=endpoint_id, kid=key.kid, public=signing.public_text(key),
                    private_sealed=crypto.keys().encrypt(signing.private_text(key), context=f"webhook-key|{key_id}"),
                    recorded_at=clock.now(), retires_at=None)
    )  # fmt: skip
    db.session.flush()
