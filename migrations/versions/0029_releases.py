"""Versioned data under four eyes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.roles import application_role, quoted, run_file

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "releases_releases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("maker_id", sa.Uuid(), nullable=False),
        sa.Column("maker_party_id", sa.Uuid(), nullable=False),
        sa.Column("maker_role", sa.String(length=30), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checker_id", sa.Uuid(), nullable=True),
        sa.Column("checker_party_id", sa.Uuid(), nullable=True),
        sa.Column("checker_role", sa.String(length=30), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("label", sa.String(length=40), nullable=True),
        sa.Column("replaced", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("published", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("shipped_with", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "(state = 'approved') = (number IS NOT NULL AND label IS NOT NULL)",
            name=op.f("ck_releases_releases_numbered"),
        ),
        sa.CheckConstraint("(state = 'rejected') = (reason IS NOT NULL)", name=op.f("ck_releases_releases_reason")),
        sa.CheckConstraint(
            "(state IN ('approved', 'rejected')) = (checker_id IS NOT NULL OR shipped_with IS NOT NULL)",
            name=op.f("ck_releases_releases_checked"),
        ),
        sa.CheckConstraint(
            "(state IN ('draft', 'submitted')) = (decided_at IS NULL)", name=op.f("ck_releases_releases_decided")
        ),
        sa.CheckConstraint(
            "content_hash = encode(sha256(convert_to(content, 'UTF8')), 'hex')",
            name=op.f("ck_releases_releases_content_hash"),
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR shipped_with IS NOT NULL"
            " OR in_force_from >= (decided_at AT TIME ZONE 'Asia/Shanghai')::date",
            name=op.f("ck_releases_releases_never_backwards"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'approved', 'rejected', 'withdrawn')",
            name=op.f("ck_releases_releases_state"),
        ),
        sa.CheckConstraint(
            "checker_id IS DISTINCT FROM maker_id", name=op.f("ck_releases_releases_checker_is_another")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases_releases")),
        sa.UniqueConstraint("kind", "label", name=op.f("uq_releases_releases_kind_label")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_releases_releases_kind_number")),
    )
    op.create_index("ix_releases_releases_decided", "releases_releases", ["kind", "decided_at", "id"], unique=False)
    op.create_index("ix_releases_releases_kind", "releases_releases", ["kind", "recorded_at", "id"], unique=False)
    run_file("releases.sql")
    role = application_role()
    if role:
        op.execute(f"REVOKE DELETE, TRUNCATE ON releases_releases FROM {quoted(role)}")


def downgrade() -> None:
    op.drop_index("ix_releases_releases_kind", table_name="releases_releases")
    op.drop_index("ix_releases_releases_decided", table_name="releases_releases")
    op.drop_table("releases_releases")
    op.execute("DROP FUNCTION releases_keep_decided")
