"""What the commands about files take and give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Purpose(StrEnum):
    """What a file is for. It decides which types are taken and how long it is kept."""

    EVIDENCE = "evidence"
    IMPORT = "import"
    EXPORT = "export"
    PERSONAL_COPY = "personal-copy"


BROUGHT: tuple[Purpose, ...] = (Purpose.EVIDENCE, Purpose.IMPORT)
"""What people bring; the others the service makes."""


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes that were looked through (or made by us), under a name that is safe to show."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """What lies in storage already and waits for its row. ``key`` opens it; without the row nobody can."""

    purpose: Purpose
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    storage_key: str
    key: bytes


@dataclass(frozen=True, slots=True)
class FileFacts:
    file_id: UUID
    name: str | None
    media_type: str
    size_bytes: int
    sha256: str
    purpose: str
    state: str
    recorded_at: datetime
    removed_at: datetime | None
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a content lies, and the key that opens it."""

    file_id: UUID
    name: str
    media_type: str
    storage_key: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    name: str
    media_type: str
    body: bytes
