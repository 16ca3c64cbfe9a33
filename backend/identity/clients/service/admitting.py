"""At the door, with every request: is the client still one, and has it calls left? Its signatures are good once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.identity.clients import queries
from backend.identity.clients.errors import QuotaReached
from backend.identity.clients.models import Client, ClientUse, SeenNonce
from backend.identity.clients.queries import QuotaView
from backend.identity.clients.service.signing_in import digest
from backend.kernel import clock
from backend.kernel.principal import Principal


def admit(principal: Principal) -> Sequence[QuotaView] | QuotaReached | None:
    """Count this call. None: it is no client any more, or no longer for this party; QuotaReached is returned.

    The counters are exact: the row is locked, so that of 32 calls at once each sees the others.
    """
    client = db.session.scalar(
        select(Client).where(Client.id == principal.person_id, Client.party_id == principal.party_id,
                             *queries.good_now())
    )  # fmt: skip
    if client is None or not principal.scopes <= set(client.scopes):
        return None
    # Losing the last few counts in a crash costs nobody anything; waiting for the disk costs every call.
    db.session.execute(text("SET LOCAL synchronous_commit = off"))
    now = clock.now()
    used = _locked(client.id, now)
    reached = next((each for each in queries.quota(client, used, now) if each.left == 0), None)
    if reached is not None:
        wait_s = max(1, -int((now - reached.resets_at).total_seconds() // 1))
        return QuotaReached(limit=reached.limit, span=reached.span, retry_after_s=wait_s)
    _count(used, now)
    db.session.flush()
    return queries.quota(client, used, now)


def _locked(client_row: UUID, now: datetime) -> ClientUse:
    """The client's counters; a first row if it never called."""
    minute = now.replace(second=0, microsecond=0)
    for _ in range(2):
        used = db.session.get(ClientUse, client_row, with_for_update=True, populate_existing=True)
        if used is not None:
            return used
        db.session.execute(
            insert(ClientUse)
            .values(client_id=client_row, minute_began_at=minute, calls_in_minute=0,
                    business_date=clock.business_date(now), calls_on_day=0, used_at=now)
            .on_conflict_do_nothing()
        )  # fmt: skip
    raise AssertionError("unreachable")


def _count(used: ClientUse, now: datetime) -> None:
    minute, day = now.replace(second=0, microsecond=0), clock.business_date(now)
    # One that began before and comes later must not wind the counters back to its own minute.
    if used.minute_began_at < minute:
        used.minute_began_at, used.calls_in_minute = minute, 0
    if used.business_date < day:
        used.business_date, used.calls_on_day = day, 0
    used.calls_in_minute += 1
    used.calls_on_day += 1
    used.used_at = max(used.used_at, now)


def spend_nonce(client_row: UUID, nonce: str, expires_at: datetime) -> bool:
    """Is this the first request with this nonce?"""
    first = db.session.execute(
        insert(SeenNonce)
        .values(client_id=client_row, nonce_digest=digest(nonce), expires_at=expires_at)
        .on_conflict_do_nothing()
        .returning(SeenNonce.nonce_digest)
    ).scalar()
    return first is not None
