"""Which lines of a footprint describe the same thing, and quantities that people know by heart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "footprints_overlaps",
        sa.Column("activity", sa.String(length=60), nullable=False),
        sa.Column("other", sa.String(length=60), nullable=False),
        sa.Column("is_alternative", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("activity", "other", "valid_from", name=op.f("pk_footprints_overlaps")),
    )
    op.create_table(
        "footprints_quick_quantities",
        sa.Column("activity", sa.String(length=60), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("label_zh", sa.String(length=40), nullable=False),
        sa.Column("label_en", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("activity", "quantity", name=op.f("pk_footprints_quick_quantities")),
    )


def downgrade() -> None:
    op.drop_table("footprints_quick_quantities")
    op.drop_table("footprints_overlaps")
