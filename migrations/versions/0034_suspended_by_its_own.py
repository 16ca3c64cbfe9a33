"""That an organisation has suspended its machine itself is kept beside the office's hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

CHECKS = {
    "suspended_is_out": "suspended_at IS NULL OR state <> 'active'",
    "suspended_by_somebody": "state <> 'suspended' OR held_at IS NOT NULL OR suspended_at IS NOT NULL",
}


def upgrade() -> None:
    op.add_column("identity_clients", sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
    # Whether one that is held was suspended before nobody wrote down: letting it go lets it in, as it did until now.
    op.execute(
        "UPDATE identity_clients SET suspended_at = state_changed_at WHERE state = 'suspended' AND held_at IS NULL"
    )
    for name, check in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_identity_clients_{name}"), "identity_clients", check)


def downgrade() -> None:
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_identity_clients_{name}"), "identity_clients")
    op.drop_column("identity_clients", "suspended_at")
