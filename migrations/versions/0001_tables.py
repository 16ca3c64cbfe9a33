"""Every table, and what the application's role may do with tables to come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from backend.ledger.models import TransactionId
from migrations.roles import application_role, quoted

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    role = application_role()
    if role:
        op.execute(f"GRANT USAGE ON SCHEMA public TO {quoted(role)}")
        op.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {quoted(role)}"
        )
        op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {quoted(role)}")
    op.create_table(
        "identity_agreements",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title_zh", sa.String(length=80), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("text_zh", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "version", name=op.f("pk_identity_agreements")),
    )
    op.create_table(
        "identity_parties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'organisation')", name=op.f("ck_identity_parties_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_parties")),
    )
    op.create_table(
        "identity_sms_challenges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.String(length=64), nullable=False),
        sa.Column("ip_index", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries_left", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_sms_challenges")),
    )
    op.create_index("ix_identity_sms_challenges_at", "identity_sms_challenges", ["requested_at"], unique=False)
    op.create_index(
        "ix_identity_sms_challenges_ip", "identity_sms_challenges", ["ip_index", "requested_at"], unique=False
    )
    op.create_index(
        "ix_identity_sms_challenges_phone", "identity_sms_challenges", ["phone_index", "requested_at"], unique=False
    )
    op.create_table(
        "identity_sms_quotas",
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_identity_sms_quotas")),
    )
    op.create_table(
        "kernel_idempotency_keys",
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("principal_id", "key", name=op.f("pk_kernel_idempotency_keys")),
    )
    op.create_index(
        op.f("ix_kernel_idempotency_keys_claimed_at"), "kernel_idempotency_keys", ["claimed_at"], unique=False
    )
    op.create_table(
        "kernel_outbox_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kernel_outbox_messages")),
    )
    op.create_index(
        "ix_kernel_outbox_messages_due",
        "kernel_outbox_messages",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "ledger_accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=160), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=True),
        sa.Column("ceiling", sa.BigInteger(), nullable=True),
        sa.Column("balance", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'guarded') = (balance IS NOT NULL)", name=op.f("ck_ledger_accounts_only_guarded_keeps_balance")
        ),
        sa.CheckConstraint("kind IN ('guarded', 'open', 'source', 'sink')", name=op.f("ck_ledger_accounts_kind")),
        sa.CheckConstraint(
            "balance IS NULL OR ceiling IS NULL OR balance <= ceiling", name=op.f("ck_ledger_accounts_ceiling")
        ),
        sa.CheckConstraint(
            "balance IS NULL OR floor IS NULL OR balance >= floor", name=op.f("ck_ledger_accounts_floor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_accounts")),
        sa.UniqueConstraint("path", "unit", name=op.f("uq_ledger_accounts_path_unit")),
    )
    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reverses", sa.Uuid(), nullable=True),
        sa.CheckConstraint("reverses <> id", name=op.f("ck_ledger_entries_not_its_own_reversal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("reference", name=op.f("uq_ledger_entries_reference")),
        sa.UniqueConstraint("reverses", name=op.f("uq_ledger_entries_reverses")),
    )
    op.create_table(
        "ledger_postings",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("leg", sa.SmallInteger(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("balance_after", sa.BigInteger(), nullable=True),
        sa.Column("account_version", sa.BigInteger(), nullable=True),
        sa.Column("transaction_id", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_ledger_postings_amount_not_nil")),
        sa.CheckConstraint(
            "amount BETWEEN -1000000000000000 AND 1000000000000000", name=op.f("ck_ledger_postings_amount_bounded")
        ),
        sa.PrimaryKeyConstraint("entry_id", "leg", name=op.f("pk_ledger_postings")),
    )
    op.create_index("ix_ledger_postings_account", "ledger_postings", ["account_id", "transaction_id"], unique=False)
    op.create_index(
        "uq_ledger_postings_account_version",
        "ledger_postings",
        ["account_id", "account_version"],
        unique=True,
        postgresql_where=sa.text("account_version IS NOT NULL"),
    )
    op.create_table(
        "ledger_roll_ups",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("below", TransactionId(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_ledger_roll_ups")),
    )
    op.create_table(
        "transparency_leaves",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transparency_leaves")),
    )
    op.create_index(op.f("ix_transparency_leaves_recorded_at"), "transparency_leaves", ["recorded_at"], unique=False)
    op.create_table(
        "identity_organisations",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("place_zh", sa.String(length=40), nullable=False),
        sa.Column("place_en", sa.String(length=60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["identity_parties.id"], name=op.f("fk_identity_organisations_party_id")),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_identity_organisations")),
        sa.UniqueConstraint("code", name=op.f("uq_identity_organisations_code")),
    )
    op.create_table(
        "identity_persons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.String(length=64), nullable=False),
        sa.Column("phone_masked", sa.String(length=20), nullable=False),
        sa.Column("nickname", sa.String(length=20), nullable=False),
        sa.Column("elder_mode", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["identity_parties.id"], name=op.f("fk_identity_persons_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_persons")),
        sa.UniqueConstraint("party_id", name=op.f("uq_identity_persons_party_id")),
        sa.UniqueConstraint("phone_index", name=op.f("uq_identity_persons_phone_index")),
    )
    op.create_table(
        "identity_acceptances",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["identity_persons.id"], name=op.f("fk_identity_acceptances_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kind", "version", name=op.f("pk_identity_acceptances")),
    )
    op.create_table(
        "identity_memberships",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["party_id"], ["identity_organisations.party_id"], name=op.f("fk_identity_memberships_party_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["identity_persons.id"], name=op.f("fk_identity_memberships_person_id")),
        sa.PrimaryKeyConstraint("person_id", "party_id", name=op.f("pk_identity_memberships")),
    )
    op.create_table(
        "identity_sign_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("client", sa.String(length=10), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=30), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["identity_persons.id"], name=op.f("fk_identity_sign_ins_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_sign_ins")),
    )
    op.create_index(op.f("ix_identity_sign_ins_person_id"), "identity_sign_ins", ["person_id"], unique=False)
    op.create_table(
        "identity_refresh_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("sign_in_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("successor_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["sign_in_id"], ["identity_sign_ins.id"], name=op.f("fk_identity_refresh_tokens_sign_in_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_identity_refresh_tokens")),
    )
    op.create_index(
        op.f("ix_identity_refresh_tokens_sign_in_id"), "identity_refresh_tokens", ["sign_in_id"], unique=False
    )
    op.create_index(
        "uq_identity_refresh_tokens_live",
        "identity_refresh_tokens",
        ["sign_in_id"],
        unique=True,
        postgresql_where=sa.text("used_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_identity_refresh_tokens_live",
        table_name="identity_refresh_tokens",
        postgresql_where=sa.text("used_at IS NULL"),
    )
    op.drop_index(op.f("ix_identity_refresh_tokens_sign_in_id"), table_name="identity_refresh_tokens")
    op.drop_table("identity_refresh_tokens")
    op.drop_index(op.f("ix_identity_sign_ins_person_id"), table_name="identity_sign_ins")
    op.drop_table("identity_sign_ins")
    op.drop_table("identity_memberships")
    op.drop_table("identity_acceptances")
    op.drop_table("identity_persons")
    op.drop_table("identity_organisations")
    op.drop_index(op.f("ix_transparency_leaves_recorded_at"), table_name="transparency_leaves")
    op.drop_table("transparency_leaves")
    op.drop_table("ledger_roll_ups")
    op.drop_index(
        "uq_ledger_postings_account_version",
        table_name="ledger_postings",
        postgresql_where=sa.text("account_version IS NOT NULL"),
    )
    op.drop_index("ix_ledger_postings_account", table_name="ledger_postings")
    op.drop_table("ledger_postings")
    op.drop_table("ledger_entries")
    op.drop_table("ledger_accounts")
    op.drop_index(
        "ix_kernel_outbox_messages_due",
        table_name="kernel_outbox_messages",
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.drop_table("kernel_outbox_messages")
    op.drop_index(op.f("ix_kernel_idempotency_keys_claimed_at"), table_name="kernel_idempotency_keys")
    op.drop_table("kernel_idempotency_keys")
    op.drop_table("identity_sms_quotas")
    op.drop_index("ix_identity_sms_challenges_phone", table_name="identity_sms_challenges")
    op.drop_index("ix_identity_sms_challenges_ip", table_name="identity_sms_challenges")
    op.drop_index("ix_identity_sms_challenges_at", table_name="identity_sms_challenges")
    op.drop_table("identity_sms_challenges")
    op.drop_table("identity_parties")
    op.drop_table("identity_agreements")
