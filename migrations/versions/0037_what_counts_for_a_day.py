"""Refused files, and texts of which nothing else is kept, count against floods for a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "files_refusals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files_refusals")),
    )
    op.create_index("ix_files_refusals_party", "files_refusals", ["party_id", "refused_at"], unique=False)
    op.create_table(
        "identity_counted_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone_index", sa.String(length=72), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_counted_texts")),
    )
    op.create_index("ix_identity_counted_texts_at", "identity_counted_texts", ["sent_at"], unique=False)
    op.create_index(
        "ix_identity_counted_texts_phone", "identity_counted_texts", ["phone_index", "sent_at"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_identity_counted_texts_phone", table_name="identity_counted_texts")
    op.drop_index("ix_identity_counted_texts_at", table_name="identity_counted_texts")
    op.drop_table("identity_counted_texts")
    op.drop_index("ix_files_refusals_party", table_name="files_refusals")
    op.drop_table("files_refusals")
