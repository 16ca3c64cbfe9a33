"""Public keys as machines hand them over (RFC 7517): which are good enough, and with what they sign.

The algorithm follows from the key: Ed25519 signs EdDSA, P-256 ES256, RSA of 2048 to 4096 bits RS256.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey, EllipticCurvePublicNumbers
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers

PublicKey = Ed25519PublicKey | EllipticCurvePublicKey | RSAPublicKey

KID: Final = re.compile(r"[A-Za-z0-9._~-]{1,64}", re.ASCII)
BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
LEAST_RSA_BITS: Final = 2048
MOST_RSA_BITS: Final = 4096
RSA_EXPONENT: Final = 65537
MEMBERS: Final = {"OKP": ("crv", "kty", "x"), "EC": ("crv", "kty", "x", "y"), "RSA": ("e", "kty", "n")}
"""What is kept of a key and what its thumbprint is over, by kind (RFC 7638)."""


class KeyRefused(Exception):
    """Not a key to build on; the text is the reason's code."""


@dataclass(frozen=True, slots=True)
class GoodKey:
    """``public_jwk`` has the members that make the key and no other."""

    kid: str
    algorithm: str
    public_jwk: dict[str, str]


def examined(jwk: Mapping[str, Any]) -> GoodKey:
    """A key that was handed over, if it is good enough; its ``kid`` is the one given or its thumbprint.

    Raises:
        KeyRefused: it is private, of a kind that is not taken, too short, or no key at all.
    """
    if PRIVATE & jwk.keys():
        raise KeyRefused("key-is-private")
    members = MEMBERS.get(str(jwk.get("kty")))
    if members is None or not all(isinstance(jwk.get(name), str) for name in members):
        raise KeyRefused("key-kind-unknown")
    kept = {name: str(jwk[name]) for name in members}
    algorithm = algorithm_of(public_key(kept))
    if jwk.get("alg", algorithm) != algorithm or jwk.get("use", "sig") != "sig":
        raise KeyRefused("key-for-something-else")
    kid = jwk.get("kid", thumbprint(kept))
    if not isinstance(kid, str) or KID.fullmatch(kid) is None:
        raise KeyRefused("key-id-malformed")
    return GoodKey(kid, algorithm, kept)


def thumbprint(kept: Mapping[str, str]) -> str:
    """RFC 7638, SHA-256, base64url."""
    canonical = json.dumps(dict(kept), sort_keys=True, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(canonical).digest()).decode().rstrip("=")


def algorithm_of(key: PublicKey) -> str:
    if isinstance(key, Ed25519PublicKey):
        return "EdDSA"
    return "ES256" if isinstance(key, EllipticCurvePublicKey) else "RS256"


def public_key(kept: Mapping[str, str]) -> PublicKey:
    """The key itself, of the members that were kept. Raises KeyRefused."""
    try:
        return _public_key(kept)
    except (ValueError, KeyError) as error:
        raise KeyRefused("key-malformed") from error


def _public_key(kept: Mapping[str, str]) -> PublicKey:
    kind = (kept["kty"], kept.get("crv"))
    if kind == ("OKP", "Ed25519"):
        return Ed25519PublicKey.from_public_bytes(_bytes(kept["x"]))
    if kind == ("EC", "P-256"):
        x, y = (_bytes(kept[name]) for name in ("x", "y"))
        if len(x) != 32 or len(y) != 32:
            raise KeyRefused("key-malformed")
        return EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), SECP256R1()).public_key()
    if kind == ("RSA", None):
        exponent, modulus = (int.from_bytes(_bytes(kept[name])) for name in ("e", "n"))
        if not LEAST_RSA_BITS <= modulus.bit_length() <= MOST_RSA_BITS or exponent != RSA_EXPONENT:
            raise KeyRefused("key-too-weak")
        return RSAPublicNumbers(exponent, modulus).public_key()
    raise KeyRefused("key-kind-unknown")


def _bytes(text: str) -> bytes:
    if BASE64URL.fullmatch(text) is None or len(text) > 1400:
        raise KeyRefused("key-malformed")
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise KeyRefused("key-malformed") from error
