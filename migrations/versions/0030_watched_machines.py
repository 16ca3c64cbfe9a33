"""Machines that an office holds back, what they were refused, and keys that end by themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("identity_clients", sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_identity_clients_held_is_out"), "identity_clients", "held_at IS NULL OR state <> 'active'"
    )
    op.create_index("ix_identity_clients_list", "identity_clients", ["recorded_at", "id"], unique=False)
    op.add_column("identity_client_keys", sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("identity_client_keys", sa.Column("end_told_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_identity_client_keys_ending", "identity_client_keys", ["retired_at"], unique=False,
        postgresql_where=sa.text("retired_at IS NOT NULL AND end_told_at IS NULL"),
    )  # fmt: skip
    op.create_table(
        "identity_client_refusals",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("on_day", sa.BigInteger(), nullable=False),
        sa.Column("in_all", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["identity_clients.id"], name=op.f("fk_identity_client_refusals_client_id")
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_identity_client_refusals")),
    )


def downgrade() -> None:
    op.drop_table("identity_client_refusals")
    op.drop_index("ix_identity_client_keys_ending", table_name="identity_client_keys")
    op.drop_column("identity_client_keys", "end_told_at")
    op.drop_column("identity_client_keys", "used_at")
    op.drop_index("ix_identity_clients_list", table_name="identity_clients")
    op.drop_constraint(op.f("ck_identity_clients_held_is_out"), "identity_clients", type_="check")
    op.drop_column("identity_clients", "held_at")
