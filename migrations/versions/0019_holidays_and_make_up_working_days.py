"""Days that are not what their weekday says: holidays, and weekends that are worked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kernel_calendar_days",
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('rest', 'work')", name=op.f("ck_kernel_calendar_days_kind")),
        sa.CheckConstraint("origin IN ('shipped', 'county')", name=op.f("ck_kernel_calendar_days_origin")),
        sa.PrimaryKeyConstraint("on_date", "origin", name=op.f("pk_kernel_calendar_days")),
    )


def downgrade() -> None:
    op.drop_table("kernel_calendar_days")
