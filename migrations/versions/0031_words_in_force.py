"""From when an agreement is in force; who gets what by a consent, and until when; which datum a correction is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TERMS = ("recipient_zh", "recipient_en", "term_zh", "term_en", "shown_zh", "shown_en", "withheld_zh", "withheld_en")


def upgrade() -> None:
    # What is there already has been in force since it was first shipped.
    op.add_column(
        "identity_agreements", sa.Column("in_force_on", sa.Date(), nullable=False, server_default="2026-01-01")
    )
    op.alter_column("identity_agreements", "in_force_on", server_default=None)
    for name in TERMS:
        op.add_column("privacy_consent_texts", sa.Column(name, sa.String(), nullable=False, server_default=""))
        op.alter_column("privacy_consent_texts", name, server_default=None)
    op.add_column("complaints_complaints", sa.Column("datum", sa.String(length=20), nullable=True))
    op.create_check_constraint(
        op.f("ck_complaints_complaints_datum"), "complaints_complaints", "(kind = 'correction') = (datum IS NOT NULL)"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_complaints_complaints_datum"), "complaints_complaints")
    op.drop_column("complaints_complaints", "datum")
    for name in reversed(TERMS):
        op.drop_column("privacy_consent_texts", name)
    op.drop_column("identity_agreements", "in_force_on")
