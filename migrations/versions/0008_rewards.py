"""A dead pay code stays dead; a redemption is only ever reversed, once."""

from __future__ import annotations

from alembic import op

from migrations.roles import application_role, quoted, run_file

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# What the application may change in a row that otherwise stands. Old pay codes are swept, redemptions never.
CHANGEABLE = {
    "rewards_pay_codes": "shown_to, used_at, replaced_at",
    "rewards_redemptions": "state, reversed_at, reversal_entry_id, reason",
    "rewards_rewards": "stock, state",
}


def upgrade() -> None:
    run_file("rewards.sql")
    role = application_role()
    if role:
        op.execute(f"REVOKE DELETE, TRUNCATE ON rewards_redemptions, rewards_rewards FROM {quoted(role)}")
        for table, columns in CHANGEABLE.items():
            op.execute(f"REVOKE UPDATE ON {table} FROM {quoted(role)}")
            op.execute(f"GRANT UPDATE ({columns}) ON {table} TO {quoted(role)}")


def downgrade() -> None:
    op.execute("DROP TRIGGER rewards_pay_codes_keep ON rewards_pay_codes")
    op.execute("DROP TRIGGER rewards_redemptions_keep ON rewards_redemptions")
    op.execute("DROP TRIGGER rewards_redemptions_no_truncate ON rewards_redemptions")
    op.execute("DROP FUNCTION rewards_keep_pay_codes()")
    op.execute("DROP FUNCTION rewards_keep_redemptions()")
