"""What an auditor reads, under names that stay."""

from __future__ import annotations

from alembic import op

from migrations.roles import application_role, auditor_role, quoted, run_file

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

VIEWS = (
    "v_accounts", "v_entries", "v_postings", "v_awards", "v_lots", "v_unit_blocks", "v_retirements", "v_orders",
    "v_log",
)  # fmt: skip


def upgrade() -> None:
    run_file("auditor_views.sql")
    views = ", ".join(VIEWS)
    # A view of one table can be written through, with the rights of its owner: the rights that the application has on
    # tables to come must not reach it.
    for role in filter(None, (application_role(), "PUBLIC")):
        op.execute(f"REVOKE ALL ON {views} FROM {role if role == 'PUBLIC' else quoted(role)}")
    auditor = auditor_role()
    if auditor:
        op.execute(f"GRANT USAGE ON SCHEMA public TO {quoted(auditor)}")
        op.execute(f"GRANT SELECT ON {views} TO {quoted(auditor)}")


def downgrade() -> None:
    op.execute(f"DROP VIEW {', '.join(reversed(VIEWS))}")
