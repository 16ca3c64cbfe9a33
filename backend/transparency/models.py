"""What was done by whom, in the order that the worker gives it. There is no other audit log."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model


class Leaf(Model):
    """One act: salted canonical bytes, written in the act's own transaction, never changed.

    Positions and hashes are given later, in blocks, by the worker that keeps the tree, in a table of its own.
    A leaf's hash is SHA-256(0x00 || salt || content).
    """

    __tablename__ = "transparency_leaves"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recorded_at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(60))
    is_public: Mapped[bool]  # others publish only their hash
    salt: Mapped[bytes]
    content: Mapped[bytes]
