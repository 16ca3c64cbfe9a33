"""A device that makes passkeys and signs with them, in software: what a browser and its authenticator do together."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Device:
    """One device with one passkey. ``origin`` is where its browser is; its flags and counter tell what it claims."""

    origin: str
    handle: bytes = b"a-device-of-somebodys"
    count: int = 0
    verifies: bool = True
    """Whether its owner showed it a finger, a face or a PIN."""
    domain: str | None = None
    """Signs for this name instead of the one it was asked for."""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def makes(self, asked: Any, *, name: str = "办公室的电脑") -> dict[str, Any]:
        """The answer to a registration that was begun."""
        numbers = self.key.public_key().public_numbers()
        key = encode_cbor({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        attested = bytes(16) + struct.pack(">H", len(self.handle)) + self.handle + key
        data = self._data(asked["options"]["rp"]["id"], ATTESTED) + attested
        return {
            "challenge_id": asked["challenge_id"], "name": name, "credential_id": base64url(self.handle),
            "client_data": base64url(self._client_data("webauthn.create", asked)),
            "attestation_object": base64url(encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})),
        }  # fmt: skip

    def signs(self, asked: Any) -> dict[str, Any]:
        """The answer to a challenge, as a proof."""
        self.count += 1
        data, client_data = self._data(asked["options"]["rpId"]), self._client_data("webauthn.get", asked)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return {
            "method": "passkey", "challenge_id": asked["challenge_id"],
            "assertion": {
                "credential_id": base64url(self.handle), "client_data": base64url(client_data),
                "authenticator_data": base64url(data), "signature": base64url(signature),
            },
        }  # fmt: skip

    def _client_data(self, what: str, asked: Any) -> bytes:
        said = {"type": what, "challenge": asked["options"]["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, domain: str, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        name = hashlib.sha256((self.domain or domain).encode()).digest()
        return name + bytes([flags]) + struct.pack(">I", self.count)
