"""A file's content as storage sees it: AES-256-GCM under a key of its own.

The key lies in the file's row, sealed by the service's keyring: whoever has the storage or its backups alone has
nothing, and destroying the key destroys every copy of the content at once.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.kernel import crypto
from backend.kernel.crypto import Undecipherable

ONCE: Final = bytes(12)
"""A key seals one content, once, so its nonce need not differ from any other."""


def fresh_key() -> bytes:
    return AESGCM.generate_key(256)


def seal(key: bytes, content: bytes, *, storage_key: str) -> bytes:
    """``storage_key`` is authenticated, so that two objects cannot be swapped."""
    return AESGCM(key).encrypt(ONCE, content, storage_key.encode())


def unseal(key: bytes, sealed: bytes, *, storage_key: str) -> bytes:
    """Raises Undecipherable: it was changed, or is another's."""
    try:
        return AESGCM(key).decrypt(ONCE, sealed, storage_key.encode())
    except InvalidTag as error:
        raise Undecipherable(storage_key) from error


def wrap(key: bytes, file_id: UUID) -> bytes:
    """The key as it may stand in the row."""
    return crypto.keys().encrypt(key.hex(), context=f"files_files|sealed_key|{file_id}")


def unwrap(wrapped: bytes, file_id: UUID) -> bytes:
    return bytes.fromhex(crypto.keys().decrypt(wrapped, context=f"files_files|sealed_key|{file_id}"))


def seal_name(name: str, file_id: UUID) -> bytes:
    return crypto.keys().encrypt(name, context=f"files_files|sealed_name|{file_id}")


def name_of(sealed: bytes, file_id: UUID) -> str:
    return crypto.keys().decrypt(sealed, context=f"files_files|sealed_name|{file_id}")
