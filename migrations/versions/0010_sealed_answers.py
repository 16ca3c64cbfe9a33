"""Answers that are kept to be repeated lie encrypted: some say a pay code, a name, the end of a phone number.

What is kept already is sealed on the way, so that a device that asks again after the upgrade hears what it heard.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from backend.kernel import crypto

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLE = "kernel_idempotency_keys"
KEYS = sa.table(
    TABLE, sa.column("principal_id", sa.Uuid()), sa.column("key", sa.String()),
    sa.column("body", postgresql.JSON()), sa.column("sealed_body", sa.LargeBinary()),
)  # fmt: skip


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("sealed_body", sa.LargeBinary(), nullable=True))
    keys, connection = crypto.keys(), op.get_bind()
    kept = sa.select(KEYS.c.principal_id, KEYS.c.key, KEYS.c.body).where(KEYS.c.body.is_not(None))
    for principal_id, key, body in connection.execute(kept).all():
        sealed = keys.encrypt(json.dumps(body, ensure_ascii=False), context=f"idempotency|{principal_id}|{key}")
        connection.execute(_row(principal_id, key).values(sealed_body=sealed))
    op.drop_column(TABLE, "body")


def downgrade() -> None:
    op.add_column(TABLE, sa.Column("body", postgresql.JSON(), nullable=True))
    keys, connection = crypto.keys(), op.get_bind()
    kept = sa.select(KEYS.c.principal_id, KEYS.c.key, KEYS.c.sealed_body).where(KEYS.c.sealed_body.is_not(None))
    for principal_id, key, sealed in connection.execute(kept).all():
        body = json.loads(keys.decrypt(sealed, context=f"idempotency|{principal_id}|{key}"))
        connection.execute(_row(principal_id, key).values(body=body))
    op.drop_column(TABLE, "sealed_body")


def _row(principal_id: object, key: str) -> sa.Update:
    return sa.update(KEYS).where(KEYS.c.principal_id == principal_id, KEYS.c.key == key)
