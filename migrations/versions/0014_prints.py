"""The digest of every PDF that was handed out is known for ever."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.roles import application_role, quoted, run_file

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLE = "certificates_prints"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("state_shown", sa.String(length=12), nullable=False),
        sa.Column("edition", sa.String(length=16), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_certificates_prints_sha256")),
        sa.ForeignKeyConstraint(
            ["number"], ["certificates_certificates.number"], name=op.f("fk_certificates_prints_number")
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_certificates_prints")),
    )
    op.create_index(op.f("ix_certificates_prints_number"), TABLE, ["number"], unique=False)
    run_file("prints.sql")
    role = application_role()
    if role:
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {TABLE} FROM {quoted(role)}")


def downgrade() -> None:
    op.drop_table(TABLE)
