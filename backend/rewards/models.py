"""Rewards of merchants, pay codes, and what was redeemed with them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model
from backend.kernel.transaction import LOST_RACES

CATEGORIES: Final = ("travel", "food", "goods")
LIMIT_SPANS: Final = ("day", "month", "ever")
PICTURES: Final = ("bus", "leicha", "jerky", "yew", "cup", "power")


class RewardState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class RedemptionState(StrEnum):
    DONE = "done"
    REVERSED = "reversed"


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


class Reward(Model):
    """What a merchant gives for points. The office pays the merchant ``worth_fen``, out of the funder's money."""

    __tablename__ = "rewards_rewards"
    __table_args__ = (
        CheckConstraint(_one_of("category", CATEGORIES), name="category"),
        CheckConstraint(_one_of("picture", PICTURES), name="picture"),
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        CheckConstraint("points > 0 AND worth_fen >= 0", name="not_negative"),
        CheckConstraint("stock >= 0", name="stock_not_negative"),
        CheckConstraint(_one_of("limit_span", LIMIT_SPANS), name="limit_span"),
        CheckConstraint("limit_count > 0", name="limit_positive"),
        CheckConstraint("(limit_count IS NULL) = (limit_span IS NULL)", name="limit_whole"),
        Index("ix_rewards_rewards_recorded_at", "recorded_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    merchant_party_id: Mapped[UUID] = mapped_column(index=True)
    title_zh: Mapped[str] = mapped_column(String(60))
    title_en: Mapped[str] = mapped_column(String(90))
    description_zh: Mapped[str] = mapped_column(String(200))
    description_en: Mapped[str] = mapped_column(String(300))
    category: Mapped[str] = mapped_column(String(10))
    points: Mapped[int]
    worth_fen: Mapped[int]
    picture: Mapped[str] = mapped_column(String(10))
    stock: Mapped[int | None]  # None: as many as are asked for
    limit_count: Mapped[int | None]  # how many one person gets in a ``limit_span``; None: as many as they can pay
    limit_span: Mapped[str | None] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(6))
    funder_zh: Mapped[str] = mapped_column(String(80))
    funder_en: Mapped[str] = mapped_column(String(120))
    terms_zh: Mapped[str] = mapped_column(String(300))
    terms_en: Mapped[str] = mapped_column(String(400))
    valid_from: Mapped[date]
    recorded_at: Mapped[datetime]


class PayCode(Model):
    """What a member shows at a counter. Kept as two hashes: of the text in the QR and of the digits to read out.

    It lives until it expires, is replaced by the next one, or was tried once. The rows of a life that ended
    otherwise than by time are marked: ``used_at`` is the first attempt to redeem, whatever came of it.
    """

    __tablename__ = "rewards_pay_codes"
    __table_args__ = (
        UniqueConstraint("code_hash"),
        CheckConstraint("used_at IS NULL OR replaced_at IS NULL", name="dies_once"),
        CheckConstraint("used_at IS NULL OR shown_to IS NOT NULL", name="used_where_it_was_shown"),
        Index("uq_rewards_pay_codes_live", "party_id", unique=True,
              postgresql_where=text("used_at IS NULL AND replaced_at IS NULL")),
        Index("uq_rewards_pay_codes_live_digits", "digits_hash", unique=True,
              postgresql_where=text("used_at IS NULL AND replaced_at IS NULL")),
        Index("ix_rewards_pay_codes_digits", "digits_hash", "issued_at"),
        Index("ix_rewards_pay_codes_expires_at", "expires_at"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID]
    code_hash: Mapped[str] = mapped_column(String(68))
    digits_hash: Mapped[str] = mapped_column(String(68))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    shown_to: Mapped[UUID | None]  # the first merchant that looked at it; no other may take it
    used_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]


class WrongCode(Model):
    """A clerk tried a code that never was. Rows to count, swept by the next wrong one."""

    __tablename__ = "rewards_wrong_codes"
    __table_args__ = (Index("ix_rewards_wrong_codes_clerk", "clerk_person_id", "tried_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    clerk_person_id: Mapped[UUID]
    tried_at: Mapped[datetime]


class Redemption(Model):
    """Points taken at a counter. Of a row that stands only the reversal is ever written, once."""

    __tablename__ = "rewards_redemptions"
    __table_args__ = (
        UniqueConstraint("merchant_party_id", "out_trade_no"),
        UniqueConstraint("pay_code_id"),
        UniqueConstraint("entry_id"),
        CheckConstraint("state IN ('done', 'reversed')", name="state"),
        CheckConstraint("points > 0 AND payable_fen >= 0", name="not_negative"),
        CheckConstraint(
            "num_nonnulls(reversed_at, reversal_entry_id) = CASE state WHEN 'reversed' THEN 2 ELSE 0 END",
            name="reversed_whole",
        ),
        Index("ix_rewards_redemptions_merchant", "merchant_party_id", "redeemed_at", "id"),
        Index("ix_rewards_redemptions_customer", "customer_party_id", "redeemed_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    merchant_party_id: Mapped[UUID]
    clerk_person_id: Mapped[UUID]
    customer_party_id: Mapped[UUID]
    pay_code_id: Mapped[UUID] = mapped_column(ForeignKey("rewards_pay_codes.id"))
    out_trade_no: Mapped[str] = mapped_column(String(64))
    reward_id: Mapped[UUID | None] = mapped_column(ForeignKey("rewards_rewards.id"))
    points: Mapped[int]
    payable_fen: Mapped[int]
    entry_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(8))
    redeemed_at: Mapped[datetime]
    reversed_at: Mapped[datetime | None]
    reversal_entry_id: Mapped[UUID | None]
    reason: Mapped[str | None] = mapped_column(String(200))  # why it was reversed, in the clerk's words


# Two counters with one number of their own; twelve digits drawn twice.
LOST_RACES.update({"uq_rewards_redemptions_merchant_party_id_out_trade_no", "uq_rewards_pay_codes_live_digits"})
