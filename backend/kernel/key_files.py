"""The folder with the keys (``KEYS_DIR``, 0700; files 0600), and the versions of each key in it.

``token-signing.pem`` is version 1, ``token-signing.2.pem`` the next. All versions present read; one makes: the newest
that every process has had time to see (``GRACE_S`` since its file was written). What is not needed any more is moved
to ``retired/`` and read no longer.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNING: Final = ("token-signing", "certificate-signing")
SECRETS: Final = ("field-encryption", "blind-index", "code-pepper", "metrics-token")
NAMES: Final = (*SIGNING, *SECRETS)
LAST_VERSION: Final = 199
"""A version is one byte in front of what it seals; the bytes above name other forms."""

GRACE_S: Final = 10
"""A new key makes nothing before every process, which looks every two seconds, can read what it makes."""

_FILE: Final = re.compile(r"(?P<name>[a-z-]+)(?:\.(?P<version>[1-9][0-9]{0,2}))?\.(?P<ending>pem|key)", re.ASCII)
SECRET_BYTES: Final = 32


class KeysMissing(Exception):
    """A key file is not there, not readable, or may not be made. One line says which."""


class NotToBeRotated(Exception):
    """There is no next version of this key to make. One line says why."""


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


@dataclass(frozen=True)
class Found:
    """A version of a key as it lies in the folder. ``written_at_s``: seconds since 1970, as the file system has it."""

    name: str
    version: int
    path: Path
    written_at_s: int

    def counts(self, now_s: float) -> bool:
        """May it make something? Not before everybody knows it."""
        return now_s >= self.written_at_s + GRACE_S


def listed(folder: Path) -> Mapping[str, tuple[Found, ...]]:
    """What lies in the folder: by name, oldest version first."""
    found: dict[str, list[Found]] = {name: [] for name in NAMES}
    with os.scandir(folder) as entries:
        for entry in entries:
            parts = _FILE.fullmatch(entry.name)
            if parts is None or parts["name"] not in NAMES or parts["ending"] != ending(parts["name"]):
                continue
            version = int(parts["version"] or 1)
            if (parts["version"] == "1") or version > LAST_VERSION:
                raise KeysMissing(f"{entry.path} is no name of a version: 1 has no number, {LAST_VERSION} is the last")
            found[parts["name"]].append(Found(parts["name"], version, Path(entry.path), int(entry.stat().st_mtime)))
    return {name: tuple(sorted(versions, key=lambda one: one.version)) for name, versions in found.items()}


def making(versions: tuple[Found, ...], now_s: float) -> Found:
    """The one that makes: the newest that counts, else the oldest."""
    return next((one for one in reversed(versions) if one.counts(now_s)), versions[0])


def make_missing(folder: Path, *, may_create: bool) -> None:
    """A first version of each key that has none. Raises KeysMissing where that is not allowed."""
    if may_create:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not folder.is_dir():
        raise KeysMissing(f"{folder} is missing; make the keys once and keep them safe (docs/security.md)")
    for name, versions in listed(folder).items():
        if versions:
            continue
        path = folder / file_name(name, 1)
        if not may_create:
            raise KeysMissing(f"{path} is missing; make the keys once and keep them safe (docs/security.md)")
        _write(path, _fresh(name))


def add_version(folder: Path, name: str) -> Found:
    """Write the next version of a key. Raises NotToBeRotated, while an earlier new one is not everybody's yet."""
    versions = listed(folder)[name]
    if not versions:
        raise NotToBeRotated(f"there is no {name} in {folder}")
    version = versions[-1].version + 1
    if version > LAST_VERSION:
        raise NotToBeRotated(f"{name} has had all its {LAST_VERSION} versions")
    path = folder / file_name(name, version)
    if not _write(path, _fresh(name)):
        raise NotToBeRotated(f"somebody else has just made {path.name}")
    return next(one for one in listed(folder)[name] if one.version == version)


def retire(found: Found) -> Path:
    """Put a version away, where nothing reads it: ``retired/`` beside it."""
    away = found.path.parent / "retired"
    away.mkdir(mode=0o700, exist_ok=True)
    return found.path.rename(away / found.path.name)


def signing_key(path: Path) -> SigningKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeysMissing(f"{path} is not an Ed25519 private key")
    return SigningKey(key)


def secret(path: Path) -> bytes:
    content = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(content) < SECRET_BYTES:
        raise KeysMissing(f"{path} must hold {SECRET_BYTES} bytes as {2 * SECRET_BYTES} hexadecimal digits")
    return content


def ending(name: str) -> str:
    return "pem" if name in SIGNING else "key"


def file_name(name: str, version: int) -> str:
    return f"{name}.{ending(name)}" if version == 1 else f"{name}.{version}.{ending(name)}"


def _fresh(name: str) -> bytes:
    if name in SECRETS:
        return secrets.token_hex(SECRET_BYTES).encode()
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes) -> bool:
    """Several may start at once: write aside, then link, so that exactly one wins with a whole file."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    aside.touch(mode=0o600)
    aside.write_bytes(content)
    try:
        os.link(aside, path)
    except FileExistsError:
        return False
    finally:
        aside.unlink()
    return True
