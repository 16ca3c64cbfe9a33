"""Certificates as they were issued. A row is never changed but in its state (migrations/sql/certificates.sql)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, String, UniqueConstraint
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
