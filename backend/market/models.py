"""The retail shelf: offers, their dated prices, and the slots that let many buy at once.

How many kilograms lie in a slot, the register and the ledger know; a slot's row is what buyers lock.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model


class Offer(Model):
    __tablename__ = "market_offers"
    __table_args__ = (Index("ix_market_offers_open", "opened_at", postgresql_where=text("closed_at IS NULL")),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    batch_number: Mapped[str] = mapped_column(String(20), index=True)
    seller_party_id: Mapped[UUID]
    is_demo: Mapped[bool]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]


class OfferPrice(Model):
    """What a tonne costs from an instant on, until the next row. Append-only."""

    __tablename__ = "market_offer_prices"
    __table_args__ = (CheckConstraint("price_fen_per_t > 0", name="price"),)

    offer_id: Mapped[UUID] = mapped_column(ForeignKey("market_offers.id"), primary_key=True)
    valid_from: Mapped[datetime] = mapped_column(primary_key=True)
    price_fen_per_t: Mapped[int]


class ShelfSlot(Model):
    """One part of an offer."""

    __tablename__ = "market_shelf_slots"
    __table_args__ = (UniqueConstraint("offer_id", "place"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("market_offers.id"))
    place: Mapped[int] = mapped_column(SmallInteger)
    movements: Mapped[int] = mapped_column(SmallInteger)  # times something was put on it or taken off it by its seller
