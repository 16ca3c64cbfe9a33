"""The post finds its rows by their ids, in half the statements."""

from __future__ import annotations

from migrations.roles import restore_function, run_file

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_file("ledger_post.sql")


def downgrade() -> None:
    for name in ("ledger_post", "ledger_check_postings"):
        restore_function(name, "ledger.sql")
