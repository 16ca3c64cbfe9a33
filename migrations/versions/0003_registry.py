"""One serial, one live block; what is retired, claimed or certified stays as it is."""

from __future__ import annotations

from alembic import op

from migrations.roles import application_role, quoted, run_file

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "registry_batches",
    "registry_transfers",
    "registry_listings",
    "registry_retirements",
    "registry_claims",
    "market_offer_prices",
)
# What the application may change in a row that otherwise stands.
CHANGEABLE = {
    "registry_unit_blocks": "superseded_at",
    "certificates_certificates": "state, state_changed_at",
}


def upgrade() -> None:
    run_file("registry.sql")
    run_file("certificates.sql")
    role = application_role()
    if role:
        tables = ", ".join((*APPEND_ONLY, *CHANGEABLE))
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {tables} FROM {quoted(role)}")
        for table, columns in CHANGEABLE.items():
            op.execute(f"GRANT UPDATE ({columns}) ON {table} TO {quoted(role)}")


def downgrade() -> None:
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    for table in CHANGEABLE:
        op.execute(f"DROP TRIGGER {table}_keep ON {table}")
        op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
    op.execute("DROP FUNCTION registry_keep_blocks()")
    op.execute("DROP FUNCTION certificates_keep()")
    op.execute("DROP SEQUENCE certificates_retirement_numbers")
    op.execute("ALTER TABLE registry_unit_blocks DROP CONSTRAINT ex_registry_unit_blocks_live")
    op.execute("ALTER TABLE registry_batches DROP CONSTRAINT ex_registry_batches_stretch")
