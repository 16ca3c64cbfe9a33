"""The post, its guards, and who may call it."""

from __future__ import annotations

from alembic import op

from migrations.roles import application_role, quoted, run_file

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = "ledger_accounts, ledger_entries, ledger_postings, ledger_roll_ups"
POST = (
    "ledger_post(timestamptz, uuid[], text[], text[], text[], bigint[], bigint[], uuid[], text[], text[], text[],"
    " date[], timestamptz[], uuid[], uuid[], uuid[], uuid[], bigint[])"
)
LOCK = "ledger_lock(uuid[], text[], text[], text[], bigint[], bigint[])"


def upgrade() -> None:
    run_file("ledger.sql")
    op.execute("ALTER TABLE ledger_accounts SET (fillfactor = 40)")  # balances change in place (HOT)
    for function in (POST, LOCK, "ledger_roll_up()"):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    role = application_role()
    if role:
        op.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {TABLES} FROM {quoted(role)}")
        for function in (POST, LOCK, "ledger_roll_up()"):
            op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {quoted(role)}")


def downgrade() -> None:
    for trigger, table in (
        ("ledger_postings_balance", "ledger_postings"), ("ledger_postings_append_only", "ledger_postings"),
        ("ledger_entries_append_only", "ledger_entries"), ("ledger_accounts_keep", "ledger_accounts"),
        ("ledger_accounts_never_empty", "ledger_accounts"),
    ):  # fmt: skip
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    for function in (POST, LOCK, "ledger_roll_up()", "ledger_balance(uuid)", "ledger_check_postings()",
                     "ledger_keep_accounts()", "refuse_change()"):  # fmt: skip
        op.execute(f"DROP FUNCTION {function}")
