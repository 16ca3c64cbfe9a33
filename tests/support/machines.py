"""Machines with real keys: they sign assertions and requests as any client in the county would."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from http_message_signatures import HTTPMessageSigner
from http_message_signatures.algorithms import ECDSA_P256_SHA256, ED25519, RSA_PSS_SHA512
from http_message_signatures.resolvers import MappingKeyResolver
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from werkzeug.test import TestResponse

from backend.kernel import clock
from backend.kernel.principal import Role
from tests.support.offices import somebody_who_works
from tests.support.world import Person, World, fresh_key

PrivateKey = Ed25519PrivateKey | EllipticCurvePrivateKey | RSAPrivateKey
BEARER_OF_A_JWT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_numbers = itertools.count(1)


@dataclass
class Key:
    """A pair with the id that the machine chose for it."""

    private: PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    kid: str = field(default_factory=lambda: f"key-{next(_numbers)}")

    @property
    def algorithm(self) -> str:
        if isinstance(self.private, Ed25519PrivateKey):
            return "EdDSA"
        return "ES256" if isinstance(self.private, EllipticCurvePrivateKey) else "RS256"

    @property
    def jwk(self) -> dict[str, Any]:
        form = {"EdDSA": OKPAlgorithm, "ES256": ECAlgorithm, "RS256": RSAAlgorithm}[self.algorithm]
        written: Any = form.to_jwk(self.private.public_key())
        known = json.loads(written) if isinstance(written, str) else written
        return {name: value for name, value in known.items() if name not in {"key_ops", "alg"}} | {"kid": self.kid}


def ec_key() -> Key:
    return Key(generate_ec(SECP256R1()))


def rsa_key(bits: int = 2048) -> Key:
    return Key(generate_rsa(65537, bits))


@dataclass
class Sent:
    """A request on its way, as the signer wants to see it."""

    method: str
    url: str
    headers: dict[str, str]


class Machine:
    """A client of an organisation, with its key in its pocket."""

    def __init__(self, world: World, registered: dict[str, Any], key: Key) -> None:
        self.world, self.client_id, self.key = world, registered["client_id"], key
        self.party_id = registered["party_id"]
        self.token = ""

    @property
    def issuer(self) -> str:
        return str(self.world.app.extensions["settings"].public_url)

    @property
    def endpoint(self) -> str:
        return f"{self.issuer}/api/v1/oauth/token"

    def claims(self, **changes: Any) -> dict[str, Any]:
        now = int(clock.wall_time().timestamp())
        said = {"iss": self.client_id, "sub": self.client_id, "aud": self.endpoint, "iat": now, "exp": now + 120,
                "jti": f"assertion-{next(_numbers):08}"} | changes  # fmt: skip
        return {name: value for name, value in said.items() if value is not None}

    def assertion(self, *, key: Key | None = None, header: dict[str, Any] | None = None, **changes: Any) -> str:
        key = key or self.key
        return jwt.encode(self.claims(**changes), key.private, algorithm=key.algorithm,
                          headers={"kid": key.kid} | (header or {}))  # fmt: skip

    def asks(self, assertion: str | None = None, **form: Any) -> TestResponse:
        """For a token, with this assertion or a fresh one."""
        said = {"grant_type": "client_credentials", "client_assertion_type": BEARER_OF_A_JWT,
                "client_assertion": assertion or self.assertion()} | form  # fmt: skip
        browser = self.world.app.test_client(use_cookies=False)
        return browser.post("/api/v1/oauth/token", data={name: value for name, value in said.items() if value})

    def signs_in(self, **form: Any) -> Machine:
        answer = self.asks(**form)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        self.token = answer.json["access_token"]
        return self

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.world.request("GET", path, token=self.token, query=query)

    def post(self, path: str, body: Any, *, idempotency_key: str | None = None, **signing: Any) -> TestResponse:
        """A signed request; ``signing`` as of ``signed``."""
        raw = json.dumps(body).encode()
        return self.delivers("POST", path, raw, self.signed("POST", path, raw, **signing), idempotency_key)

    def delivers(
        self, method: str, path: str, raw: bytes, headers: dict[str, str], idempotency_key: str | None = None
    ) -> TestResponse:
        return self.world.request(method, path, token=self.token, raw=raw, headers=headers,
                                  key=idempotency_key or fresh_key())  # fmt: skip

    def signed(
        self, method: str, path: str, raw: bytes, *, key: Key | None = None, covered: tuple[str, ...] | None = None,
        nonce: str | None = "", seconds_ago: int = 0, keyid: str | None = None, url: str | None = None,
    ) -> dict[str, str]:  # fmt: skip
        """The headers that sign this request (RFC 9421)."""
        key = key or self.key
        name, algorithm = key.kid, {"EdDSA": ED25519, "ES256": ECDSA_P256_SHA256, "RS256": RSA_PSS_SHA512}
        sent = Sent(method, url or f"{self.issuer}/api/v1{path}", {"Content-Digest": digest(raw)})
        signer = HTTPMessageSigner(
            signature_algorithm=algorithm[key.algorithm],
            key_resolver=MappingKeyResolver(public_keys={}, private_keys={keyid or name: key.private}),
        )
        signer.sign(
            sent, key_id=keyid or name, created=_moment(seconds_ago), include_alg=False,
            nonce=f"nonce-of-its-own-{next(_numbers):08}" if nonce == "" else nonce,
            use_existing_digest=True, covered_component_ids=covered or ("@method", "@target-uri", "content-digest"),
        )  # fmt: skip
        return sent.headers


def digest(raw: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(raw).digest()).decode()}:"


def _moment(seconds_ago: int) -> datetime:
    return clock.wall_time() - timedelta(seconds=seconds_ago)


class Operator:
    """The manager who looks after an organisation's machines."""

    def __init__(self, world: World, party_id: UUID) -> None:
        self.world, self.party_id = world, party_id
        self.manager: Person = somebody_who_works(world, Role.ORGANISATION_MANAGER, at=party_id)

    @property
    def clients(self) -> str:
        return f"/organisations/{self.party_id}/clients"

    def registers(self, *, key: Key | None = None, **wish: Any) -> Machine:
        """A machine that may read and take redemptions, unless the wish says otherwise."""
        key = key or Key()
        asked = {"name": "收银台 1", "scopes": ["redemptions:read", "redemptions:write"], "key": key.jwk} | wish
        answer = self.manager.post(self.clients, asked)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        return Machine(self.world, answer.json, key)

    def does(self, machine: Machine, what: str, **body: Any) -> TestResponse:
        """``suspension``, ``resumption``, ``revocation``, ``keys``, ``keys/{kid}/retirement``."""
        return self.manager.post(f"{self.clients}/{machine.client_id}/{what}", body)
