"""A machine shows an assertion that its key has signed and gets an access token of ten minutes."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.identity.clients import assertions, queries
from backend.identity.clients.errors import AssertionSeen, ClientUnproved, ScopeRefused
from backend.identity.clients.models import Client, ClientKey, SeenAssertion, SeenNonce
from backend.identity.clients.payloads import AskForToken, TokenIssued
from backend.identity.clients.service.refusing import count_refusal_of
from backend.kernel import clock
from backend.kernel.errors import DomainError
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal, Role
from backend.kernel.tokens import issue_token

ACCESS_LIFE: Final = timedelta(minutes=10)


def issue_client_token(_: Principal | None, wish: AskForToken) -> TokenIssued | DomainError:
    """What is refused (ClientUnproved, AssertionSeen, ScopeRefused) is returned: that it was refused is counted."""
    try:
        return _issued(wish)
    except (ClientUnproved, AssertionSeen, ScopeRefused) as refused:
        count_refusal_of(assertions.claimed_client(wish.assertion), refused.code)
        return refused


def _issued(wish: AskForToken) -> TokenIssued:
    try:
        proved = assertions.proved(wish.assertion, key_of=queries.key_good_now, audiences=wish.audiences,
                                   now=clock.now())  # fmt: skip
    except assertions.AssertionRefused as refused:
        raise ClientUnproved(why=str(refused)) from refused
    if wish.client_id not in {None, proved.client_id}:
        raise ClientUnproved(why="client_id is not the one that the assertion is of")
    client = db.session.scalars(select(Client).where(Client.client_id == proved.client_id)).one()
    seen = db.session.execute(
        insert(SeenAssertion)
        .values(client_id=client.id, jti_digest=digest(proved.jti), expires_at=proved.expires_at + assertions.LEEWAY)
        .on_conflict_do_nothing()
        .returning(SeenAssertion.jti_digest)
    ).scalar()
    if seen is None:
        raise AssertionSeen()
    scopes = frozenset(client.scopes if wish.scopes is None else wish.scopes)
    if not scopes <= set(client.scopes):
        raise ScopeRefused(scopes=" ".join(client.scopes))
    db.session.execute(
        update(ClientKey)
        .where(ClientKey.client_id == client.id, ClientKey.kid == proved.kid)
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    principal = Principal(person_id=client.id, role=Role.CLIENT, party_id=client.party_id,
                          client_id=client.client_id, scopes=scopes, is_sandbox=client.is_sandbox)  # fmt: skip
    token = issue_token(principal, jti=new_id(), expires_at=clock.wall_time() + ACCESS_LIFE)
    return TokenIssued(token, int(ACCESS_LIFE.total_seconds()), " ".join(sorted(scopes)))


def digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def forget_what_is_past() -> int:
    """Sweep assertions and nonces that their time has ended anyway. Returns how many."""
    return sum(_forget(kind) for kind in (SeenAssertion, SeenNonce))


def _forget(kind: type[SeenAssertion | SeenNonce]) -> int:
    gone = db.session.execute(delete(kind).where(kind.expires_at < clock.now()))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE's result has it; the session's type does not say
