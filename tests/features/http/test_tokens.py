"""Fifty tokens that somebody might try. One honest one opens the door, every other is told the same."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from structlog.testing import capture_logs

from backend.kernel import crypto
from backend.kernel.crypto import SigningKey
from tests.support.world import Person, World

Make = Callable[["Forge"], str]


def part(document: Any) -> str:
    raw = document if isinstance(document, bytes) else json.dumps(document).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Forge:
    """Writes tokens by hand: whatever a library would refuse to write."""

    def __init__(self, person: Person, session_id: str) -> None:
        self.key = crypto.keys().tokens
        self.honest = person.token
        now = int(time.time())
        self.claims: dict[str, Any] = {
            "iss": "tanhui", "aud": "tanhui-api", "sub": person.person_id, "party": person.party_id,
            "role": "citizen", "sid": session_id, "jti": str(uuid4()), "iat": now, "exp": now + 600,
        }  # fmt: skip
        self.header: dict[str, Any] = {"typ": "at+jwt", "alg": "EdDSA", "kid": self.key.kid}

    def signed(self, header: Any = None, claims: Any = None, *, key: SigningKey | None = None) -> str:
        message = f"{part(self.header if header is None else header)}.{part(self.claims if claims is None else claims)}"
        return f"{message}.{part((key or self.key).sign(message.encode()))}"

    def with_header(self, **changed: Any) -> str:
        return self.signed(header={**self.header, **changed})

    def without_header(self, name: str) -> str:
        return self.signed(header={key: value for key, value in self.header.items() if key != name})

    def with_claims(self, **changed: Any) -> str:
        return self.signed(claims={**self.claims, **changed})

    def without_claim(self, name: str) -> str:
        return self.signed(claims={key: value for key, value in self.claims.items() if key != name})

    def unsigned(self, algorithm: str) -> str:
        return f"{part({**self.header, 'alg': algorithm})}.{part(self.claims)}."

    def by_secret(self, secret: bytes, algorithm: str = "HS256") -> str:
        """As if our public key were a shared secret."""
        message = f"{part({**self.header, 'alg': algorithm})}.{part(self.claims)}"
        return f"{message}.{part(hmac.new(secret, message.encode(), hashlib.sha256).digest())}"

    def public(self, encoding: serialization.Encoding) -> bytes:
        return self.key.public.public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)


PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER
STRANGER = SigningKey(Ed25519PrivateKey.generate())
JWK = {"kty": "OKP", "crv": "Ed25519", "x": part(STRANGER.public_bytes)}

HOSTILE: dict[str, Make] = {
    "nonsense": lambda forge: "abc",
    "three empty parts": lambda forge: "..",
    "two parts": lambda forge: forge.honest.rsplit(".", 1)[0],
    "four parts": lambda forge: forge.honest + ".x",
    "a megabyte": lambda forge: forge.honest + "A" * 1_000_000,
    "deep nesting": lambda forge: f"{part(b'[' * 2000)}.{part(forge.claims)}.x",
    "a header that is a list": lambda forge: forge.signed(header=[]),
    "claims that are a list": lambda forge: forge.signed(claims=[]),
    "claims that are no JSON": lambda forge: forge.signed(claims=b"{"),
    "claims that are no text": lambda forge: forge.signed(claims=b"\xff\xfe"),
    "not a number": lambda forge: forge.signed(claims=json.dumps({**forge.claims, "exp": float("nan")}).encode()),
    "alg none": lambda forge: forge.unsigned("none"),
    "alg None": lambda forge: forge.unsigned("None"),
    "alg nOnE": lambda forge: forge.unsigned("nOnE"),
    "alg none with our signature": lambda forge: forge.with_header(alg="none"),
    "alg in lower case": lambda forge: forge.with_header(alg="eddsa"),
    "another alg": lambda forge: forge.with_header(alg="ES256"),
    "public key as secret, PEM": lambda forge: forge.by_secret(forge.public(PEM)),
    "public key as secret, PEM with CRLF": lambda forge: forge.by_secret(forge.public(PEM).replace(b"\n", b"\r\n")),
    "public key as secret, DER": lambda forge: forge.by_secret(forge.public(DER)),
    "public key as secret, raw": lambda forge: forge.by_secret(forge.key.public_bytes),
    "public key as secret, JWK": lambda forge: forge.by_secret(json.dumps(JWK).encode()),
    "empty secret": lambda forge: forge.by_secret(b""),
    "secret, but named EdDSA": lambda forge: forge.by_secret(forge.public(PEM), "EdDSA"),
    "kid that is a path": lambda forge: forge.with_header(kid="../../dev/null"),
    "kid that is SQL": lambda forge: forge.with_header(kid="' OR '1'='1"),
    "kid of another key": lambda forge: forge.with_header(kid=STRANGER.kid),
    "no kid": lambda forge: forge.without_header("kid"),
    "keys by address": lambda forge: forge.with_header(jku="https://evil.example/jwks.json"),
    "key in the header": lambda forge: forge.signed(header={**forge.header, "jwk": JWK}, key=STRANGER),
    "certificate by address": lambda forge: forge.with_header(x5u="https://evil.example/x.pem"),
    "certificate in the header": lambda forge: forge.with_header(x5c=["MII"]),
    "something critical": lambda forge: forge.with_header(crit=["exp"]),
    "payload as it stands": lambda forge: forge.with_header(b64=False, crit=["b64"]),
    "typ JWT": lambda forge: forge.with_header(typ="JWT"),
    "typ refresh": lambda forge: forge.with_header(typ="rt+jwt"),
    "no typ": lambda forge: forge.without_header("typ"),
    "a stranger's key under our kid": lambda forge: forge.signed(key=STRANGER),
    "the key before this one": lambda forge: forge.signed(header={**forge.header, "kid": STRANGER.kid}, key=STRANGER),
    "the certificates' key": lambda forge: forge.signed(key=crypto.keys().certificates),
    "altered claims": lambda forge: ".".join(
        [forge.honest.split(".")[0], part({**forge.claims, "role": "merchant-clerk"}), forge.honest.split(".")[2]]
    ),
    "half a signature": lambda forge: forge.honest[:-20],
    "no signature": lambda forge: forge.honest.rsplit(".", 1)[0] + ".",
    "no exp": lambda forge: forge.without_claim("exp"),
    "exp as text": lambda forge: forge.with_claims(exp=str(int(time.time()) + 600)),
    "exp in full-width digits": lambda forge: forge.with_claims(exp="９９９９９９９９９９"),
    "exp without end": lambda forge: forge.signed(claims=json.dumps(forge.claims).replace(
        str(forge.claims["exp"]), "1e400").encode()),
    "exp as a float": lambda forge: forge.with_claims(exp=time.time() + 600),
    "exp that is true": lambda forge: forge.with_claims(exp=True),
    "exp that has passed": lambda forge: forge.with_claims(exp=int(time.time()) - 60),
    "written tomorrow": lambda forge: forge.with_claims(iat=int(time.time()) + 86_400),
    "iat as text": lambda forge: forge.with_claims(iat="now"),
    "no iat": lambda forge: forge.without_claim("iat"),
    "no jti": lambda forge: forge.without_claim("jti"),
    "for somebody else": lambda forge: forge.with_claims(aud="bank-api"),
    "for nobody": lambda forge: forge.without_claim("aud"),
    "by somebody else": lambda forge: forge.with_claims(iss="tanhui.evil.example"),
    "by nobody": lambda forge: forge.without_claim("iss"),
    "of nobody": lambda forge: forge.without_claim("sub"),
    "of no id": lambda forge: forge.with_claims(sub="admin"),
    "of a number": lambda forge: forge.with_claims(sub=1),
    "for no party": lambda forge: forge.with_claims(party=None),
    "the programme itself": lambda forge: forge.with_claims(role="system"),
    "a role that is not": lambda forge: forge.with_claims(role="admin"),
    "no session": lambda forge: forge.without_claim("sid"),
    "a session called None": lambda forge: forge.with_claims(sid="None"),
    "a session that never was": lambda forge: forge.with_claims(sid=str(uuid4())),
    "a claim that stands twice": lambda forge: forge.signed(
        claims=json.dumps(forge.claims).replace('"role"', '"role": "merchant-clerk", "role"', 1).encode()),
    "a header that stands twice": lambda forge: forge.signed(
        header=json.dumps(forge.header).replace('"alg"', '"alg": "none", "alg"', 1).encode()),
}  # fmt: skip


@pytest.fixture(scope="module")
def forge(app, keys_folder) -> Forge:
    world = World(app, keys_folder / "sms.jsonl")
    person = world.citizen()
    with app.app_context():
        claims = json.loads(base64.urlsafe_b64decode(person.token.split(".")[1] + "=="))
        return Forge(person, claims["sid"])


def test_the_honest_token_opens_the_door(world: World, forge: Forge) -> None:
    assert world.request("GET", "/me", token=forge.honest).status_code == 200
    assert world.request("GET", "/me", token=forge.signed()).status_code == 200, "what the forge writes is well made"


@pytest.mark.parametrize("what", HOSTILE)
def test_no_other_token_does(world: World, forge: Forge, what: str) -> None:
    answer = world.request("GET", "/me", token=HOSTILE[what](forge))
    assert (answer.status_code, answer.json["code"]) == (401, "bearer-token-invalid")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "facts" not in answer.json["reasons"][0] or answer.json["reasons"][0]["facts"] == {}


def test_each_is_told_so_at_once_and_logged_once(world: World, forge: Forge) -> None:
    """In processor time, so that a busy machine fails no law: none costs more than a few answers to a good token."""
    assert len(HOSTILE) >= 40
    took, usual = [], []
    for _ in range(20):
        began = time.thread_time()
        assert world.request("GET", "/me", token=forge.signed()).status_code == 200
        usual.append(time.thread_time() - began)
    for make in HOSTILE.values():
        token = make(forge)
        with capture_logs() as logs:
            began = time.thread_time()
            world.request("GET", "/me", token=token)
            took.append(time.thread_time() - began)
        assert [line["event"] for line in logs] == ["request"]
        assert len(token) < 20 or token not in str(logs)
    assert sorted(took)[len(took) // 2] < 10 * sorted(usual)[len(usual) // 2]
    assert sorted(took)[int(len(took) * 0.99) - 1] < 10 * max(usual)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "Token x", "Bearer\tx"])
def test_without_a_token_one_is_asked_for(world: World, header: str) -> None:
    answer = world.request("GET", "/me", headers={"Authorization": header})
    assert (answer.status_code, answer.json["code"]) == (401, "bearer-token-required")


def test_an_ended_session_takes_its_tokens_with_it(world: World) -> None:
    person = world.citizen()
    assert person.get("/me").status_code == 200
    assert person.delete("/auth/session").status_code == 204
    assert person.get("/me").json["code"] == "bearer-token-invalid"


def test_the_published_key_is_the_one_that_signs(world: World, forge: Forge) -> None:
    keys = world.get("/.well-known/jwks.json").json["keys"]
    assert part(forge.key.public_bytes) in [key["x"] for key in keys]
    assert all("d" not in key for key in keys)
