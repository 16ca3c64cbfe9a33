"""Notices to read in the app, and how each reader wants to be told. What a notice says of somebody is sealed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model


class Notice(Model):
    """One thing that a party (a person, or an organisation's members) should know. Words come from the locales."""

    __tablename__ = "notifications_notices"
    __table_args__ = (
        Index("ix_notifications_notices_party", "party_id", "recorded_at", "id"),
        Index("ix_notifications_notices_unread", "party_id", postgresql_where=text("read_at IS NULL")),
        Index("ix_notifications_notices_read", "read_at", postgresql_where=text("read_at IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID]
    template: Mapped[str] = mapped_column(String(40))
    facts_sealed: Mapped[bytes]
    recorded_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class NoticeChoice(Model):
    """What a party has chosen; who has chosen nothing is told in Chinese, and by SMS where a notice asks for it."""

    __tablename__ = "notifications_choices"
    __table_args__ = (CheckConstraint("language IN ('zh-CN', 'en')", name="language"),)

    party_id: Mapped[UUID] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(5))
    no_sms: Mapped[list[str]] = mapped_column(JSONB)  # kinds of notices that are not sent as SMS too
    changed_at: Mapped[datetime]
