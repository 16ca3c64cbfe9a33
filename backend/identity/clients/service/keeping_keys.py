"""Keys come and go; two may be good at once, so that a machine changes its key without a failed call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, or_, select

from backend.extensions import db
from backend.identity.clients import json_web_keys, policy, queries
from backend.identity.clients.errors import (
    ClientKeyEndsTooEarly,
    ClientKeyKnown,
    ClientKeyLimit,
    ClientKeyNotFound,
    ClientKeyRefused,
    ClientNotFound,
    ClientRevoked,
    LastClientKey,
)
from backend.identity.clients.models import Client, ClientKey, ClientState
from backend.identity.clients.payloads import AddClientKey, RetireClientKey
from backend.identity.clients.queries import ClientView
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.transparency import service as transparency

KEYS_AT_ONCE: Final = 2
SHORTEST_LIFE: Final = timedelta(hours=1)


def add_client_key(principal: Principal, wish: AddClientKey) -> ClientView:
    """The next key, good from now or ``not_before`` on.

    Raises ClientKeyRefused, ClientKeyKnown, ClientKeyLimit, ClientKeyEndsTooEarly.
    """
    policy.may_look_after(principal, wish.organisation_id)
    client, now = locked(wish.organisation_id, wish.client_id), clock.now()
    if client.state == ClientState.REVOKED:
        raise ClientRevoked()
    if _standing(client.id, now) >= KEYS_AT_ONCE:
        raise ClientKeyLimit(limit=KEYS_AT_ONCE)
    kid = keep_key(client.id, wish.key, not_before=max(now, wish.not_before or now), ends_at=wish.ends_at)
    transparency.note(principal, "client.key-added", {"client": client.id, "kid": kid})
    return queries.view(client)


def retire_client_key(principal: Principal, wish: RetireClientKey) -> ClientView:
    """From now on the key proves nothing. Raises ClientKeyNotFound, LastClientKey."""
    policy.may_look_after(principal, wish.organisation_id)
    client, now = locked(wish.organisation_id, wish.client_id), clock.now()
    key = db.session.get(ClientKey, (client.id, wish.kid), with_for_update=True)
    if key is None or (key.retired_at is not None and key.retired_at <= now):
        raise ClientKeyNotFound()
    if client.state == ClientState.ACTIVE and _good(client.id, now, but=key.kid) == 0:
        raise LastClientKey()
    key.retired_at = now
    db.session.flush()
    transparency.note(principal, "client.key-retired", {"client": client.id, "kid": key.kid})
    return queries.view(client)


def keep_key(client_row: UUID, jwk: Mapping[str, Any], *, not_before: datetime, ends_at: datetime | None = None) -> str:
    """Look at a key and keep its public half; its kid. An id once used by a client is never used again."""
    if ends_at is not None and ends_at < not_before + SHORTEST_LIFE:
        raise ClientKeyEndsTooEarly(hours=int(SHORTEST_LIFE.total_seconds()) // 3600)
    try:
        good = json_web_keys.examined(jwk)
    except json_web_keys.KeyRefused as refused:
        raise ClientKeyRefused(why=str(refused)) from refused
    if db.session.get(ClientKey, (client_row, good.kid)) is not None:
        raise ClientKeyKnown()
    if _is_shut_out(good.public_jwk):
        raise ClientKeyRefused(why="key-held-or-revoked")
    db.session.add(
        ClientKey(client_id=client_row, kid=good.kid, algorithm=good.algorithm, public_jwk=good.public_jwk,
                  recorded_at=clock.now(), not_before_at=not_before, retired_at=ends_at,
                  used_at=None, end_told_at=None)
    )  # fmt: skip
    db.session.flush()
    return good.kid


def _is_shut_out(public_jwk: Mapping[str, str]) -> bool:
    """Whether a client with this very key is held or revoked: it does not come in again under another name."""
    shut_out = or_(Client.held_at.is_not(None), Client.state == ClientState.REVOKED)
    with_it = select(ClientKey.kid).join(Client, Client.id == ClientKey.client_id)
    return bool(db.session.scalar(select(with_it.where(ClientKey.public_jwk == public_jwk, shut_out).exists())))


def locked(organisation_id: UUID, client_id: str) -> Client:
    row = db.session.scalar(
        select(Client)
        .where(Client.owner_party_id == organisation_id, Client.client_id == client_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise ClientNotFound()
    return row


def _standing(client_row: UUID, now: datetime) -> int:
    """Keys that are good or will be."""
    return db.session.scalar(
        select(func.count())
        .select_from(ClientKey)
        .where(ClientKey.client_id == client_row, or_(ClientKey.retired_at.is_(None), ClientKey.retired_at > now))
    ) or 0  # fmt: skip


def _good(client_row: UUID, now: datetime, *, but: str) -> int:
    """Keys that are good at this instant, without one."""
    return db.session.scalar(
        select(func.count())
        .select_from(ClientKey)
        .where(ClientKey.client_id == client_row, ClientKey.kid != but, ClientKey.not_before_at <= now)
        .where(or_(ClientKey.retired_at.is_(None), ClientKey.retired_at > now))
    ) or 0  # fmt: skip
