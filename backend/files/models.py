"""What is known of a file; its content lies in storage, sealed under a key that lies here."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model


class FileState(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"


class Refusal(Model):
    """Something was brought, looked into and not taken. Nothing of it is kept; it counts against floods for a day."""

    __tablename__ = "files_refusals"
    __table_args__ = (Index("ix_files_refusals_party", "party_id", "refused_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID]
    refused_at: Mapped[datetime]


class File(Model):
    """One file of a party. Removing it destroys its key and leaves a tombstone with the hash: proof without content.

    ``thing_kind`` and ``thing_id`` say what it hangs on; a file hangs on one thing, once.
    """

    __tablename__ = "files_files"
    __table_args__ = (
        CheckConstraint("state IN ('kept', 'removed')", name="state"),
        CheckConstraint("(state = 'removed') = (removed_at IS NOT NULL)", name="removed_at"),
        CheckConstraint("(state = 'removed') = (sealed_key IS NULL)", name="sealed_key"),
        CheckConstraint("(thing_kind IS NULL) = (thing_id IS NULL)", name="thing"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        Index("ix_files_files_party", "party_id", "recorded_at", "id"),
        Index("ix_files_files_thing", "thing_kind", "thing_id", postgresql_where=text("thing_id IS NOT NULL")),
        Index("ix_files_files_kept", "retention", "recorded_at", postgresql_where=text("state = 'kept'")),
        Index("ix_files_files_stored", "storage_key", unique=True, postgresql_where=text("storage_key IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID]
    person_id: Mapped[UUID]  # who brought it; for an organisation, one of its people
    purpose: Mapped[str] = mapped_column(String(20))
    retention: Mapped[str] = mapped_column(String(20))
    sealed_name: Mapped[bytes | None]  # as its owner calls it; gone with the content
    media_type: Mapped[str] = mapped_column(String(80))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str | None] = mapped_column(String(64))  # emptied once storage has let go of it
    sealed_key: Mapped[bytes | None]
    thing_kind: Mapped[str | None] = mapped_column(String(40))
    thing_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(String(10))
    recorded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
