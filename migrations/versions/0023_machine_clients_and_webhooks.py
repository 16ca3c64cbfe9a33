"""Machine clients with their keys and counters; webhook endpoints and what is sent to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notifications_webhook_endpoints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("last_sequence", sa.BigInteger(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('active', 'disabled', 'closed')", name=op.f("ck_notifications_webhook_endpoints_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications_webhook_endpoints")),
    )
    op.create_index(
        "ix_notifications_webhook_endpoints_party",
        "notifications_webhook_endpoints",
        ["party_id", "recorded_at", "id"],
        unique=False,
    )
    op.create_table(
        "notifications_webhook_deliveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("last_answer", sa.String(length=60), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'delivered', 'dead')", name=op.f("ck_notifications_webhook_deliveries_state")
        ),
        sa.ForeignKeyConstraint(
            ["endpoint_id"],
            ["notifications_webhook_endpoints.id"],
            name=op.f("fk_notifications_webhook_deliveries_endpoint_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications_webhook_deliveries")),
        sa.UniqueConstraint(
            "endpoint_id", "event_id", name=op.f("uq_notifications_webhook_deliveries_endpoint_id_event_id")
        ),
        sa.UniqueConstraint(
            "endpoint_id", "sequence", name=op.f("uq_notifications_webhook_deliveries_endpoint_id_sequence")
        ),
    )
    op.create_index(
        "ix_notifications_webhook_deliveries_due",
        "notifications_webhook_deliveries",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_notifications_webhook_deliveries_list",
        "notifications_webhook_deliveries",
        ["endpoint_id", "recorded_at", "id"],
        unique=False,
    )
    op.create_table(
        "notifications_webhook_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("kid", sa.String(length=16), nullable=False),
        sa.Column("public", sa.String(length=50), nullable=False),
        sa.Column("private_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["endpoint_id"],
            ["notifications_webhook_endpoints.id"],
            name=op.f("fk_notifications_webhook_keys_endpoint_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications_webhook_keys")),
        sa.UniqueConstraint("kid", name=op.f("uq_notifications_webhook_keys_kid")),
    )
    op.create_index(
        op.f("ix_notifications_webhook_keys_endpoint_id"), "notifications_webhook_keys", ["endpoint_id"], unique=False
    )
    op.create_table(
        "identity_clients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.String(length=40), nullable=False),
        sa.Column("owner_party_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("is_sandbox", sa.Boolean(), nullable=False),
        sa.Column("calls_per_minute", sa.BigInteger(), nullable=False),
        sa.Column("calls_per_day", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_reason", sa.String(length=200), nullable=True),
        sa.Column("state_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('active', 'suspended', 'revoked')", name=op.f("ck_identity_clients_state")),
        sa.CheckConstraint(
            "calls_per_minute > 0 AND calls_per_day > 0", name=op.f("ck_identity_clients_quota_positive")
        ),
        sa.CheckConstraint("is_sandbox = (party_id <> owner_party_id)", name=op.f("ck_identity_clients_sandbox_apart")),
        sa.ForeignKeyConstraint(
            ["owner_party_id"], ["identity_organisations.party_id"], name=op.f("fk_identity_clients_owner_party_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["identity_organisations.party_id"], name=op.f("fk_identity_clients_party_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_clients")),
        sa.UniqueConstraint("client_id", name=op.f("uq_identity_clients_client_id")),
    )
    op.create_index(
        "ix_identity_clients_owner", "identity_clients", ["owner_party_id", "recorded_at", "id"], unique=False
    )
    op.create_table(
        "identity_client_assertions",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("jti_digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["identity_clients.id"], name=op.f("fk_identity_client_assertions_client_id")
        ),
        sa.PrimaryKeyConstraint("client_id", "jti_digest", name=op.f("pk_identity_client_assertions")),
    )
    op.create_index(
        op.f("ix_identity_client_assertions_expires_at"), "identity_client_assertions", ["expires_at"], unique=False
    )
    op.create_table(
        "identity_client_keys",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("kid", sa.String(length=64), nullable=False),
        sa.Column("algorithm", sa.String(length=10), nullable=False),
        sa.Column("public_jwk", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["identity_clients.id"], name=op.f("fk_identity_client_keys_client_id")),
        sa.PrimaryKeyConstraint("client_id", "kid", name=op.f("pk_identity_client_keys")),
    )
    op.create_table(
        "identity_client_nonces",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("nonce_digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["identity_clients.id"], name=op.f("fk_identity_client_nonces_client_id")
        ),
        sa.PrimaryKeyConstraint("client_id", "nonce_digest", name=op.f("pk_identity_client_nonces")),
    )
    op.create_index(
        op.f("ix_identity_client_nonces_expires_at"), "identity_client_nonces", ["expires_at"], unique=False
    )
    op.create_table(
        "identity_client_uses",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("minute_began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calls_in_minute", sa.BigInteger(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("calls_on_day", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["identity_clients.id"], name=op.f("fk_identity_client_uses_client_id")),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_identity_client_uses")),
    )


def downgrade() -> None:
    op.drop_table("identity_client_uses")
    op.drop_index(op.f("ix_identity_client_nonces_expires_at"), table_name="identity_client_nonces")
    op.drop_table("identity_client_nonces")
    op.drop_table("identity_client_keys")
    op.drop_index(op.f("ix_identity_client_assertions_expires_at"), table_name="identity_client_assertions")
    op.drop_table("identity_client_assertions")
    op.drop_index("ix_identity_clients_owner", table_name="identity_clients")
    op.drop_table("identity_clients")
    op.drop_index(op.f("ix_notifications_webhook_keys_endpoint_id"), table_name="notifications_webhook_keys")
    op.drop_table("notifications_webhook_keys")
    op.drop_index("ix_notifications_webhook_deliveries_list", table_name="notifications_webhook_deliveries")
    op.drop_index(
        "ix_notifications_webhook_deliveries_due",
        table_name="notifications_webhook_deliveries",
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.drop_table("notifications_webhook_deliveries")
    op.drop_index("ix_notifications_webhook_endpoints_party", table_name="notifications_webhook_endpoints")
    op.drop_table("notifications_webhook_endpoints")
