"""``private_key_jwt`` (RFC 7523): a short statement that a machine signs to say who it is.

Nothing in it chooses how it is read: the key is looked up among the client's own by its exact id, and the
algorithm is the key's. What another reader could understand otherwise (a name twice, an audience among several,
a header that asks for more) is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import jwt
from jwt.utils import base64url_decode

from backend.identity.clients.json_web_keys import PublicKey, algorithm_of

LONGEST: Final = 4096
LONGEST_LIFE: Final = timedelta(minutes=5)
LEEWAY: Final = timedelta(seconds=10)
JTI: Final = re.compile(r"[\x21-\x7e]{8,128}", re.ASCII)
SEGMENT: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
HEADER: Final = frozenset({"alg", "kid", "typ"})
TYPES: Final = frozenset({"JWT", "client-authentication+jwt"})


class AssertionRefused(Exception):
    """It proves nothing. The text says why in English, for the log and for whoever builds the client."""


@dataclass(frozen=True, slots=True)
class Proved:
    """The client that signed, with which key, and what must not come a second time."""

    client_id: str
    kid: str
    jti: str
    expires_at: datetime


KeyOf = Callable[[str, str], PublicKey | None]
"""(client_id, kid) -> the key, if the client has one of exactly this id that is good now."""


def proved(assertion: str, *, key_of: KeyOf, audiences: Collection[str], now: datetime) -> Proved:
    """Verify an assertion. Raises AssertionRefused."""
    try:
        return _proved(assertion, key_of, audiences, now)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        raise AssertionRefused(str(error) or type(error).__name__) from error


def claimed_client(assertion: str) -> str | None:
    """Whose it says it is, of which nothing is proved: to count a refusal, and for nothing else."""
    segments = assertion.split(".")
    if len(assertion) > LONGEST or len(segments) != 3:
        return None
    try:
        claimed = _document(segments[1]).get("iss")
    except (AssertionRefused, ValueError, TypeError, RecursionError):
        return None
    return claimed if isinstance(claimed, str) and len(claimed) <= 40 and claimed.isascii() else None


def _proved(assertion: str, key_of: KeyOf, audiences: Collection[str], now: datetime) -> Proved:
    segments = assertion.split(".")
    if len(assertion) > LONGEST or len(segments) != 3 or not all(map(SEGMENT.fullmatch, segments)):
        raise AssertionRefused("not a signed JWT in compact form")
    header, unproved = (_document(segment) for segment in segments[:2])
    if header.keys() - HEADER:
        raise AssertionRefused("the header may have alg, kid and typ only")
    if header.get("typ", "JWT") not in TYPES:
        raise AssertionRefused("typ is not JWT")
    client_id, kid = unproved.get("iss"), header.get("kid")
    if not isinstance(client_id, str) or not isinstance(kid, str):
        raise AssertionRefused("iss and kid are needed")
    key = key_of(client_id, kid)
    if key is None:
        raise AssertionRefused("no such client, or no such key of it")
    if header.get("alg") != algorithm_of(key):
        raise AssertionRefused("alg is not the key's")
    claims = jwt.decode(assertion, key, algorithms=[algorithm_of(key)], options={
        "verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False, "verify_iss": False,
        "verify_sub": False, "verify_jti": False,
    })  # fmt: skip
    return _said(claims, client_id, kid, audiences, now)


def _said(claims: Mapping[str, Any], client_id: str, kid: str, audiences: Collection[str], now: datetime) -> Proved:
    if claims.get("sub") != client_id or claims.get("iss") != client_id:
        raise AssertionRefused("iss and sub must both be the client_id")
    audience = claims.get("aud")
    if isinstance(audience, list) and len(audience) == 1:
        [audience] = audience
    if not isinstance(audience, str) or audience not in audiences:
        raise AssertionRefused("aud is not this server's token endpoint")
    expires_at, issued_at = _instant(claims, "exp"), _instant(claims, "iat")
    if expires_at <= now - LEEWAY:
        raise AssertionRefused("expired")
    if expires_at - now > LONGEST_LIFE + LEEWAY or expires_at - issued_at > LONGEST_LIFE:
        raise AssertionRefused("exp is more than five minutes after iat, or after now")
    if issued_at > now + LEEWAY or ("nbf" in claims and _instant(claims, "nbf") > now + LEEWAY):
        raise AssertionRefused("not yet good")
    jti = claims.get("jti")
    if not isinstance(jti, str) or JTI.fullmatch(jti) is None:
        raise AssertionRefused("jti must be 8 to 128 visible ASCII characters")
    return Proved(client_id, kid, jti, expires_at)


def _instant(claims: Mapping[str, Any], name: str) -> datetime:
    seconds = claims.get(name)
    if type(seconds) is not int or not 0 < seconds < 10**11:
        raise AssertionRefused(f"{name} must be whole seconds")
    return datetime.fromtimestamp(seconds, UTC)


def _document(segment: str) -> dict[str, Any]:
    document = json.loads(base64url_decode(segment), object_pairs_hook=_each_once)
    if not isinstance(document, dict):
        raise AssertionRefused("not a JSON object")
    return document


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """What two readers would read differently is read by nobody."""
    claims = dict(pairs)
    if len(claims) != len(pairs):
        raise ValueError("a name stands twice")
    return claims
