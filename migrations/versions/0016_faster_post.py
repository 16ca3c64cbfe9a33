"""The post finds its rows by their ids, in half the statements."""

from __future__ import annotations

from alembic import op

from migrations.roles import SQL, run_file

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

REPLACED = ("ledger_post", "ledger_check_postings")


def upgrade() -> None:
    run_file("ledger_post.sql")


def downgrade() -> None:
    before = (SQL / "ledger.sql").read_text(encoding="utf-8")
    for name in REPLACED:
        start = before.index(f"CREATE FUNCTION {name}(")
        end = before.index("END $$;", start) + len("END $$;")
        # SET clauses that the older function does not name are gone with the replacement.
        op.get_bind().connection.cursor().execute(before[start:end].replace("CREATE", "CREATE OR REPLACE", 1))
