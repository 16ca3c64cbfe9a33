"""Real names, guardians, households, other numbers, and who has looked at whose data."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_households",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_households")),
    )
    op.create_table(
        "identity_disclosures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.String(length=30)), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["identity_persons.id"], name=op.f("fk_identity_disclosures_officer_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["identity_parties.id"], name=op.f("fk_identity_disclosures_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["identity_persons.id"], name=op.f("fk_identity_disclosures_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_disclosures")),
    )
    op.create_index(
        "ix_identity_disclosures_person", "identity_disclosures", ["person_id", "recorded_at", "id"], unique=False
    )
    op.create_table(
        "identity_guardianships",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minor_id", sa.Uuid(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.String(length=72), nullable=False),
        sa.Column("phone_masked", sa.String(length=20), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=True),
        sa.Column("consent_version", sa.String(length=20), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (consent_version IS NULL)",
            name=op.f("ck_identity_guardianships_accepted_to_a_text"),
        ),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (guardian_id IS NULL)", name=op.f("ck_identity_guardianships_accepted_whole")
        ),
        sa.CheckConstraint("guardian_id <> minor_id", name=op.f("ck_identity_guardianships_somebody_else")),
        sa.ForeignKeyConstraint(["ended_by"], ["identity_persons.id"], name=op.f("fk_identity_guardianships_ended_by")),
        sa.ForeignKeyConstraint(
            ["guardian_id"], ["identity_persons.id"], name=op.f("fk_identity_guardianships_guardian_id")
        ),
        sa.ForeignKeyConstraint(["minor_id"], ["identity_persons.id"], name=op.f("fk_identity_guardianships_minor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_guardianships")),
    )
    op.create_index(
        "ix_identity_guardianships_guardian",
        "identity_guardianships",
        ["guardian_id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_identity_guardianships_phone",
        "identity_guardianships",
        ["phone_index"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL AND accepted_at IS NULL"),
    )
    op.create_index(
        "uq_identity_guardianships_live",
        "identity_guardianships",
        ["minor_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "identity_household_invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.String(length=72), nullable=False),
        sa.Column("phone_masked", sa.String(length=20), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.CheckConstraint(
            "answer IN ('accepted', 'declined', 'revoked', 'expired')",
            name=op.f("ck_identity_household_invitations_answer"),
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer IS NULL)", name=op.f("ck_identity_household_invitations_answered_whole")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["identity_households.id"], name=op.f("fk_identity_household_invitations_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["identity_persons.id"], name=op.f("fk_identity_household_invitations_invited_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_household_invitations")),
    )
    op.create_index(
        "ix_identity_household_invitations_phone",
        "identity_household_invitations",
        ["phone_index"],
        unique=False,
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_index(
        "uq_identity_household_invitations_open",
        "identity_household_invitations",
        ["household_id", "phone_index"],
        unique=True,
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "identity_household_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["identity_persons.id"], name=op.f("fk_identity_household_members_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["identity_households.id"], name=op.f("fk_identity_household_members_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_persons.id"], name=op.f("fk_identity_household_members_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_household_members")),
    )
    op.create_index(
        "ix_identity_household_members_household",
        "identity_household_members",
        ["household_id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_identity_household_members_head",
        "identity_household_members",
        ["household_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL AND is_head"),
    )
    op.create_index(
        "uq_identity_household_members_live",
        "identity_household_members",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "identity_real_name_tries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number_index", sa.String(length=72), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('match', 'no-match', 'unknown', 'taken')", name=op.f("ck_identity_real_name_tries_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_persons.id"], name=op.f("fk_identity_real_name_tries_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_real_name_tries")),
    )
    op.create_index(
        "ix_identity_real_name_tries_number", "identity_real_name_tries", ["number_index", "requested_at"], unique=False
    )
    op.create_index(
        "ix_identity_real_name_tries_person", "identity_real_name_tries", ["person_id", "requested_at"], unique=False
    )
    op.create_table(
        "identity_real_names",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("name_masked", sa.String(length=60), nullable=False),
        sa.Column("born_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("number_index", sa.String(length=72), nullable=False),
        sa.Column("number_tail", sa.String(length=4), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("check_reference", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["identity_persons.id"], name=op.f("fk_identity_real_names_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_identity_real_names")),
        sa.UniqueConstraint("number_index", name=op.f("uq_identity_real_names_number_index")),
    )
    op.create_table(
        "identity_recoveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.String(length=72), nullable=False),
        sa.Column("phone_masked", sa.String(length=20), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("found_by", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at_party", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("refusal_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (decided_by IS NULL)", name=op.f("ck_identity_recoveries_decided_by_somebody")
        ),
        sa.CheckConstraint("state IN ('open', 'approved', 'refused')", name=op.f("ck_identity_recoveries_state")),
        sa.CheckConstraint("decided_by <> opened_by", name=op.f("ck_identity_recoveries_two_officers")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["identity_persons.id"], name=op.f("fk_identity_recoveries_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["opened_at_party"],
            ["identity_organisations.party_id"],
            name=op.f("fk_identity_recoveries_opened_at_party"),
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["identity_persons.id"], name=op.f("fk_identity_recoveries_opened_by")),
        sa.ForeignKeyConstraint(["person_id"], ["identity_persons.id"], name=op.f("fk_identity_recoveries_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_recoveries")),
    )
    op.create_index("ix_identity_recoveries_at", "identity_recoveries", ["recorded_at", "id"], unique=False)
    op.create_index(
        "uq_identity_recoveries_open",
        "identity_recoveries",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "identity_phone_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.String(length=72), nullable=False),
        sa.Column("phone_masked", sa.String(length=20), nullable=False),
        sa.Column("sign_in_id", sa.Uuid(), nullable=True),
        sa.Column("recovery_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (ended_at IS NULL)", name=op.f("ck_identity_phone_changes_ended_whole")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'cancelled', 'failed')", name=op.f("ck_identity_phone_changes_state")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["identity_persons.id"], name=op.f("fk_identity_phone_changes_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recovery_id"], ["identity_recoveries.id"], name=op.f("fk_identity_phone_changes_recovery_id")
        ),
        sa.ForeignKeyConstraint(
            ["sign_in_id"], ["identity_sign_ins.id"], name=op.f("fk_identity_phone_changes_sign_in_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_phone_changes")),
    )
    op.create_index(
        "ix_identity_phone_changes_due",
        "identity_phone_changes",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(op.f("ix_identity_phone_changes_person_id"), "identity_phone_changes", ["person_id"], unique=False)
    op.create_index(
        "uq_identity_phone_changes_waiting",
        "identity_phone_changes",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_identity_phone_changes_waiting",
        table_name="identity_phone_changes",
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index(op.f("ix_identity_phone_changes_person_id"), table_name="identity_phone_changes")
    op.drop_index(
        "ix_identity_phone_changes_due",
        table_name="identity_phone_changes",
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_table("identity_phone_changes")
    op.drop_index(
        "uq_identity_recoveries_open", table_name="identity_recoveries", postgresql_where=sa.text("state = 'open'")
    )
    op.drop_index("ix_identity_recoveries_at", table_name="identity_recoveries")
    op.drop_table("identity_recoveries")
    op.drop_table("identity_real_names")
    op.drop_index("ix_identity_real_name_tries_person", table_name="identity_real_name_tries")
    op.drop_index("ix_identity_real_name_tries_number", table_name="identity_real_name_tries")
    op.drop_table("identity_real_name_tries")
    op.drop_index(
        "uq_identity_household_members_live",
        table_name="identity_household_members",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(
        "uq_identity_household_members_head",
        table_name="identity_household_members",
        postgresql_where=sa.text("ended_at IS NULL AND is_head"),
    )
    op.drop_index(
        "ix_identity_household_members_household",
        table_name="identity_household_members",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("identity_household_members")
    op.drop_index(
        "uq_identity_household_invitations_open",
        table_name="identity_household_invitations",
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_index(
        "ix_identity_household_invitations_phone",
        table_name="identity_household_invitations",
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_table("identity_household_invitations")
    op.drop_index(
        "uq_identity_guardianships_live",
        table_name="identity_guardianships",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(
        "ix_identity_guardianships_phone",
        table_name="identity_guardianships",
        postgresql_where=sa.text("ended_at IS NULL AND accepted_at IS NULL"),
    )
    op.drop_index(
        "ix_identity_guardianships_guardian",
        table_name="identity_guardianships",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("identity_guardianships")
    op.drop_index("ix_identity_disclosures_person", table_name="identity_disclosures")
    op.drop_table("identity_disclosures")
    op.drop_table("identity_households")
