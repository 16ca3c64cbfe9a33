"""Numbers to which something is offered: found under every version of the key, answered by whoever has them now."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend.identity.service.registering import phone_of
from backend.kernel import crypto


def indexes_of(phone: str) -> Sequence[str]:
    return crypto.keys().blind_indexes(phone, purpose="phone")


def own_indexes(person_id: UUID) -> Sequence[str]:
    return indexes_of(phone_of(person_id))


def index_of(phone: str) -> str:
    return crypto.keys().blind_index(phone, purpose="phone")


def sealed(phone: str, *, context: str) -> bytes:
    return crypto.keys().encrypt(phone, context=context)
