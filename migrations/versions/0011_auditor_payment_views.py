"""What an auditor reads of payments, refunds, redemptions, claims and lots, under names that stay."""

from __future__ import annotations

from alembic import op

from migrations.roles import application_role, auditor_role, quoted, run_file

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

VIEWS = ("v_payments", "v_receipts", "v_refunds", "v_discrepancies", "v_redemptions", "v_claims", "v_lot_uses")


def upgrade() -> None:
    run_file("auditor_payment_views.sql")
    views = ", ".join(VIEWS)
    for role in filter(None, (application_role(), "PUBLIC")):  # why: see 0009
        op.execute(f"REVOKE ALL ON {views} FROM {role if role == 'PUBLIC' else quoted(role)}")
    if auditor := auditor_role():
        op.execute(f"GRANT SELECT ON {views} TO {quoted(auditor)}")


def downgrade() -> None:
    op.execute(f"DROP VIEW {', '.join(reversed(VIEWS))}")
