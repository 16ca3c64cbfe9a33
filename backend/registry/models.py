"""Projects, tickets, and where each kilogram rests.

A batch owns a stretch of serials that is unique in the county; one serial is one kilogram. Blocks of serials
tile the stretch: what migrations/sql/registry.sql adds (an exclusion constraint, append-only guards) makes an
overlap, or a change of what is retired, impossible to write.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import INT8MULTIRANGE, INT8RANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model
from backend.kernel.transaction import LOST_RACES


class State(StrEnum):
    """Where a kilogram may be: one list everywhere."""

    AVAILABLE = "available"
    LISTED = "listed"
    RESERVED = "reserved"
    PLEDGED = "pledged"
    FROZEN = "frozen"
    BUFFER = "buffer"
    RETIRED = "retired"
    CANCELLED = "cancelled"


class Project(Model):
    """A forest whose growth was measured."""

    __tablename__ = "registry_projects"
    __table_args__ = (CheckConstraint("area_mu > 0", name="area"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120))
    place_zh: Mapped[str] = mapped_column(String(40))
    place_en: Mapped[str] = mapped_column(String(60))
    area_mu: Mapped[int]
    methodology_zh: Mapped[str] = mapped_column(String(80))
    methodology_en: Mapped[str] = mapped_column(String(120))
    is_demo: Mapped[bool]
    recorded_at: Mapped[datetime]


class Batch(Model):
    """One issuance: a forest carbon ticket."""

    __tablename__ = "registry_batches"
    __table_args__ = (
        UniqueConstraint("project_id", "vintage_from", "vintage_to"),
        CheckConstraint("issued_kg > 0 AND issued_kg = last_serial - first_serial + 1", name="stretch"),
        CheckConstraint("buffer_kg >= 0 AND buffer_kg < issued_kg", name="buffer"),
        CheckConstraint("vintage_from <= vintage_to", name="vintage"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("registry_projects.id"))
    owner_party_id: Mapped[UUID]  # whom it was issued to
    first_serial: Mapped[int]
    last_serial: Mapped[int]
    issued_kg: Mapped[int]
    buffer_kg: Mapped[int]
    issued_on: Mapped[date]
    vintage_from: Mapped[int]
    vintage_to: Mapped[int]
    is_demo: Mapped[bool]
    recorded_at: Mapped[datetime]


class UnitBlock(Model):
    """Consecutive kilograms that rest in one place. A row is never changed but to say that others took its place."""

    __tablename__ = "registry_unit_blocks"
    __table_args__ = (
        CheckConstraint(
            "state IN ('available', 'listed', 'reserved', 'pledged', 'frozen', 'buffer', 'retired', 'cancelled')",
            name="state",
        ),
        CheckConstraint("NOT isempty(serials) AND lower(serials) > 0 AND upper(serials) IS NOT NULL", name="serials"),
        CheckConstraint("(state = 'retired') = (retirement_id IS NOT NULL)", name="retired_names_its_retirement"),
        CheckConstraint("(state = 'reserved') = (order_id IS NOT NULL)", name="reserved_names_its_order"),
        CheckConstraint("(state = 'pledged') = (lien_id IS NOT NULL)", name="pledged_names_its_lien"),
        CheckConstraint("state <> 'listed' OR slot_id IS NOT NULL", name="listed_names_its_slot"),
        CheckConstraint("slot_id IS NULL OR state IN ('listed', 'reserved')", name="slot_is_of_the_shelf"),
        Index("ix_registry_unit_blocks_resting", "batch_id", "state", "party_id",
              postgresql_where=text("superseded_at IS NULL")),
        Index("ix_registry_unit_blocks_slot", "slot_id",
              postgresql_where=text("superseded_at IS NULL AND slot_id IS NOT NULL")),
        Index("ix_registry_unit_blocks_order", "order_id",
              postgresql_where=text("superseded_at IS NULL AND order_id IS NOT NULL")),
        Index("ix_registry_unit_blocks_retirement", "retirement_id",
              postgresql_where=text("retirement_id IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("registry_batches.id"))
    serials: Mapped[Range[int]] = mapped_column(INT8RANGE)
    party_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(10))
    slot_id: Mapped[UUID | None]  # kept while reserved, so that a release finds the way back
    order_id: Mapped[UUID | None]
    lien_id: Mapped[UUID | None]
    retirement_id: Mapped[UUID | None] = mapped_column(ForeignKey("registry_retirements.id"))
    parent_id: Mapped[UUID | None]  # the block that held its first serial before
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]


class Transfer(Model):
    """Kilograms that went from one holder to another. Append-only."""

    __tablename__ = "registry_transfers"
    __table_args__ = (CheckConstraint("kind IN ('agreement', 'reserve')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("registry_batches.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    seller_party_id: Mapped[UUID]
    buyer_party_id: Mapped[UUID]
    quantity_kg: Mapped[int]
    price_fen_per_t: Mapped[int]
    serials: Mapped[list[Range[int]]] = mapped_column(INT8MULTIRANGE)
    occurred_at: Mapped[datetime]
    recorded_at: Mapped[datetime]


class Listing(Model):
    """Kilograms that were put on the retail shelf, or taken off it. Append-only."""

    __tablename__ = "registry_listings"
    __table_args__ = (CheckConstraint("direction IN ('on', 'off')", name="direction"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("registry_batches.id"), index=True)
    direction: Mapped[str] = mapped_column(String(3))
    party_id: Mapped[UUID]
    quantity_kg: Mapped[int]
    price_fen_per_t: Mapped[int]
    serials: Mapped[list[Range[int]]] = mapped_column(INT8MULTIRANGE)
    occurred_at: Mapped[datetime]
    recorded_at: Mapped[datetime]


class Retirement(Model):
    """Kilograms that are used up, for one purpose and one beneficiary. Append-only."""

    __tablename__ = "registry_retirements"
    __table_args__ = (
        UniqueConstraint("order_id"),
        CheckConstraint("quantity_kg > 0", name="quantity"),
        CheckConstraint("beneficiary_kind IN ('nickname', 'real-name', 'none', 'organisation')", name="beneficiary"),
        CheckConstraint("(beneficiary_kind = 'none') = (beneficiary_name IS NULL)", name="name_only_as_chosen"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("registry_batches.id"), index=True)
    party_id: Mapped[UUID] = mapped_column(index=True)
    order_id: Mapped[UUID | None]
    quantity_kg: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(20))
    period: Mapped[str | None] = mapped_column(String(7))
    beneficiary_kind: Mapped[str] = mapped_column(String(12))
    beneficiary_name: Mapped[str | None] = mapped_column(String(80))
    retired_at: Mapped[datetime]


class Claim(Model):
    """What a retirement counts for: exactly one thing, for ever. Append-only."""

    __tablename__ = "registry_claims"
    __table_args__ = (Index("ix_registry_claims_subject", "subject_kind", "subject_id"),)

    retirement_id: Mapped[UUID] = mapped_column(ForeignKey("registry_retirements.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID]
    recorded_at: Mapped[datetime]


# Two issuances at once want the same next serials: the second looks again and takes those behind.
LOST_RACES.update({"ex_registry_batches_stretch", "uq_registry_batches_number"})
