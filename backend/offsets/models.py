"""Quotes and orders: kilograms of a ticket, bought to be retired."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Sequence, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model


class OrderState(StrEnum):
    PLACED = "placed"  # kilograms reserved, money asked for
    PAID = "paid"  # money in, not yet delivered (passes within one transaction)
    RETIRED = "retired"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"  # money came too late and went back


class Quote(Model):
    """A price that holds for fifteen minutes. It reserves nothing."""

    __tablename__ = "offsets_quotes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID] = mapped_column(index=True)
    offer_id: Mapped[UUID]
    quantity_kg: Mapped[int]
    price_fen_per_t: Mapped[int]
    amount_fen: Mapped[int]
    footprint_id: Mapped[UUID | None]
    recorded_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]


class Order(Model):
    __tablename__ = "offsets_orders"
    __table_args__ = (
        UniqueConstraint("quote_id"),  # a quote is taken once
        UniqueConstraint("number"),
        UniqueConstraint("payment_id"),
        UniqueConstraint("retirement_id"),
        CheckConstraint("quantity_kg > 0", name="quantity_positive"),
        CheckConstraint("(state = 'retired') = (retirement_id IS NOT NULL)", name="retired_has_retirement"),
        Index("ix_offsets_orders_party", "party_id", "recorded_at", "id"),
        Index("ix_offsets_orders_footprint", "footprint_id", postgresql_where=text("state = 'placed'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    party_id: Mapped[UUID]
    quote_id: Mapped[UUID]
    offer_id: Mapped[UUID]
    batch_number: Mapped[str] = mapped_column(String(7))
    seller_party_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(12))
    purpose: Mapped[str] = mapped_column(String(12))
    beneficiary_kind: Mapped[str] = mapped_column(String(12))
    beneficiary_name: Mapped[str | None] = mapped_column(String(40))
    footprint_id: Mapped[UUID | None]
    footprint_period: Mapped[str | None] = mapped_column(String(7))
    quantity_kg: Mapped[int]
    price_fen_per_t: Mapped[int]
    amount_fen: Mapped[int]
    payment_id: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    retirement_id: Mapped[UUID | None]
    certificate_number: Mapped[str | None] = mapped_column(String(20))
    retired_at: Mapped[datetime | None]
    points_awarded: Mapped[int]
    award_entry_id: Mapped[UUID | None]


class Turn(Model):
    """A row to lock, so that one party's orders are judged one after another (daily limit, footprint)."""

    __tablename__ = "offsets_turns"

    party_id: Mapped[UUID] = mapped_column(primary_key=True)


ORDER_NUMBERS = Sequence("offsets_order_numbers", metadata=Model.metadata)
