"""Put on another hat: act for an organisation that one is a member of, or for oneself again."""

from __future__ import annotations

from backend.extensions import db
from backend.identity.errors import NotAMember
from backend.identity.models import Person, SignIn
from backend.identity.payloads import ActAs, SessionOpened
from backend.identity.service.signing_in import opened, role_in
from backend.kernel.principal import Principal


def act_as(principal: Principal, wish: ActAs) -> SessionOpened:
    """The new token ends with the one that was shown: only the refresh token makes a sign-in go on."""
    person = db.session.get_one(Person, principal.person_id)
    session = db.session.get_one(SignIn, principal.session_id)
    role = role_in(session, wish.party_id, wish.role)
    if role is None:
        raise NotAMember()
    return opened(person, session, refresh_token=None, party_id=wish.party_id, role=role,
                  no_longer_than=principal.until)  # fmt: skip
