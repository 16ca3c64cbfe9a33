"""Members in several roles with a beginning and an end, proofs of who is there, second factors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ONE_ROLE = """
DELETE FROM identity_memberships one USING identity_memberships other
WHERE one.person_id = other.person_id AND one.party_id = other.party_id AND one.ctid > other.ctid
"""


def upgrade() -> None:
    op.create_table(
        "identity_passkey_challenges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_persons.id"], name=op.f("fk_identity_passkey_challenges_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_passkey_challenges")),
    )
    op.create_index(
        op.f("ix_identity_passkey_challenges_person_id"), "identity_passkey_challenges", ["person_id"], unique=False
    )
    op.create_table(
        "identity_passkeys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["identity_persons.id"], name=op.f("fk_identity_passkeys_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_passkeys")),
        sa.UniqueConstraint("handle", name=op.f("uq_identity_passkeys_handle")),
    )
    op.create_index(op.f("ix_identity_passkeys_person_id"), "identity_passkeys", ["person_id"], unique=False)
    op.create_table(
        "identity_recovery_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_persons.id"], name=op.f("fk_identity_recovery_codes_person_id")
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_identity_recovery_codes")),
    )
    op.create_index(
        op.f("ix_identity_recovery_codes_person_id"), "identity_recovery_codes", ["person_id"], unique=False
    )
    op.create_table(
        "identity_totp_factors",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("tries_left", sa.BigInteger(), nullable=False),
        sa.Column("unlocks_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_persons.id"], name=op.f("fk_identity_totp_factors_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_identity_totp_factors")),
    )
    op.add_column(
        "identity_memberships", sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()"))
    )
    op.alter_column("identity_memberships", "id", server_default=None)
    op.drop_constraint("pk_identity_memberships", "identity_memberships")
    op.create_primary_key("pk_identity_memberships", "identity_memberships", ["id"])
    op.add_column("identity_memberships", sa.Column("appointed_by", sa.Uuid(), nullable=True))
    op.add_column("identity_memberships", sa.Column("ended_by", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_identity_memberships_party_id",
        "identity_memberships",
        ["party_id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_identity_memberships_apart",
        "identity_memberships",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text(
            "ended_at IS NULL AND role IN ('system-administrator', 'security-officer', 'auditor')"
        ),
    )
    op.create_index(
        "uq_identity_memberships_live",
        "identity_memberships",
        ["person_id", "party_id", "role"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_foreign_key(
        op.f("fk_identity_memberships_ended_by"), "identity_memberships", "identity_persons", ["ended_by"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_identity_memberships_appointed_by"),
        "identity_memberships",
        "identity_persons",
        ["appointed_by"],
        ["id"],
    )
    op.add_column("identity_organisations", sa.Column("unified_code", sa.String(length=18), nullable=True))
    op.add_column(
        "identity_organisations", sa.Column("state", sa.String(length=10), nullable=False, server_default="active")
    )
    op.alter_column("identity_organisations", "state", server_default=None)
    op.create_check_constraint(
        op.f("ck_identity_organisations_state"), "identity_organisations", "state IN ('active', 'closed')"
    )
    op.execute("UPDATE identity_organisations SET kind = 'village-collective' WHERE kind = 'forest-owner'")
    op.create_unique_constraint(
        op.f("uq_identity_organisations_unified_code"), "identity_organisations", ["unified_code"]
    )
    op.add_column("identity_sign_ins", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE identity_sign_ins SET seen_at = started_at")
    op.alter_column("identity_sign_ins", "seen_at", nullable=False)
    op.add_column("identity_sign_ins", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("identity_sign_ins", sa.Column("proof", sa.String(length=10), nullable=True))
    op.add_column(
        "identity_sign_ins", sa.Column("has_second_factor", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("identity_sign_ins", "has_second_factor", server_default=None)


def downgrade() -> None:
    op.drop_column("identity_sign_ins", "has_second_factor")
    op.drop_column("identity_sign_ins", "proof")
    op.drop_column("identity_sign_ins", "proved_at")
    op.drop_column("identity_sign_ins", "seen_at")
    op.drop_constraint(op.f("uq_identity_organisations_unified_code"), "identity_organisations", type_="unique")
    op.execute("UPDATE identity_organisations SET kind = 'forest-owner' WHERE kind = 'village-collective'")
    op.drop_constraint(op.f("ck_identity_organisations_state"), "identity_organisations")
    op.drop_column("identity_organisations", "state")
    op.drop_column("identity_organisations", "unified_code")
    op.drop_constraint(op.f("fk_identity_memberships_appointed_by"), "identity_memberships", type_="foreignkey")
    op.drop_constraint(op.f("fk_identity_memberships_ended_by"), "identity_memberships", type_="foreignkey")
    op.drop_index(
        "uq_identity_memberships_live", table_name="identity_memberships", postgresql_where=sa.text("ended_at IS NULL")
    )
    op.drop_index(
        "uq_identity_memberships_apart",
        table_name="identity_memberships",
        postgresql_where=sa.text(
            "ended_at IS NULL AND role IN ('system-administrator', 'security-officer', 'auditor')"
        ),
    )
    op.drop_index(
        "ix_identity_memberships_party_id",
        table_name="identity_memberships",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_constraint("pk_identity_memberships", "identity_memberships")
    op.drop_column("identity_memberships", "ended_by")
    op.drop_column("identity_memberships", "appointed_by")
    op.drop_column("identity_memberships", "id")
    op.execute(ONE_ROLE)
    op.create_primary_key("pk_identity_memberships", "identity_memberships", ["person_id", "party_id"])
    op.drop_table("identity_totp_factors")
    op.drop_index(op.f("ix_identity_recovery_codes_person_id"), table_name="identity_recovery_codes")
    op.drop_table("identity_recovery_codes")
    op.drop_index(op.f("ix_identity_passkeys_person_id"), table_name="identity_passkeys")
    op.drop_table("identity_passkeys")
    op.drop_index(op.f("ix_identity_passkey_challenges_person_id"), table_name="identity_passkey_challenges")
    op.drop_table("identity_passkey_challenges")
