"""Money asked for, received and given back. The books hold the amounts; these rows hold the story with the gateway."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model
from backend.kernel.transaction import LOST_RACES


class PaymentState(StrEnum):
    CREATED = "created"  # nothing asked of a gateway yet
    PAYING = "paying"  # a gateway may take the money
    PAID = "paid"  # money arrived and what it pays for was delivered
    CLOSED = "closed"  # the gateway takes no more money
    LATE = "late"  # money arrived after closing, or for something that could not be delivered
    REFUNDING = "refunding"
    REFUNDED = "refunded"


class RefundState(StrEnum):
    REQUESTED = "requested"  # not told to the gateway yet, or its answer is unknown
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    STUCK = "stuck"  # the gateway cannot; the office must


class Payment(Model):
    __tablename__ = "payments_payments"
    __table_args__ = (
        UniqueConstraint("payable_kind", "payable_id"),
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        Index("ix_payments_payments_due", "due_at", postgresql_where=text("state IN ('created', 'paying')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    payable_kind: Mapped[str] = mapped_column(String(30))
    payable_id: Mapped[UUID]
    payer_party_id: Mapped[UUID] = mapped_column(index=True)
    amount_fen: Mapped[int]
    description: Mapped[str] = mapped_column(String(120))
    return_path: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(12))
    gateway: Mapped[str | None] = mapped_column(String(12))
    transaction: Mapped[str | None] = mapped_column(String(64))
    recorded_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    closing_since: Mapped[datetime | None]  # no new attempt from here on
    last_attempt_failed: Mapped[bool]
    due_at: Mapped[datetime | None]  # when the sweep looks next
    looks: Mapped[int]

    @property
    def out_trade_no(self) -> str:
        """The payment's id without dashes: a gateway takes 32 characters at most."""
        return self.id.hex


class Attempt(Model):
    """Somebody was sent to a gateway. Repeating one is harmless: the order number is the payment's id."""

    __tablename__ = "payments_attempts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payments_payments.id"), index=True)
    gateway: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(10))
    recorded_at: Mapped[datetime]


class Receipt(Model):
    """Money that arrived: one gateway transaction, once, for one payment."""

    __tablename__ = "payments_receipts"

    gateway: Mapped[str] = mapped_column(String(12), primary_key=True)
    transaction: Mapped[str] = mapped_column(String(64), primary_key=True)
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payments_payments.id"), index=True)
    amount_fen: Mapped[int]
    paid_at: Mapped[datetime]
    recorded_at: Mapped[datetime]


class Refund(Model):
    __tablename__ = "payments_refunds"
    __table_args__ = (
        UniqueConstraint("payment_id", "number"),
        UniqueConstraint("gateway", "transaction"),  # one transaction is given back once, whole
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        Index("ix_payments_refunds_due", "due_at", postgresql_where=text("state IN ('requested', 'processing')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payments_payments.id"))
    number: Mapped[int]
    gateway: Mapped[str] = mapped_column(String(12))
    transaction: Mapped[str] = mapped_column(String(64))
    amount_fen: Mapped[int]
    reason: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12))
    recorded_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    looks: Mapped[int]
    settled_at: Mapped[datetime | None]

    @property
    def refund_no(self) -> str:
        return self.id.hex


class HeardNotification(Model):
    """What a gateway told us, by the nonce of its delivery: none is listened to twice."""

    __tablename__ = "payments_notifications"

    gateway: Mapped[str] = mapped_column(String(12), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(128), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(64))
    out_trade_no: Mapped[str] = mapped_column(String(64))
    heard_at: Mapped[datetime] = mapped_column(index=True)


class Discrepancy(Model):
    """The gateway says something that cannot be: kept for the office, never "repaired" by trusting it."""

    __tablename__ = "payments_discrepancies"
    __table_args__ = (UniqueConstraint("payment_id", "kind", "transaction"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payments_payments.id"))
    kind: Mapped[str] = mapped_column(String(20))
    transaction: Mapped[str] = mapped_column(String(64))
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    recorded_at: Mapped[datetime]


LOST_RACES |= {"pk_payments_receipts", "uq_payments_refunds_payment_id_number"}
