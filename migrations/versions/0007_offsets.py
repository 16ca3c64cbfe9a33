"""The running number of orders."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SEQUENCE offsets_order_numbers")


def downgrade() -> None:
    op.execute("DROP SEQUENCE offsets_order_numbers")
