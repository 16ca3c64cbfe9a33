"""Files with their tombstones, and long work with its progress."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "files_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("retention", sa.String(length=20), nullable=False),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=True),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=64), nullable=True),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("thing_kind", sa.String(length=40), nullable=True),
        sa.Column("thing_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('kept', 'removed')", name=op.f("ck_files_files_state")),
        sa.CheckConstraint("(state = 'removed') = (removed_at IS NOT NULL)", name=op.f("ck_files_files_removed_at")),
        sa.CheckConstraint("(state = 'removed') = (sealed_key IS NULL)", name=op.f("ck_files_files_sealed_key")),
        sa.CheckConstraint("(thing_kind IS NULL) = (thing_id IS NULL)", name=op.f("ck_files_files_thing")),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_files_files_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files_files")),
    )
    op.create_index("ix_files_files_party", "files_files", ["party_id", "recorded_at", "id"])
    op.create_index(
        "ix_files_files_thing", "files_files", ["thing_kind", "thing_id"],
        postgresql_where=sa.text("thing_id IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "ix_files_files_kept", "files_files", ["retention", "recorded_at"], postgresql_where=sa.text("state = 'kept'")
    )
    op.create_index(
        "ix_files_files_stored", "files_files", ["storage_key"], unique=True,
        postgresql_where=sa.text("storage_key IS NOT NULL"),
    )  # fmt: skip
    op.create_table(
        "kernel_jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done_count", sa.BigInteger(), nullable=False),
        sa.Column("total_count", sa.BigInteger(), nullable=True),
        sa.Column("sealed_input", sa.LargeBinary(), nullable=True),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("problem", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_kernel_jobs_state")),
        sa.CheckConstraint(
            "done_count >= 0 AND (total_count IS NULL OR done_count <= total_count)",
            name=op.f("ck_kernel_jobs_progress"),
        ),
        sa.CheckConstraint("(state = 'failed') = (problem IS NOT NULL)", name=op.f("ck_kernel_jobs_problem")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kernel_jobs")),
    )
    op.create_index(op.f("ix_kernel_jobs_person_id"), "kernel_jobs", ["person_id"])
    op.create_index(
        "ix_kernel_jobs_due", "kernel_jobs", ["due_at"],
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("kernel_jobs")
    op.drop_table("files_files")
