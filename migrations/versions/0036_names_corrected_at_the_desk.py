"""A checked name that is wrong is corrected at the desk, by two officers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_name_corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("old_name_masked", sa.String(length=60), nullable=False),
        sa.Column("old_number_tail", sa.String(length=4), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("born_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("number_index", sa.String(length=72), nullable=True),
        sa.Column("name_masked", sa.String(length=60), nullable=False),
        sa.Column("number_tail", sa.String(length=4), nullable=False),
        sa.Column("check_reference", sa.String(length=64), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at_party", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("refusal_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (decided_by IS NULL)", name=op.f("ck_identity_name_corrections_decided_by_somebody")
        ),
        sa.CheckConstraint(
            "num_nulls(name_sealed, born_sealed, number_index) = CASE state WHEN 'open' THEN 0 ELSE 3 END",
            name=op.f("ck_identity_name_corrections_emptied_at_the_end"),
        ),
        sa.CheckConstraint("state IN ('open', 'approved', 'refused')", name=op.f("ck_identity_name_corrections_state")),
        sa.CheckConstraint("decided_by <> opened_by", name=op.f("ck_identity_name_corrections_two_officers")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["identity_persons.id"], name=op.f("fk_identity_name_corrections_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["opened_at_party"],
            ["identity_organisations.party_id"],
            name=op.f("fk_identity_name_corrections_opened_at_party"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["identity_persons.id"], name=op.f("fk_identity_name_corrections_opened_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_persons.id"], name=op.f("fk_identity_name_corrections_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_name_corrections")),
    )
    op.create_index("ix_identity_name_corrections_at", "identity_name_corrections", ["recorded_at", "id"], unique=False)
    op.create_index(
        "ix_identity_name_corrections_number",
        "identity_name_corrections",
        ["number_index"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "uq_identity_name_corrections_open",
        "identity_name_corrections",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_identity_name_corrections_open",
        table_name="identity_name_corrections",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(
        "ix_identity_name_corrections_number",
        table_name="identity_name_corrections",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_identity_name_corrections_at", table_name="identity_name_corrections")
    op.drop_table("identity_name_corrections")
