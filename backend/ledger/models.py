"""Double-entry books for points, carbon tickets and money. Append-only: correct by reversing.

The application reads these tables and writes them through ``ledger_post()`` alone (migrations/sql/ledger.sql):
its role holds no other right on them. See docs/ledger.md.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from backend.extensions import Model


class TransactionId(UserDefinedType[int]):
    """PostgreSQL's ``xid8``: which transaction wrote a row, for exact roll-ups."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


class AccountKind(StrEnum):
    GUARDED = "guarded"  # balance, version, floor and ceiling kept under a row lock
    OPEN = "open"  # appended to, never locked; rolled up by a sweep, exact when read
    SOURCE = "source"  # only gives
    SINK = "sink"  # only receives


class Account(Model):
    """A place where units of one kind rest. Its id is UUIDv5 of path and unit."""

    __tablename__ = "ledger_accounts"
    __table_args__ = (
        UniqueConstraint("path", "unit"),
        CheckConstraint("kind IN ('guarded', 'open', 'source', 'sink')", name="kind"),
        CheckConstraint("balance IS NULL OR floor IS NULL OR balance >= floor", name="floor"),
        CheckConstraint("balance IS NULL OR ceiling IS NULL OR balance <= ceiling", name="ceiling"),
        CheckConstraint("(kind = 'guarded') = (balance IS NOT NULL)", name="only_guarded_keeps_balance"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(160))
    unit: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(8))
    floor: Mapped[int | None]
    ceiling: Mapped[int | None]
    balance: Mapped[int | None]
    version: Mapped[int | None]


class Entry(Model):
    """One business event in one unit. ``reference`` makes it happen once in the whole ledger."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        UniqueConstraint("reference"),
        UniqueConstraint("reverses"),
        CheckConstraint("reverses <> id", name="not_its_own_reversal"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(60))
    business_date: Mapped[date]
    occurred_at: Mapped[datetime]  # when it happened in the world
    recorded_at: Mapped[datetime]  # when we wrote it down
    reverses: Mapped[UUID | None]


class Posting(Model):
    """One leg of an entry. Negative leaves the account, positive enters it; an entry's legs sum to nil."""

    __tablename__ = "ledger_postings"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount_not_nil"),
        CheckConstraint("amount BETWEEN -1000000000000000 AND 1000000000000000", name="amount_bounded"),
        Index("ix_ledger_postings_account", "account_id", "transaction_id"),
        # Two writers of one balance cannot both be right.
        Index("uq_ledger_postings_account_version", "account_id", "account_version", unique=True,
              postgresql_where=text("account_version IS NOT NULL")),
    )  # fmt: skip

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    leg: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    account_id: Mapped[UUID]
    amount: Mapped[int]
    balance_after: Mapped[int | None]
    account_version: Mapped[int | None]
    transaction_id: Mapped[int] = mapped_column(TransactionId(), server_default=text("pg_current_xact_id()"))


class RollUp(Model):
    """The sum of an open account's postings by every transaction before ``below``."""

    __tablename__ = "ledger_roll_ups"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    balance: Mapped[int]
    below: Mapped[int] = mapped_column(TransactionId())
