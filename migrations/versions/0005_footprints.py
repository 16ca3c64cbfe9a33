"""Factors are never edited; a footprint changes once at most, by being withdrawn."""

from __future__ import annotations

from alembic import op

from migrations.roles import application_role, quoted, run_file

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_file("footprints.sql")
    role = application_role()
    if role:
        op.execute(f"REVOKE UPDATE, DELETE ON footprints_factors, footprints_factor_releases FROM {quoted(role)}")
        op.execute(f"REVOKE UPDATE, DELETE ON footprints_statements FROM {quoted(role)}")
        op.execute(f"GRANT UPDATE (state, withdrawn_at) ON footprints_statements TO {quoted(role)}")


def downgrade() -> None:
    for trigger, table in (
        ("footprints_factors_append_only", "footprints_factors"),
        ("footprints_factor_releases_append_only", "footprints_factor_releases"),
        ("footprints_statements_keep", "footprints_statements"),
        ("footprints_statements_no_truncate", "footprints_statements"),
    ):
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.execute("DROP FUNCTION footprints_keep_statements()")
