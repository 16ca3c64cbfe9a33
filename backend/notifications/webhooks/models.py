"""Where an organisation wants to be told, with which key we sign, and what became of each message."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model


class EndpointState(StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"
    CLOSED = "closed"


class DeliveryState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


class Endpoint(Model):
    __tablename__ = "notifications_webhook_endpoints"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'disabled', 'closed')", name="state"),
        Index("ix_notifications_webhook_endpoints_party", "party_id", "recorded_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID]
    url: Mapped[str] = mapped_column(String(500))
    kinds: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    state: Mapped[str] = mapped_column(String(10))
    last_sequence: Mapped[int]  # of the newest message; the receiver sees by gaps what has not come yet
    failing_since: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]  # last spoken to: whose turn is longest ago comes next
    state_changed_at: Mapped[datetime]
    recorded_at: Mapped[datetime]


class EndpointKey(Model):
    """An Ed25519 pair of one endpoint. The private half is sealed and never leaves; two sign while keys change."""

    __tablename__ = "notifications_webhook_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("notifications_webhook_endpoints.id"), index=True)
    kid: Mapped[str] = mapped_column(String(16), unique=True)
    public: Mapped[str] = mapped_column(String(50))  # whpk_ and base64, as Standard Webhooks writes it
    private_sealed: Mapped[bytes]
    recorded_at: Mapped[datetime]
    retires_at: Mapped[datetime | None]


class Delivery(Model):
    """One message to one endpoint. The event's id is the same at every try and in every replay."""

    __tablename__ = "notifications_webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("endpoint_id", "event_id"),
        UniqueConstraint("endpoint_id", "sequence"),
        CheckConstraint("state IN ('pending', 'delivered', 'dead')", name="state"),
        Index("ix_notifications_webhook_deliveries_due", "due_at", postgresql_where=text("state = 'pending'")),
        Index("ix_notifications_webhook_deliveries_list", "endpoint_id", "recorded_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("notifications_webhook_endpoints.id"))
    event_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(40))
    sequence: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int]
    last_answer: Mapped[str | None] = mapped_column(String(60))  # a status, or why there was none
    recorded_at: Mapped[datetime]
    due_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
