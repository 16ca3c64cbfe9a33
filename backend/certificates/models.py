"""Certificates as they were issued. A row is never changed but in its state (migrations/sql/certificates.sql)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model


class State(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


class Certificate(Model):
    """``canonical`` holds all facts; ``jws`` signs the short ones and the digest of all."""

    __tablename__ = "certificates_certificates"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        CheckConstraint("state IN ('valid', 'revoked', 'superseded')", name="state"),
    )

    number: Mapped[str] = mapped_column(String(24), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID]  # the retirement that it proves
    canonical: Mapped[str]
    jws: Mapped[str]
    is_demo: Mapped[bool]
    issued_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    state_changed_at: Mapped[datetime | None]


class Print(Model):
    """A PDF that was handed out: its digest, never its bytes. Append-only, so that a file can be checked for ever."""

    __tablename__ = "certificates_prints"
    __table_args__ = (CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[str] = mapped_column(ForeignKey("certificates_certificates.number"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    state_shown: Mapped[str] = mapped_column(String(12))
    edition: Mapped[str] = mapped_column(String(16))  # of template, fonts and typesetter
    recorded_at: Mapped[datetime]
