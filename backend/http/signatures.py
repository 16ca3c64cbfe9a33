"""HTTP message signatures (RFC 9421) as this service takes them: what must be covered, how old, by which key.

The method, the whole address and the digest of the body are covered, so that nothing of the request can be another;
``created`` and ``nonce`` say that it was made for now and for once. The algorithm is the key's, never the message's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import http_sf
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from http_message_signatures import HTTPMessageVerifier, InvalidSignature
from http_message_signatures.algorithms import ECDSA_P256_SHA256, ED25519, RSA_PSS_SHA512, HTTPSignatureAlgorithm
from http_message_signatures.exceptions import HTTPMessageSignaturesException
from http_message_signatures.resolvers import MappingKeyResolver

from backend.http.problem import Refused

PublicKey = Ed25519PublicKey | EllipticCurvePublicKey | RSAPublicKey

WINDOW: Final = timedelta(seconds=300)
COVERED: Final = ("@method", "@target-uri", "content-digest")
COVERED_WITHOUT_BODY: Final = ("@method", "@target-uri")
NONCE: Final = re.compile(r"[\x21-\x7e]{16,128}", re.ASCII)
LONGEST_FIELD: Final = 4096


@dataclass(frozen=True, slots=True)
class Message:
    """A request as it came."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


def key_id(message: Message) -> str:
    """The ``keyid`` that the one signature names. Refused: signature-required, signature-malformed."""
    return str(_parameters(message)["keyid"])


def verified(message: Message, key: PublicKey, *, now: datetime) -> str:
    """The nonce of a signature that is good. Refused otherwise, 401, with a code that says what is wrong."""
    parameters = _parameters(message)
    created, nonce = parameters.get("created"), parameters.get("nonce")
    if type(created) is not int or not isinstance(nonce, str) or NONCE.fullmatch(nonce) is None:
        raise Refused(401, "signature-incomplete", needed="created, nonce")
    if not _recent(created, now) or not _lasting(parameters.get("expires"), now):
        raise Refused(401, "signature-stale", seconds=int(WINDOW.total_seconds()))
    covered = COVERED if message.body else COVERED_WITHOUT_BODY
    keys = MappingKeyResolver(public_keys={str(parameters["keyid"]): key}, private_keys={})
    verifier = _Verifier(signature_algorithm=_algorithm(key), key_resolver=keys)
    try:
        [result] = verifier.verify(message, max_age=None)
    except HTTPMessageSignaturesException as error:
        raise Refused(401, "signature-wrong") from error
    if missing := [name for name in covered if f'"{name}"' not in result.covered_components]:
        raise Refused(401, "signature-incomplete", needed=", ".join(missing))
    try:
        verifier.verify_body(message, [result], message.body)
    except HTTPMessageSignaturesException as error:
        raise Refused(401, "content-digest-wrong") from error
    return nonce


class _Verifier(HTTPMessageVerifier):
    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """Looked at above, by the programme's clock."""


def _parameters(message: Message) -> Mapping[str, Any]:
    """Of the one signature. Several would have to be chosen among: what another reader chooses is not known."""
    described = next((value for name, value in message.headers.items() if name.lower() == "signature-input"), None)
    if described is None:
        raise Refused(401, "signature-required")
    try:
        if len(described) > LONGEST_FIELD:
            raise InvalidSignature("too long")
        parsed: Any = http_sf.parse(described.encode(), tltype="dictionary")
        [(covered, parameters)] = parsed.values()
    except (ValueError, TypeError, HTTPMessageSignaturesException) as error:
        raise Refused(401, "signature-malformed") from error
    if not isinstance(covered, list) or not isinstance(parameters.get("keyid"), str):
        raise Refused(401, "signature-malformed")
    return dict(parameters)


def _recent(created: int, now: datetime) -> bool:
    return abs(created - now.timestamp()) <= WINDOW.total_seconds()


def _lasting(expires: Any, now: datetime) -> bool:
    return expires is None or (type(expires) is int and expires > now.timestamp())


def _algorithm(key: PublicKey) -> type[HTTPSignatureAlgorithm]:
    if isinstance(key, Ed25519PublicKey):
        return ED25519
    return ECDSA_P256_SHA256 if isinstance(key, EllipticCurvePublicKey) else RSA_PSS_SHA512
