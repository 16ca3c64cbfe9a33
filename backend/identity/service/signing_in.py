"""A code that was sent opens a session; an unknown number opens an account first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from backend.extensions import db
from backend.identity import queries
from backend.identity.errors import (
    AgreementVersionUnknown,
    SecondFactorMissing,
    SmsChallengeDead,
    SmsCodeWrong,
)
from backend.identity.models import Person, RefreshToken, SignIn, SmsChallenge
from backend.identity.payloads import RegisterPerson, SessionOpened, SignInWithSms
from backend.identity.service.new_devices import tell_of_new_device
from backend.identity.service.registering import accept_agreements, person_by_phone, register_person
from backend.kernel import chance, clock, crypto
from backend.kernel.errors import DomainError, SecondFactorRequired
from backend.kernel.ids import new_id
from backend.kernel.principal import SECOND_FACTORS, STAFF, SYSTEM, Principal, Proof, Role
from backend.kernel.tokens import issue_token

ACCESS_LIFE: Final = timedelta(minutes=10)
SESSION_LIFE: Final = timedelta(days=30)


def sign_in_with_sms(_: Principal | None, wish: SignInWithSms) -> SessionOpened | DomainError:
    """A wrong code is returned, not raised: the try that it cost must stay written down."""
    current = queries.current_agreement_version()
    if wish.agreement_version != current:
        raise AgreementVersionUnknown(current=current)
    checked = check_sms_code(wish.challenge_id, wish.code)
    if isinstance(checked, DomainError):
        return checked
    person_id = person_by_phone(checked)
    if person_id is None:
        person_id = register_person(SYSTEM, RegisterPerson(phone=checked)).person_id
    else:
        tell_of_new_device(person_id, client=wish.client, device=wish.device)
    accept_agreements(person_id, wish.agreement_version)
    return open_session(person_id, client=wish.client, device=wish.device, proof=Proof.SMS)


def check_sms_code(challenge_id: UUID, code: str) -> str | DomainError:
    """Use a code up. Returns the number (E.164) that it was sent to, or the refusal that must stay written; raises
    SmsChallengeDead."""
    challenge = db.session.get(SmsChallenge, challenge_id, with_for_update=True)
    now = clock.now()
    if challenge is None or challenge.used_at or challenge.expires_at <= now or challenge.tries_left <= 0:
        raise SmsChallengeDead()
    keys = crypto.keys()
    challenge.tries_left -= 1
    if not keys.is_code(challenge.code_hash, code, purpose=f"sms|{challenge.id}"):
        if challenge.tries_left == 0:
            return SmsChallengeDead()
        return SmsCodeWrong(tries_left=challenge.tries_left)
    challenge.used_at = now
    return keys.decrypt(challenge.phone_sealed, context=f"sms|{challenge.id}")


def open_session(
    person_id: UUID,
    *,
    client: str,
    device: str | None = None,
    party_id: UUID | None = None,
    role: Role | None = None,
    proof: Proof | None = None,
) -> SessionOpened:
    """Begin a family of refresh tokens for a person who has proved by ``proof`` who they are (the command line
    and seeds may have asked for none)."""
    now = clock.now()
    session = SignIn(id=new_id(), person_id=person_id, client=client, device=device, started_at=now, seen_at=now,
                     ends_at=now + SESSION_LIFE, proved_at=now if proof else None, proof=proof,
                     has_second_factor=proof in SECOND_FACTORS)  # fmt: skip
    db.session.add(session)
    db.session.flush()
    token = add_refresh_token(session.id)
    person = db.session.get_one(Person, person_id)
    party_id = party_id or person.party_id
    taken = role_in(session, party_id, role)
    assert taken is not None, "whoever calls has looked"
    return opened(person, session, refresh_token=token, party_id=party_id, role=taken)


def add_refresh_token(sign_in_id: UUID) -> str:
    """A fresh 256-bit token, kept only as its hash."""
    token = chance.token()
    db.session.add(RefreshToken(token_hash=token_hash(token), sign_in_id=sign_in_id, issued_at=clock.now()))
    return token


def token_hash(token: str) -> str:
    """As a refresh token is stored."""
    return crypto.keys().hash_code(token, purpose="refresh-token")


def token_hashes(token: str) -> tuple[str, ...]:
    """As it is looked for: under every pepper that is still there."""
    return crypto.keys().code_hashes(token, purpose="refresh-token")


def role_in(session: SignIn, party_id: UUID, wanted: Role | None = None) -> Role | None:
    """The role that this sign-in may take for a party; None where there is none.

    Raises:
        SecondFactorRequired: the role is an office's, and this sign-in has shown no second factor yet.
        SecondFactorMissing: nor has the person one to show.
    """
    role = queries.role_for(session.person_id, party_id, wanted)
    if role in STAFF and not session.has_second_factor:
        if queries.has_second_factor(session.person_id):
            raise SecondFactorRequired()
        raise SecondFactorMissing()
    return role


def opened(
    person: Person, session: SignIn, *, refresh_token: str | None, party_id: UUID, role: Role,
    no_longer_than: datetime | None = None,
) -> SessionOpened:  # fmt: skip
    """The answer to a sign-in, a refresh or a change of hat: an access token and who it is for.

    The token ends with its sign-in at the latest, and where one token was shown for another, with the first.
    """
    now = clock.wall_time()
    expires_at = min(now + ACCESS_LIFE, session.ends_at, no_longer_than or session.ends_at)
    principal = Principal(person_id=person.id, role=role, party_id=party_id, session_id=session.id)
    return SessionOpened(
        access_token=issue_token(principal, jti=new_id(), expires_at=expires_at), refresh_token=refresh_token,
        expires_in_s=max(0, int((expires_at - now).total_seconds())), person_id=person.id, party_id=party_id,
        roles=(str(role),), memberships=queries.memberships(person.id), client=session.client, ends_at=session.ends_at,
    )  # fmt: skip
