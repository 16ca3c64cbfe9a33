"""Rules, awards, uses of lots and settings are append-only; lots and activities keep what they are."""

from __future__ import annotations

from alembic import op

from migrations.roles import application_role, quoted, run_file

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

APPEND_ONLY = ("releases_settings", "points_earn_rule_versions", "points_awards", "points_lot_uses")
# What the application may change in a row that otherwise stands.
CHANGEABLE = {
    "points_lots": "pending, available, held",
    "points_cap_counters": "acts_used, points_used",
    "activities_records": "state, reduction_g",
}
KEPT = ("points_lots", "activities_records")


def upgrade() -> None:
    run_file("points.sql")
    op.execute("ALTER TABLE points_cap_counters SET (fillfactor = 50)")  # counted in place (HOT)
    op.execute("ALTER TABLE points_lots SET (fillfactor = 70)")
    role = application_role()
    if role:
        tables = ", ".join((*APPEND_ONLY, *CHANGEABLE))
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {tables} FROM {quoted(role)}")
        for table, columns in CHANGEABLE.items():
            op.execute(f"GRANT UPDATE ({columns}) ON {table} TO {quoted(role)}")


def downgrade() -> None:
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    for table in KEPT:
        op.execute(f"DROP TRIGGER {table}_keep ON {table}")
    op.execute("DROP FUNCTION points_keep_lots()")
    op.execute("DROP FUNCTION activities_keep_records()")
