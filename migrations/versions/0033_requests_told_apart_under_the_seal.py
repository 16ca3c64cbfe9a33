"""Which request an answer was for is kept under the answer's seal: a bare digest of a phone number could be guessed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("kernel_idempotency_keys", "fingerprint", existing_type=sa.String(length=64), nullable=True)


def downgrade() -> None:
    # A repeated request is then refused as another one: better than done twice.
    op.execute("UPDATE kernel_idempotency_keys SET fingerprint = '' WHERE fingerprint IS NULL")
    op.alter_column("kernel_idempotency_keys", "fingerprint", existing_type=sa.String(length=64), nullable=False)
