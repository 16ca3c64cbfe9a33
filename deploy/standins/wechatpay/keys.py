"""The keys of both ends: the merchant's, which the application signs with, and the gateway's, which the stand-in does.

With the real WeChat Pay the gateway's private key is theirs alone, and the merchant's files come from its console.
Everything here is made once and kept: a second call changes nothing, and two processes may call at once.
"""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

DEMO_MERCHANT_ID = "1900000109"
DEMO_APP_ID = "wxd678efh567hg6787"

# Nobody types these, so the alphabet avoids nothing; WeChat asks for exactly 32 letters and digits.
_APIV3_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True, slots=True)
class KeyPaths:
    """Where each key lies. The application needs all but `gateway_private`."""

    merchant_private: Path
    merchant_public: Path
    merchant_serial: Path
    apiv3_key: Path
    gateway_private: Path
    gateway_public: Path
    public_key_id: Path


def ensure_keys(keys_dir: Path) -> KeyPaths:
    """The key files under `keys_dir`/wechatpay, made (0600) where they are missing."""
    folder = Path(keys_dir) / "wechatpay"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    paths = KeyPaths(
        merchant_private=folder / "merchant_private.pem",
        merchant_public=folder / "merchant_public.pem",
        merchant_serial=folder / "merchant_serial.txt",
        apiv3_key=folder / "apiv3_key.txt",
        gateway_private=folder / "gateway_private.pem",
        gateway_public=folder / "gateway_public.pem",
        public_key_id=folder / "public_key_id.txt",
    )
    with _one_at_a_time(folder):
        _ensure_pair(paths.merchant_private, paths.merchant_public)
        _ensure_pair(paths.gateway_private, paths.gateway_public)
        _ensure(paths.merchant_serial, lambda: secrets.token_hex(20).upper())
        _ensure(paths.apiv3_key, lambda: "".join(secrets.choice(_APIV3_ALPHABET) for _ in range(32)))
        _ensure(paths.public_key_id, lambda: f"PUB_KEY_ID_{secrets.randbelow(10**30):030d}")
    return paths


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Two processes starting together must end up with the same keys."""
    with open(folder / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ensure_pair(private_path: Path, public_path: Path) -> None:
    _ensure(private_path, lambda: _private_pem(generate_private_key(public_exponent=65537, key_size=2048)))
    _ensure(public_path, lambda: _public_pem(private_path))


def _ensure(path: Path, make: Callable[[], str]) -> None:
    """Write the whole file or none: a kill in between must not leave half a key behind."""
    if path.exists():
        return
    draft = path.with_suffix(".draft")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(make())
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def _private_pem(key: RSAPrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


def _public_pem(private_path: Path) -> str:
    key = load_pem_private_key(private_path.read_bytes(), password=None)
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")
