"""An account that two posts open at the same moment is opened once."""

from __future__ import annotations

from migrations.roles import restore_function, run_file

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_file("ledger_post.sql")  # where 0016 ran before the file said so
    run_file("ledger_lock.sql")


def downgrade() -> None:
    restore_function("ledger_lock", "ledger.sql")  # ledger_post.sql stays as 0016 has it
