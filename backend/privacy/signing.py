"""A consent's receipt: a compact JWS (RFC 7515) with EdDSA (RFC 8037), by the key that signs certificates.

Anybody who is given one can check it with the public key at /.well-known/jwks.json; the type in its head keeps it from
being taken for a certificate.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import jwt

from backend.kernel import crypto

TYPE: Final = "tanhui-consent+jwt"
LONGEST: Final = 2048


def sign(facts: Mapping[str, Any]) -> str:
    key = crypto.keys().certificates
    return jwt.encode(dict(facts), key.private, algorithm="EdDSA", headers={"typ": TYPE, "kid": key.kid})


def read(receipt: str) -> dict[str, Any] | None:
    """The signed facts; None unless this very text was signed with a key of ours, as a receipt."""
    try:
        header = jwt.get_unverified_header(receipt)
        key = crypto.keys().verifying("certificate-signing").get(header.get("kid", ""))
        if key is None or header != {"alg": "EdDSA", "typ": TYPE, "kid": key.kid}:
            return None
        facts = json.loads(jwt.api_jws.decode(receipt, key.public, algorithms=["EdDSA"]))
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError):
        return None
    return facts if isinstance(facts, dict) else None
