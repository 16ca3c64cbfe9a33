"""A client with a key that we made ourselves: for demonstrations and tests, never in production."""

from __future__ import annotations

import base64
from typing import Any, Final
from uuid import UUID

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.identity import queries as identity
from backend.identity.clients.payloads import RegisterClient
from backend.identity.clients.service import register_client
from backend.kernel.principal import SYSTEM
from backend.kernel.scopes import SCOPES_OF

ROLES: Final = {"till": "merchant"}
"""What a client is to those who ask for one, and which kind of organisation has such a one."""


def seed_client(organisation_id: UUID, *, role: str, is_sandbox: bool = False) -> tuple[dict[str, Any], bytes]:
    """What is known of the client, and its private key in PEM: to be written to a file and nowhere else."""
    organisation = identity.organisation(organisation_id)
    assert organisation is not None, "whoever calls has looked"
    private = Ed25519PrivateKey.generate()
    x = base64.urlsafe_b64encode(private.public_key().public_bytes_raw()).decode().rstrip("=")
    made = register_client(
        SYSTEM,
        RegisterClient(organisation_id=organisation_id, name=role, scopes=sorted(SCOPES_OF[organisation.kind]),
                       key={"kty": "OKP", "crv": "Ed25519", "x": x}, is_sandbox=is_sandbox),
    )  # fmt: skip
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    known = {"role": role, "client_id": made.client_id, "kid": made.keys[0].kid, "algorithm": made.keys[0].algorithm,
             "organisation_id": str(organisation_id), "scopes": list(made.scopes),
             "is_sandbox": made.is_sandbox}  # fmt: skip
    return known, pem
