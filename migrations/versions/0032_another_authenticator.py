"""Another authenticator app may be set up while the one there is goes on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("identity_totp_factors", sa.Column("next_secret_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("identity_totp_factors", "next_secret_sealed")
