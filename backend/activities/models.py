"""Green behaviours that somebody vouches for."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model

OWN_REFERENCE: Final = "@"
"""What begins like this is a reference of our own making; no receipt may."""


OF_ACTIVITY: Final = "activity"
"""How a file says what it hangs on."""


class ActivityState(StrEnum):
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class Activity(Model):
    """So many steps, so many rides. One receipt counts once, whoever brings it and from whatever source.

    Who withdraws a report keeps the row and its reference used: the same receipt earns nobody a second time.
    """

    __tablename__ = "activities_records"
    __table_args__ = (
        UniqueConstraint("kind", "source_reference"),
        CheckConstraint("tier IN ('verified', 'self-report')", name="tier"),
        CheckConstraint("state IN ('accepted', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_at"),
        Index("ix_activities_records_party", "party_id", "recorded_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(60))
    measures: Mapped[dict[str, str]] = mapped_column(JSONB)  # decimal strings by name: none loses a digit
    tier: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(40))  # who vouches for it
    source_reference: Mapped[str] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(String(200))
    occurred_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    reduction_g: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]

    @property
    def receipt(self) -> str | None:
        """The reference that somebody else gave, if there was one."""
        return None if self.source_reference.startswith(OWN_REFERENCE) else self.source_reference
