"""Refresh-token rotation: each token works once; a stolen copy is noticed and ends the whole family."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from backend.extensions import db
from backend.identity.errors import NotAMember, SessionEnded
from backend.identity.models import Person, RefreshToken, SignIn
from backend.identity.payloads import Refresh, SessionOpened
from backend.identity.service.signing_in import add_refresh_token, opened, role_in, token_hashes
from backend.kernel import clock, crypto
from backend.kernel.errors import DomainError
from backend.kernel.principal import Principal

GRACE: Final = timedelta(seconds=10)
"""The answer to a refresh may be lost on the way: within this time its parent gets the same child again."""


def refresh_session(_: Principal | None, wish: Refresh) -> SessionOpened | DomainError:
    """A second use of an old token is returned as a refusal, not raised: the family's end must stay written."""
    token = db.session.scalar(
        select(RefreshToken).where(RefreshToken.token_hash.in_(token_hashes(wish.refresh_token))).with_for_update()
    )
    if token is None:
        return SessionEnded()
    session = db.session.get_one(SignIn, token.sign_in_id, with_for_update=True)
    now = clock.now()
    if session.ended_at is not None or session.ends_at <= now:
        return SessionEnded()
    child = _rotate(token, session) if token.used_at is None else _same_child(token, session)
    if child is None:
        session.ended_at, session.end_reason = now, "refresh-token-reused"
        return SessionEnded()
    session.seen_at = now
    person = db.session.get_one(Person, session.person_id)
    party_id = wish.party_id or person.party_id
    role = role_in(session, party_id, wish.role)
    if role is None:
        raise NotAMember()
    return opened(person, session, refresh_token=child, party_id=party_id, role=role)


def _rotate(token: RefreshToken, session: SignIn) -> str:
    token.used_at = clock.now()
    db.session.flush()  # the family has one live token: the old one goes before the new one comes
    child = add_refresh_token(session.id)
    token.successor_sealed = crypto.keys().encrypt(child, context=f"refresh|{token.token_hash}")
    return child


def _same_child(token: RefreshToken, session: SignIn) -> str | None:
    """The child once more, if the parent was used a moment ago and the child has not been used since."""
    assert token.used_at is not None, "only a used token has a child"
    if token.successor_sealed is None or clock.now() - token.used_at > GRACE:
        return None
    child = crypto.keys().decrypt(token.successor_sealed, context=f"refresh|{token.token_hash}")
    unused = select(RefreshToken.token_hash).where(
        RefreshToken.token_hash.in_(token_hashes(child)), RefreshToken.used_at.is_(None)
    )
    return child if db.session.scalar(unused) else None


def sign_out(principal: Principal, _: None = None) -> None:
    """End this sign-in: its tokens stop working at once."""
    session = db.session.get_one(SignIn, principal.session_id, with_for_update=True)
    if session.ended_at is None:
        session.ended_at, session.end_reason = clock.now(), "signed-out"
