"""Invitations to positions, and lines above every page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_announcements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text_zh", sa.String(length=200), nullable=False),
        sa.Column("text_en", sa.String(length=300), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_identity_announcements_forward")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["identity_persons.id"], name=op.f("fk_identity_announcements_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_announcements")),
    )
    op.create_table(
        "identity_invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.String(length=72), nullable=False),
        sa.Column("phone_masked", sa.String(length=20), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.CheckConstraint(
            "answer IN ('accepted', 'declined', 'revoked', 'expired')", name=op.f("ck_identity_invitations_answer")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer IS NULL)", name=op.f("ck_identity_invitations_answered_whole")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["identity_persons.id"], name=op.f("fk_identity_invitations_invited_by")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["identity_organisations.party_id"], name=op.f("fk_identity_invitations_party_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_invitations")),
    )
    op.create_index(op.f("ix_identity_invitations_party_id"), "identity_invitations", ["party_id"], unique=False)
    op.create_index(
        "ix_identity_invitations_phone",
        "identity_invitations",
        ["phone_index"],
        unique=False,
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_index(
        "uq_identity_invitations_open",
        "identity_invitations",
        ["party_id", "role", "phone_index"],
        unique=True,
        postgresql_where=sa.text("answered_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_identity_invitations_open",
        table_name="identity_invitations",
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_index(
        "ix_identity_invitations_phone",
        table_name="identity_invitations",
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_index(op.f("ix_identity_invitations_party_id"), table_name="identity_invitations")
    op.drop_table("identity_invitations")
    op.drop_table("identity_announcements")
