"""Access tokens: EdDSA JWTs of type at+jwt (RFC 9068, RFC 8725), made and read here alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import jwt
from jwt.utils import base64url_decode

from backend.kernel import clock, crypto
from backend.kernel.principal import Principal, Role

ISSUER: Final = "tanhui"
AUDIENCE: Final = "tanhui-api"
TOKEN_TYPE: Final = "at+jwt"  # noqa: S105 - a media type, not a secret
LONGEST_TOKEN: Final = 4096
LONGEST_LIFE: Final = timedelta(minutes=15)
"""No token lives longer: so long a key verifies after the next one has begun to sign."""

LEEWAY_S: Final = 5
CLOCK_SKEW_S: Final = 60


class InvalidToken(Exception):
    """Not a token of ours, altered, or outside its life. Nobody is told which."""


def issue_token(principal: Principal, *, jti: UUID, expires_at: datetime) -> str:
    """A signed access token for ``principal`` (EdDSA, RFC 9068 type)."""
    assert expires_at <= clock.wall_time() + LONGEST_LIFE, "its key might be gone before it ends"
    key = crypto.keys().tokens
    claims = {
        "iss": ISSUER, "aud": AUDIENCE, "sub": str(principal.person_id), "party": str(principal.party_id),
        "role": str(principal.role), "jti": str(jti),
        "iat": int(clock.wall_time().timestamp()), "exp": int(expires_at.timestamp()),
    }  # fmt: skip
    if principal.role is Role.CLIENT:  # a machine has no session: its client is asked for with every request
        claims |= {"sub": str(principal.client_id), "client_id": str(principal.client_id),
                   "client": str(principal.person_id), "scope": " ".join(sorted(principal.scopes)),
                   "sandbox": principal.is_sandbox}  # fmt: skip
    else:
        claims |= {"sid": str(principal.session_id)}
    return jwt.encode(claims, key.private, algorithm="EdDSA", headers={"typ": TOKEN_TYPE, "kid": key.kid})


def read_token(token: str) -> Principal:
    """Verify a token and say who holds it, or raise InvalidToken.

    Type, algorithm and key id are compared before the
    signature is looked at; expiry is checked against the programme's clock, not the library's.
    """
    try:
        return _read(token)
    except (jwt.PyJWTError, KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidToken from error


def _read(token: str) -> Principal:
    if len(token) > LONGEST_TOKEN:
        raise jwt.InvalidTokenError("too long")
    for segment in token.split(".")[:2]:
        json.loads(base64url_decode(segment), object_pairs_hook=_each_once)
    header = jwt.get_unverified_header(token)
    key = crypto.keys().verifying("token-signing").get(header.get("kid", ""))
    if header.get("typ") != TOKEN_TYPE or header.get("alg") != "EdDSA" or key is None:
        raise jwt.InvalidTokenError("not an access token of ours")
    if set(header) - {"typ", "alg", "kid"}:
        raise jwt.InvalidTokenError("unexpected header")
    claims = jwt.decode(
        token, key.public, algorithms=["EdDSA"], audience=AUDIENCE, issuer=ISSUER,
        options={"require": ["exp", "iat", "iss", "aud", "sub", "jti"], "verify_exp": False,
                 "verify_iat": False, "verify_nbf": False},
    )  # fmt: skip
    moment = clock.wall_time().timestamp()
    if type(claims["exp"]) is not int or type(claims["iat"]) is not int:
        raise jwt.InvalidTokenError("times must be whole seconds")
    if claims["exp"] <= moment - LEEWAY_S or claims["iat"] > moment + CLOCK_SKEW_S:
        raise jwt.ExpiredSignatureError("outside its life")
    role = Role(claims["role"])
    if role is Role.SYSTEM:
        raise jwt.InvalidTokenError("nobody signs in as the programme")
    if role is Role.CLIENT:
        return _machine(claims)
    return Principal(
        person_id=UUID(claims["sub"]), role=role, party_id=UUID(claims["party"]), session_id=UUID(claims["sid"]),
        until=datetime.fromtimestamp(claims["exp"], UTC),
    )  # fmt: skip


def _machine(claims: dict[str, Any]) -> Principal:
    if claims["sub"] != claims["client_id"] or "sid" in claims:
        raise jwt.InvalidTokenError("a machine has no session, and its own name")
    return Principal(
        person_id=UUID(claims["client"]), role=Role.CLIENT, party_id=UUID(claims["party"]),
        client_id=claims["client_id"], scopes=frozenset(claims["scope"].split()), is_sandbox=claims["sandbox"] is True,
    )  # fmt: skip


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """What two readers would read differently is read by nobody."""
    claims = dict(pairs)
    if len(claims) != len(pairs):
        raise ValueError("a name stands twice")
    return claims
