"""What files ask of others: who else may read one, how long each class is kept, where the bytes lie."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol
from uuid import UUID

from backend.kernel.principal import Principal


class Readers(Protocol):
    """Fills ``readers``, by the kind of thing that a file hangs on. A person may read their own in any case."""

    def may_read(self, principal: Principal, thing_id: UUID) -> bool:
        """Whether somebody may read the files of this thing: who handles it, and for an organisation's who sees it."""


class NobodyElse:
    """For things whose files are their owner's alone."""

    def may_read(self, principal: Principal, thing_id: UUID) -> bool:
        return False


class Retention(Protocol):
    """The dated settings; files lie below them."""

    def days(self, name: str) -> int:
        """How many days a class is kept, as of today."""

    def most_a_day(self) -> int:
        """How many files a party may bring on one day."""


class Storage(Protocol):
    """Where bytes lie, under random names. It sees only sealed content. Each raises StorageUnavailable."""

    def put(self, key: str, content: bytes) -> None:
        """Durable when it returns; all of it or nothing."""

    def get(self, key: str) -> bytes | None:
        """None if there is nothing."""

    def delete(self, key: str) -> None:
        """Nothing to delete is no mistake."""

    def keys(self, before: datetime) -> Iterator[str]:
        """Everything that was put before an instant of the outside clock."""


readers: dict[str, Readers] = {}
_storage: list[Storage] = []
_retention: list[Retention] = []
_largest: list[int] = []


def fill(storage: Storage, retention: Retention, *, largest_upload_bytes: int) -> None:
    _storage[:], _retention[:], _largest[:] = [storage], [retention], [largest_upload_bytes]


def storage() -> Storage:
    return _storage[0]


def retention() -> Retention:
    return _retention[0]


def largest_upload_bytes() -> int:
    return _largest[0]


def refuse_gaps() -> None:
    assert all((_storage, _retention, _largest)), "nobody stores files; wiring fills it"
