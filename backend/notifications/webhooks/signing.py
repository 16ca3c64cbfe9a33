"""Standard Webhooks, asymmetric: ``v1a`` signatures with Ed25519 over id, time and body."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.kernel.key_files import SigningKey


def message_id(event_id: UUID) -> str:
    return f"msg_{event_id.hex}"


def signatures(keys: Iterable[SigningKey], event_id: UUID, timestamp: int, body: bytes) -> str:
    """The ``webhook-signature`` header: one signature a key, so that either of two verifies while keys change."""
    signed = f"{message_id(event_id)}.{timestamp}.".encode() + body
    return " ".join("v1a," + base64.b64encode(key.sign(signed)).decode() for key in keys)


def public_text(key: SigningKey) -> str:
    return "whpk_" + base64.b64encode(key.public_bytes).decode()


def fresh_key() -> SigningKey:
    return SigningKey(Ed25519PrivateKey.generate())


def private_text(key: SigningKey) -> str:
    """To be sealed and kept; shown to nobody."""
    return base64.b64encode(key.private.private_bytes_raw()).decode()


def from_private_text(text: str) -> SigningKey:
    return SigningKey(Ed25519PrivateKey.from_private_bytes(base64.b64decode(text)))
