"""Keys, and what is done with them: sign, encrypt a field, index it blindly, hash a short secret.

One folder (``KEYS_DIR``, 0700; files 0600) holds them. In development they are made at first start;
production refuses to start without them.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES: Final = 12
SIGNING: Final = ("token-signing", "certificate-signing")
SECRETS: Final = ("field-encryption", "blind-index", "code-pepper", "metrics-token")


class KeysMissing(Exception):
    """A key file is not there and may not be made. One line says which."""


class Undecipherable(Exception):
    """A stored value does not decrypt with any key that is present."""


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 pair; ``kid`` is derived from the public half, so it never lies."""

    private: Ed25519PrivateKey

    @cached_property
    def public(self) -> Ed25519PublicKey:
        return self.private.public_key()

    @cached_property
    def public_bytes(self) -> bytes:
        return self.public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

    @cached_property
    def kid(self) -> str:
        return hashlib.sha256(self.public_bytes).hexdigest()[:16]

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)

    def verifies(self, signature: bytes, message: bytes) -> bool:
        try:
            self.public.verify(signature, message)
        except InvalidSignature:
            return False
        return True


class Keyring:
    """Every key of the service, read once at start."""

    def __init__(self, folder: Path, *, may_create: bool) -> None:
        self.folder = folder
        if may_create:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._signing = {name: _signing_key(folder / f"{name}.pem", may_create=may_create) for name in SIGNING}
        self._secrets = {name: _secret(folder / f"{name}.key", may_create=may_create) for name in SECRETS}

    @property
    def tokens(self) -> SigningKey:
        return self._signing["token-signing"]

    @property
    def certificates(self) -> SigningKey:
        return self._signing["certificate-signing"]

    @property
    def metrics_token(self) -> str:
        return self._secrets["metrics-token"].hex()

    def encrypt(self, plaintext: str, *, context: str) -> bytes:
        """AES-256-GCM; ``context`` (table, column, row) is authenticated, so that rows cannot be swapped."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(self._secrets["field-encryption"]).encrypt(nonce, plaintext.encode(), context.encode())
        return b"\x01" + nonce + sealed

    def decrypt(self, stored: bytes, *, context: str) -> str:
        nonce, sealed = stored[1 : 1 + NONCE_BYTES], stored[1 + NONCE_BYTES :]
        try:
            return AESGCM(self._secrets["field-encryption"]).decrypt(nonce, sealed, context.encode()).decode()
        except InvalidTag as error:
            raise Undecipherable(context) from error

    def blind_index(self, value: str, *, purpose: str) -> str:
        """Equal values give equal digests and nothing else: a column to search encrypted ones by."""
        return hmac.new(self._secrets["blind-index"], f"{purpose}\n{value}".encode(), hashlib.sha256).hexdigest()

    def hash_code(self, code: str, *, purpose: str) -> str:
        """A short secret (an SMS code, pay-code digits) as it may be stored: HMAC with a pepper kept outside."""
        return hmac.new(self._secrets["code-pepper"], f"{purpose}\n{code}".encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare secrets in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


_keyring: Keyring | None = None


def use(keyring: Keyring) -> None:
    """Called once by the application factory."""
    global _keyring
    _keyring = keyring


def keys() -> Keyring:
    assert _keyring is not None, "create_app opens the keyring"
    return _keyring


def _signing_key(path: Path, *, may_create: bool) -> SigningKey:
    if not path.exists():
        fresh = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        _create(path, fresh, may_create=may_create)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeysMissing(f"{path} is not an Ed25519 private key")
    return SigningKey(key)


def _secret(path: Path, *, may_create: bool) -> bytes:
    if not path.exists():
        _create(path, secrets.token_hex(32).encode(), may_create=may_create)
    secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(secret) < 32:
        raise KeysMissing(f"{path} must hold 32 bytes as 64 hexadecimal digits")
    return secret


def _create(path: Path, content: bytes, *, may_create: bool) -> None:
    if not may_create:
        raise KeysMissing(f"{path} is missing; make the keys once and keep them safe (docs/security.md)")
    # Several processes may start at once: write aside, then link, so that exactly one wins with a whole file.
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    aside.touch(mode=0o600)
    aside.write_bytes(content)
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
