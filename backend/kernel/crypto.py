"""What is done with keys: sign, encrypt a field, index it blindly, hash a short secret.

``kernel/key_files.py`` says where they lie. In development they are made at first start; production refuses to start
without them. A key has versions: everything that was made says which one made it, and is read by that one.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.kernel import clock, key_files
from backend.kernel.key_files import SECRETS, SIGNING, KeysMissing, SigningKey

__all__ = [
    "SECRETS", "SIGNING", "Keyring", "KeysMissing", "SigningKey", "Undecipherable", "fresh_personal_key", "is_personal",
    "keys", "same", "seal_under", "unseal_under", "use",
]  # fmt: skip

log = structlog.get_logger()

NONCE_BYTES: Final = 12
LOOK_EVERY_S: Final = 2.0
PERSONAL: Final = 0xF0
"""The first byte of what is sealed under a person's own key, where others have the version of the service's key."""


class Undecipherable(Exception):
    """A stored value does not decrypt with any key that is present."""


@dataclass(frozen=True)
class _Contents:
    """All keys that are present, by name and version, and which version of each makes."""

    signing: Mapping[str, Mapping[int, SigningKey]]
    secrets: Mapping[str, Mapping[int, bytes]]
    making: Mapping[str, int]


class Keyring:
    """Every key of the service. A new version is noticed without a restart, within ``LOOK_EVERY_S``."""

    def __init__(self, folder: Path, *, may_create: bool) -> None:
        self.folder = folder
        key_files.make_missing(folder, may_create=may_create)
        self._contents, self._looked_at = self._look(), time.monotonic()

    @property
    def tokens(self) -> SigningKey:
        """The key that signs access tokens now."""
        return self._signs("token-signing")

    @property
    def certificates(self) -> SigningKey:
        """The key that signs certificates now."""
        return self._signs("certificate-signing")

    def verifying(self, name: str) -> Mapping[str, SigningKey]:
        """By kid, every version whose signatures hold, the coming one too."""
        return {key.kid: key for key in self._now().signing[name].values()}

    @property
    def metrics_token(self) -> str:
        return self._makes("metrics-token")[1].hex()

    def is_metrics_token(self, token: str) -> bool:
        return any(same(token, kept.hex()) for kept in self._now().secrets["metrics-token"].values())

    def versions(self, name: str) -> tuple[int, ...]:
        """Those present, oldest first."""
        now = self._now()
        return tuple(now.signing[name] if name in SIGNING else now.secrets[name])

    def making(self, name: str) -> int:
        """The version that makes now."""
        return self._now().making[name]

    def encrypt(self, plaintext: str, *, context: str) -> bytes:
        """AES-256-GCM; ``context`` (table, column, row) is authenticated, so that rows cannot be swapped."""
        return self.wrap(plaintext.encode(), context=context)

    def decrypt(self, stored: bytes, *, context: str) -> str:
        return self.unwrap(stored, context=context).decode()

    def wrap(self, content: bytes, *, context: str) -> bytes:
        """As ``encrypt``, for bytes: the version in one byte, a nonce, the ciphertext."""
        version, key = self._makes("field-encryption")
        return _sealed(key, version, content, context)

    def unwrap(self, stored: bytes, *, context: str) -> bytes:
        key = self._now().secrets["field-encryption"].get(stored[0]) if stored else None
        if key is None:
            raise Undecipherable(context)
        return _opened(key, stored, context)

    def blind_index(self, value: str, *, purpose: str) -> str:
        """Equal values give equal digests and nothing else: a column to search encrypted ones by.

        For a row that is written. Whoever looks for one asks for ``blind_indexes``.
        """
        return _digest(*self._makes("blind-index"), value, purpose)

    def blind_indexes(self, value: str, *, purpose: str) -> tuple[str, ...]:
        """Under every version present, oldest first: under which of them a row was written is not known."""
        return self._digests("blind-index", value, purpose)

    def hash_code(self, code: str, *, purpose: str) -> str:
        """A short secret (an SMS code, pay-code digits) as it may be stored: HMAC with a pepper kept outside."""
        return _digest(*self._makes("code-pepper"), code, purpose)

    def code_hashes(self, code: str, *, purpose: str) -> tuple[str, ...]:
        """Under every version present, to look for one that is stored."""
        return self._digests("code-pepper", code, purpose)

    def is_code(self, stored: str, code: str, *, purpose: str) -> bool:
        """Does what is stored come from this code?"""
        return any(same(stored, one) for one in self.code_hashes(code, purpose=purpose))

    def _digests(self, name: str, value: str, purpose: str) -> tuple[str, ...]:
        return tuple(_digest(version, key, value, purpose) for version, key in self._now().secrets[name].items())

    def _signs(self, name: str) -> SigningKey:
        now = self._now()
        return now.signing[name][now.making[name]]

    def _makes(self, name: str) -> tuple[int, bytes]:
        now = self._now()
        version = now.making[name]
        return version, now.secrets[name][version]

    def _now(self) -> _Contents:
        if time.monotonic() - self._looked_at > LOOK_EVERY_S:
            self._looked_at = time.monotonic()
            try:
                self._contents = self._look()
            except (OSError, ValueError, KeysMissing) as error:
                # What was read goes on counting: a slip in the folder must not stop those who are signed in.
                log.error("keys-unreadable", problem=str(error))
        return self._contents

    def _look(self) -> _Contents:
        now_s = clock.unshifted(clock.wall_time()).timestamp()
        found = key_files.listed(self.folder)
        if gone := [name for name, versions in found.items() if not versions]:
            raise KeysMissing(f"{', '.join(gone)} not in {self.folder}")
        return _Contents(
            {name: {one.version: self._signing_key(one) for one in found[name]} for name in SIGNING},
            {name: {one.version: key_files.secret(one.path) for one in found[name]} for name in SECRETS},
            {name: key_files.making(versions, now_s).version for name, versions in found.items()},
        )

    def _signing_key(self, one: key_files.Found) -> SigningKey:
        """Read once: parsing a key takes longer than all else here, and a version never changes."""
        contents: _Contents | None = getattr(self, "_contents", None)
        known = contents.signing[one.name].get(one.version) if contents else None
        return known or key_files.signing_key(one.path)


def fresh_personal_key() -> bytes:
    """A key of 32 bytes for one person."""
    return AESGCM.generate_key(256)


def seal_under(key: bytes, plaintext: str, *, context: str) -> bytes:
    return _sealed(key, PERSONAL, plaintext.encode(), context)


def unseal_under(key: bytes, sealed: bytes, *, context: str) -> str:
    return _opened(key, sealed, context).decode()


def is_personal(sealed: bytes) -> bool:
    """Is it sealed under a person's own key?"""
    return sealed[:1] == bytes([PERSONAL])


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


def _digest(version: int, key: bytes, value: str, purpose: str) -> str:
    """Hexadecimal; from version 2 on with the version in front."""
    digest = hmac.new(key, f"{purpose}\n{value}".encode(), hashlib.sha256).hexdigest()
    return digest if version == 1 else f"{version}:{digest}"


def _sealed(key: bytes, form: int, content: bytes, context: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return bytes([form]) + nonce + AESGCM(key).encrypt(nonce, content, context.encode())


def _opened(key: bytes, stored: bytes, context: str) -> bytes:
    nonce, sealed = stored[1 : 1 + NONCE_BYTES], stored[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, sealed, context.encode())
    except (InvalidTag, ValueError) as error:
        raise Undecipherable(context) from error
