"""Keys that end by themselves: the organisation's managers hear of it in time to add the next one."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from backend.extensions import db
from backend.identity import queries as identity
from backend.identity.clients.models import Client, ClientKey, ClientState
from backend.kernel import clock
from backend.notifications.service import notify

AHEAD: Final = timedelta(days=14)


def tell_of_ending_keys() -> int:
    """Say it once a key, where no other key of the client lasts longer. Returns how many keys were told of."""
    now, later = clock.now(), aliased(ClientKey)
    lasts_longer = select(later.kid).where(
        later.client_id == ClientKey.client_id, later.kid != ClientKey.kid,
        or_(later.retired_at.is_(None), later.retired_at > ClientKey.retired_at),
    )  # fmt: skip
    ending = db.session.execute(
        select(ClientKey, Client)
        .join(Client, Client.id == ClientKey.client_id)
        .where(ClientKey.retired_at > now, ClientKey.retired_at <= now + AHEAD, ClientKey.end_told_at.is_(None))
        .where(Client.state != ClientState.REVOKED, ~lasts_longer.exists())
        .with_for_update(of=ClientKey)
    ).all()
    told = 0
    for key, client in ending:
        assert key.retired_at is not None, "the query asks for one"
        key.end_told_at, told = now, told + 1
        facts = {"client": client.name, "client_id": client.client_id, "kid": key.kid,
                 "ends_on": clock.business_date(key.retired_at).isoformat()}  # fmt: skip
        for party_id in identity.managers_of(client.owner_party_id):
            notify(party_id, "client-key-ending", facts)
    db.session.flush()
    return told
