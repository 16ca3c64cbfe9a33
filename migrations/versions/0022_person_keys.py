"""A key for each person, and room for the version of a key in front of what it has hashed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import roles

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

WIDER = (
    ("identity_persons", "phone_index"), ("identity_sms_challenges", "phone_index"),
    ("identity_sms_challenges", "ip_index"), ("identity_sms_challenges", "code_hash"),
    ("identity_refresh_tokens", "token_hash"), ("identity_recovery_codes", "code_hash"),
    ("rewards_pay_codes", "code_hash"), ("rewards_pay_codes", "digits_hash"),
)  # fmt: skip


def upgrade() -> None:
    for table, column in WIDER:
        op.alter_column(table, column, type_=sa.String(length=68), existing_type=sa.String(length=64))
    op.create_table(
        "identity_person_keys",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(wrapped IS NULL) = (destroyed_at IS NOT NULL)", name=op.f("ck_identity_person_keys_wrapped_or_destroyed")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_persons.id"], name=op.f("fk_identity_person_keys_person_id"),
            deferrable=True, initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_identity_person_keys")),
    )  # fmt: skip
    op.create_index(
        "ix_identity_person_keys_version", "identity_person_keys", [sa.text("get_byte(wrapped, 0)"), "person_id"],
        unique=False, postgresql_where=sa.text("wrapped IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "ix_identity_persons_unmoved", "identity_persons", ["id"], unique=False,
        postgresql_where=sa.text("get_byte(phone_sealed, 0) <> 240"),
    )  # fmt: skip
    roles.run_file("person_keys.sql")
    application = roles.application_role()
    if application is not None:
        op.execute(f"REVOKE DELETE, TRUNCATE ON identity_person_keys FROM {roles.quoted(application)}")


def downgrade() -> None:
    op.drop_index("ix_identity_persons_unmoved", table_name="identity_persons")
    op.drop_table("identity_person_keys")
    op.execute("DROP FUNCTION identity_person_key_kept()")
    for table, column in WIDER:
        op.alter_column(table, column, type_=sa.String(length=64), existing_type=sa.String(length=68))
