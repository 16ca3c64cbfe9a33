"""A machine acts for one organisation, proves itself with a key, and may call so often."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model


class ClientState(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class Client(Model):
    """``party_id`` is whom it acts for: the organisation, or a sandbox's stand-in for ``owner_party_id``.

    ``held_at``: the office has suspended it, and only the office lets it in again. ``suspended_at``: its organisation
    has, held or not. It is in when neither is so.
    """

    __tablename__ = "identity_clients"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'suspended', 'revoked')", name="state"),
        CheckConstraint("calls_per_minute > 0 AND calls_per_day > 0", name="quota_positive"),
        CheckConstraint("is_sandbox = (party_id <> owner_party_id)", name="sandbox_apart"),
        CheckConstraint("held_at IS NULL OR state <> 'active'", name="held_is_out"),
        CheckConstraint("suspended_at IS NULL OR state <> 'active'", name="suspended_is_out"),
        CheckConstraint(
            "state <> 'suspended' OR held_at IS NOT NULL OR suspended_at IS NOT NULL", name="suspended_by_somebody"
        ),
        Index("ix_identity_clients_owner", "owner_party_id", "recorded_at", "id"),
        Index("ix_identity_clients_list", "recorded_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(String(40), unique=True)
    owner_party_id: Mapped[UUID] = mapped_column(ForeignKey("identity_organisations.party_id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("identity_organisations.party_id"))
    name: Mapped[str] = mapped_column(String(60))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    is_sandbox: Mapped[bool]
    calls_per_minute: Mapped[int]
    calls_per_day: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    state_reason: Mapped[str | None] = mapped_column(String(200))
    state_changed_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    held_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]


class ClientKey(Model):
    """The public half of a key. Two may be good at once, so that a key is changed without a pause.

    ``retired_at`` may lie ahead: then the key ends by itself, and ``end_told_at`` is when its managers were told so.
    """

    __tablename__ = "identity_client_keys"
    __table_args__ = (
        Index("ix_identity_client_keys_ending", "retired_at",
              postgresql_where=text("retired_at IS NOT NULL AND end_told_at IS NULL")),
    )  # fmt: skip

    client_id: Mapped[UUID] = mapped_column(ForeignKey("identity_clients.id"), primary_key=True)
    kid: Mapped[str] = mapped_column(String(64), primary_key=True)
    algorithm: Mapped[str] = mapped_column(String(10))
    public_jwk: Mapped[dict[str, Any]] = mapped_column(JSONB)
    recorded_at: Mapped[datetime]
    not_before_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    end_told_at: Mapped[datetime | None]


class SeenAssertion(Model):
    """An assertion that was used: the same ``jti`` opens nothing again. Swept once it would have expired anyway."""

    __tablename__ = "identity_client_assertions"

    client_id: Mapped[UUID] = mapped_column(ForeignKey("identity_clients.id"), primary_key=True)
    jti_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SeenNonce(Model):
    """A signed request that came: its nonce is good once. Swept after twice the time that a signature is good for."""

    __tablename__ = "identity_client_nonces"

    client_id: Mapped[UUID] = mapped_column(ForeignKey("identity_clients.id"), primary_key=True)
    nonce_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ClientUse(Model):
    """How often a client has called, in this minute and on this Shanghai day; one row to lock a client."""

    __tablename__ = "identity_client_uses"

    client_id: Mapped[UUID] = mapped_column(ForeignKey("identity_clients.id"), primary_key=True)
    minute_began_at: Mapped[datetime]
    calls_in_minute: Mapped[int]
    business_date: Mapped[date]
    calls_on_day: Mapped[int]
    used_at: Mapped[datetime]


class ClientRefusals(Model):
    """How often a client was refused: for whoever watches over machines. A row of its own, so that no call waits."""

    __tablename__ = "identity_client_refusals"

    client_id: Mapped[UUID] = mapped_column(ForeignKey("identity_clients.id"), primary_key=True)
    business_date: Mapped[date]
    on_day: Mapped[int]
    in_all: Mapped[int]
    last_at: Mapped[datetime]
    last_code: Mapped[str] = mapped_column(String(60))
