"""A citizen may take a report of their own back: once, and the report stays readable."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.roles import application_role, quoted, run_file

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("activities_records", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint(op.f("ck_activities_records_state"), "activities_records")
    op.create_check_constraint(
        op.f("ck_activities_records_state"), "activities_records", "state IN ('accepted', 'withdrawn')"
    )
    op.create_check_constraint(
        op.f("ck_activities_records_withdrawn_at"), "activities_records",
        "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
    )  # fmt: skip
    run_file("activities_withdrawn.sql")
    role = application_role()
    if role:
        op.execute(f"GRANT UPDATE (withdrawn_at) ON activities_records TO {quoted(role)}")


def downgrade() -> None:
    run_file("activities_kept.sql")
    op.drop_constraint(op.f("ck_activities_records_withdrawn_at"), "activities_records")
    op.drop_constraint(op.f("ck_activities_records_state"), "activities_records")
    op.create_check_constraint(op.f("ck_activities_records_state"), "activities_records", "state IN ('accepted')")
    op.drop_column("activities_records", "withdrawn_at")
