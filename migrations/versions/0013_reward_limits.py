"""How many of a reward one person gets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE = "rewards_rewards"
CHECKS = {
    "limit_span": "limit_span IN ('day', 'month', 'ever')",
    "limit_positive": "limit_count > 0",
    "limit_whole": "(limit_count IS NULL) = (limit_span IS NULL)",
}


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("limit_count", sa.BigInteger(), nullable=True))
    op.add_column(TABLE, sa.Column("limit_span", sa.String(5), nullable=True))
    for name, law in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_{TABLE}_{name}"), TABLE, law)


def downgrade() -> None:
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_{TABLE}_{name}"), TABLE)
    op.drop_column(TABLE, "limit_span")
    op.drop_column(TABLE, "limit_count")
