"""An office holds a machine back, whoever's it is, and lets it in again. Its organisation's managers are told."""

from __future__ import annotations

from sqlalchemy import select

from backend.extensions import db
from backend.identity import queries as identity
from backend.identity.clients import office_queries, policy
from backend.identity.clients.errors import ClientNotFound, ClientNotHeld, ClientRevoked
from backend.identity.clients.models import Client, ClientState
from backend.identity.clients.office_queries import OfficeClientView
from backend.identity.clients.payloads import HoldClient
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.notifications.service import notify
from backend.notifications.webhooks import service as webhooks
from backend.transparency import service as transparency


def hold_client(principal: Principal, wish: HoldClient) -> OfficeClientView:
    """Out at once, until an office lets it in again. Raises ClientNotFound, ClientRevoked."""
    client = _locked(principal, wish)
    if client.state == ClientState.REVOKED:
        raise ClientRevoked()
    if client.held_at is None:
        now, was_in = clock.now(), client.state == ClientState.ACTIVE
        client.state, client.state_reason, client.state_changed_at = ClientState.SUSPENDED, wish.reason, now
        client.held_at = now
        db.session.flush()
        transparency.note(principal, "client.held", {"client": client.id, "reason": wish.reason})
        _tell_managers(client, "client-held", wish.reason)
        if was_in:
            webhooks.tell(client.owner_party_id, "client.suspended", {"client_id": client.client_id})
    return office_queries.view(principal, client)


def release_client(principal: Principal, wish: HoldClient) -> OfficeClientView:
    """In again, unless its organisation has suspended it too. Raises ClientNotFound, ClientRevoked, ClientNotHeld."""
    client = _locked(principal, wish)
    if client.state == ClientState.REVOKED:
        raise ClientRevoked()
    if client.held_at is None:
        raise ClientNotHeld()
    is_in = client.suspended_at is None
    client.state = ClientState.ACTIVE if is_in else ClientState.SUSPENDED
    client.state_reason, client.state_changed_at, client.held_at = wish.reason, clock.now(), None
    db.session.flush()
    transparency.note(principal, "client.released", {"client": client.id, "reason": wish.reason})
    _tell_managers(client, "client-released" if is_in else "client-released-suspended", wish.reason)
    return office_queries.view(principal, client)


def _locked(principal: Principal, wish: HoldClient) -> Client:
    policy.must_watch(principal)
    client = db.session.scalar(
        select(Client)
        .where(Client.client_id == wish.client_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if client is None:
        raise ClientNotFound()
    return client


def _tell_managers(client: Client, template: str, reason: str) -> None:
    for party_id in identity.managers_of(client.owner_party_id):
        notify(party_id, template, {"client": client.name, "client_id": client.client_id, "reason": reason})
