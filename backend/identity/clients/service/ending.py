"""A client is suspended, let in again, or revoked for good. It is asked for with every request: out at once."""

from __future__ import annotations

from backend.extensions import db
from backend.identity.clients import policy, queries
from backend.identity.clients.errors import ClientHeld, ClientRevoked
from backend.identity.clients.models import Client, ClientState
from backend.identity.clients.payloads import EndClient
from backend.identity.clients.queries import ClientView
from backend.identity.clients.service.keeping_keys import locked
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.notifications.webhooks import service as webhooks
from backend.transparency import service as transparency


def suspend_client(principal: Principal, wish: EndClient) -> ClientView:
    """Also while the office holds it: then it stays out when the office lets it go. Raises ClientRevoked."""
    client = _changed(principal, wish, ClientState.SUSPENDED)
    webhooks.tell(client.owner_party_id, "client.suspended", {"client_id": client.client_id})
    return queries.view(client)


def resume_client(principal: Principal, wish: EndClient) -> ClientView:
    """Raises ClientRevoked, ClientHeld."""
    return queries.view(_changed(principal, wish, ClientState.ACTIVE))


def revoke_client(principal: Principal, wish: EndClient) -> ClientView:
    """For good. Raises ClientRevoked if it was before."""
    return queries.view(_changed(principal, wish, ClientState.REVOKED))


def _changed(principal: Principal, wish: EndClient, state: ClientState) -> Client:
    policy.may_look_after(principal, wish.organisation_id)
    client = locked(wish.organisation_id, wish.client_id)
    if client.state == ClientState.REVOKED:
        raise ClientRevoked()
    if state == ClientState.ACTIVE and client.held_at is not None:
        raise ClientHeld()
    now, was_wished = clock.now(), (client.state, client.suspended_at is not None)
    if state != ClientState.REVOKED:
        client.suspended_at = (client.suspended_at or now) if state == ClientState.SUSPENDED else None
    if client.state != state:
        client.state, client.state_reason, client.state_changed_at = state, wish.reason, now
    if was_wished != (client.state, client.suspended_at is not None):
        db.session.flush()
        transparency.note(principal, f"client.{state}", {"client": client.id})
    return client
