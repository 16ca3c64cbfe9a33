"""What people consent to, and accounts that close: with them go words and amounts that nothing else may change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.roles import application_role, quoted, restore_function, run_file

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "privacy_consent_texts",
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("title_zh", sa.String(length=80), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("text_zh", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("without_zh", sa.String(), nullable=False),
        sa.Column("without_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", "version", name=op.f("pk_privacy_consent_texts")),
    )
    op.create_table(
        "privacy_closings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name=op.f("ck_privacy_closings_ended_at")),
        sa.CheckConstraint("state IN ('waiting', 'kept', 'closed')", name=op.f("ck_privacy_closings_state")),
        sa.ForeignKeyConstraint(["party_id"], ["identity_parties.id"], name=op.f("fk_privacy_closings_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["identity_persons.id"], name=op.f("fk_privacy_closings_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_closings")),
    )
    op.create_index(
        "ix_privacy_closings_due",
        "privacy_closings",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_privacy_closings_party",
        "privacy_closings",
        ["party_id"],
        unique=False,
        postgresql_where=sa.text("state = 'closed'"),
    )
    op.create_index(
        "uq_privacy_closings_live",
        "privacy_closings",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'kept'"),
    )
    op.create_table(
        "privacy_consents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("text_version", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["identity_persons.id"], name=op.f("fk_privacy_consents_person_id")),
        sa.ForeignKeyConstraint(
            ["purpose", "text_version"],
            ["privacy_consent_texts.purpose", "privacy_consent_texts.version"],
            name=op.f("fk_privacy_consents_purpose"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_consents")),
    )
    op.create_index("ix_privacy_consents_person", "privacy_consents", ["person_id", "given_at"], unique=False)
    op.create_index(
        "uq_privacy_consents_live",
        "privacy_consents",
        ["person_id", "purpose"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    run_file("privacy.sql")
    role = application_role()
    if role:
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON privacy_consent_texts, privacy_consents FROM {quoted(role)}")
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON privacy_closings FROM {quoted(role)}")
        op.execute(f"GRANT UPDATE (withdrawn_at) ON privacy_consents TO {quoted(role)}")
        op.execute(f"GRANT UPDATE (state, ended_at) ON privacy_closings TO {quoted(role)}")
        op.execute(f"GRANT UPDATE (note) ON activities_records TO {quoted(role)}")
        op.execute(f"GRANT DELETE ON footprints_statements TO {quoted(role)}")


def downgrade() -> None:
    role = application_role()
    if role:
        op.execute(f"REVOKE UPDATE (note) ON activities_records FROM {quoted(role)}")
        op.execute(f"REVOKE DELETE ON footprints_statements FROM {quoted(role)}")
    run_file("activities_withdrawn.sql")
    restore_function("footprints_keep_statements", "footprints.sql")
    op.drop_index(
        "uq_privacy_consents_live", table_name="privacy_consents", postgresql_where=sa.text("withdrawn_at IS NULL")
    )
    op.drop_index("ix_privacy_consents_person", table_name="privacy_consents")
    op.drop_table("privacy_consents")
    op.drop_index(
        "uq_privacy_closings_live", table_name="privacy_closings", postgresql_where=sa.text("state <> 'kept'")
    )
    op.drop_index(
        "ix_privacy_closings_party", table_name="privacy_closings", postgresql_where=sa.text("state = 'closed'")
    )
    op.drop_index(
        "ix_privacy_closings_due", table_name="privacy_closings", postgresql_where=sa.text("state = 'waiting'")
    )
    op.drop_table("privacy_closings")
    op.drop_table("privacy_consent_texts")
    for function in ("privacy_is_closed(uuid)", "privacy_keep_closings()", "privacy_keep_consents()"):
        op.execute(f"DROP FUNCTION {function}")
