"""Notices to read in the app, and complaints with their deadlines and appeals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.roles import application_role, quoted, run_file

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaints_complaints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_until", sa.Date(), nullable=True),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_officer_id", sa.Uuid(), nullable=True),
        sa.Column("appeal_assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_complaints_complaints_closed_at")
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_complaints_complaints_withdrawn_at")
        ),
        sa.CheckConstraint(
            "(subject_kind IS NULL) = (subject_id IS NULL)", name=op.f("ck_complaints_complaints_subject_whole")
        ),
        sa.CheckConstraint(
            "appeal_officer_id IS DISTINCT FROM person_id",
            name=op.f("ck_complaints_complaints_appeal_officer_is_another"),
        ),
        sa.CheckConstraint(
            "officer_id IS DISTINCT FROM person_id", name=op.f("ck_complaints_complaints_officer_is_another")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints_complaints")),
        sa.UniqueConstraint("number", name=op.f("uq_complaints_complaints_number")),
    )
    op.create_index("ix_complaints_complaints_due", "complaints_complaints", ["state", "due_on", "id"], unique=False)
    op.create_index(
        "ix_complaints_complaints_party", "complaints_complaints", ["party_id", "received_at", "id"], unique=False
    )
    op.create_table(
        "notifications_choices",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("no_sms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language IN ('zh-CN', 'en')", name=op.f("ck_notifications_choices_language")),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_notifications_choices")),
    )
    op.create_table(
        "notifications_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications_notices")),
    )
    op.create_index(
        "ix_notifications_notices_party", "notifications_notices", ["party_id", "recorded_at", "id"], unique=False
    )
    op.create_index(
        "ix_notifications_notices_read",
        "notifications_notices",
        ["read_at"],
        unique=False,
        postgresql_where=sa.text("read_at IS NOT NULL"),
    )
    op.create_index(
        "ix_notifications_notices_unread",
        "notifications_notices",
        ["party_id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "complaints_answers",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('upheld', 'partly-upheld', 'rejected')", name=op.f("ck_complaints_answers_outcome")
        ),
        sa.CheckConstraint("round IN (1, 2)", name=op.f("ck_complaints_answers_round")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints_complaints.id"], name=op.f("fk_complaints_answers_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "round", name=op.f("pk_complaints_answers")),
        sa.UniqueConstraint("complaint_id", "officer_id", name=op.f("uq_complaints_answers_complaint_id_officer_id")),
    )
    op.create_table(
        "complaints_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('question', 'message', 'appeal')", name=op.f("ck_complaints_messages_kind")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints_complaints.id"], name=op.f("fk_complaints_messages_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints_messages")),
    )
    op.create_index(
        "ix_complaints_messages_complaint", "complaints_messages", ["complaint_id", "recorded_at", "id"], unique=False
    )
    run_file("complaints.sql")
    role = application_role()
    if role:
        op.execute(f"GRANT USAGE ON SEQUENCE complaints_numbers TO {quoted(role)}")
        for table in ("complaints_answers", "complaints_messages"):
            op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {quoted(role)}")
            op.execute(f"GRANT UPDATE (text_sealed) ON {table} TO {quoted(role)}")


def downgrade() -> None:
    op.execute("DROP SEQUENCE complaints_numbers")
    op.drop_index("ix_complaints_messages_complaint", table_name="complaints_messages")
    op.drop_table("complaints_messages")
    op.drop_table("complaints_answers")
    op.drop_index(
        "ix_notifications_notices_unread",
        table_name="notifications_notices",
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.drop_index(
        "ix_notifications_notices_read",
        table_name="notifications_notices",
        postgresql_where=sa.text("read_at IS NOT NULL"),
    )
    op.drop_index("ix_notifications_notices_party", table_name="notifications_notices")
    op.drop_table("notifications_notices")
    op.drop_table("notifications_choices")
    op.drop_index("ix_complaints_complaints_party", table_name="complaints_complaints")
    op.drop_index("ix_complaints_complaints_due", table_name="complaints_complaints")
    op.drop_table("complaints_complaints")
    op.execute("DROP FUNCTION complaints_keep_words")
