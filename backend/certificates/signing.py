"""The signature that travels in the QR code: a compact JWS (RFC 7515) with EdDSA (RFC 8037) over short facts.

Anybody can check it with the public key at /.well-known/jwks.json and without asking us. ``sha256`` in it is the
digest of the full facts in canonical JSON, so the one signature covers both.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

import jwt

from backend.kernel import crypto

TYPE: Final = "tanhui-cert+jwt"
LONGEST: Final = 4096


def sign(short: Mapping[str, Any]) -> str:
    key = crypto.keys().certificates
    return jwt.encode(dict(short), key.private, algorithm="EdDSA", headers={"typ": TYPE, "kid": key.kid})


def key_id(jws: str) -> str:
    """Which key a stored signature names."""
    return str(jwt.get_unverified_header(jws).get("kid", ""))


def read(jws: str) -> dict[str, Any] | None:
    """The signed facts; None unless this very text was signed with a key of ours, as a certificate."""
    try:
        if len(jws) > LONGEST:
            return None
        header = jwt.get_unverified_header(jws)
        key = crypto.keys().verifying("certificate-signing").get(header.get("kid", ""))
        if key is None or header != {"alg": "EdDSA", "typ": TYPE, "kid": key.kid}:
            return None
        payload = jwt.api_jws.decode(jws, key.public, algorithms=["EdDSA"])
        facts = json.loads(payload)
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError):
        return None
    return facts if isinstance(facts, dict) else None


def digest(canonical: str) -> str:
    return hashlib.sha256(canonical.encode()).hexdigest()
