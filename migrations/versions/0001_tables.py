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
        from_now_on = "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT"
        op.execute(f"{from_now_on} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {quoted(role)}")
        op.execute(f"{from_now_on} USAGE ON SEQUENCES TO {quoted(role)}")
        op.execute(f"GRANT SELECT ON alembic_version TO {quoted(role)}")  # /readyz says which schema it found
    op.create_table(
        "activities_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("measures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("tier", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("source_reference", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reduction_g", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('accepted')", name=op.f("ck_activities_records_state")),
        sa.CheckConstraint("tier IN ('verified', 'self-report')", name=op.f("ck_activities_records_tier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities_records")),
        sa.UniqueConstraint("kind", "source_reference", name=op.f("uq_activities_records_kind_source_reference")),
    )
    op.create_index(
        "ix_activities_records_party", "activities_records", ["party_id", "recorded_at", "id"], unique=False
    )
    op.create_table(
        "certificates_certificates",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("canonical", sa.String(), nullable=False),
        sa.Column("jws", sa.String(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('valid', 'revoked', 'superseded')", name=op.f("ck_certificates_certificates_state")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_certificates_certificates")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_certificates_certificates_kind_subject_id")),
    )
    op.create_table(
        "footprints_activities",
        sa.Column("activity", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("factor_set", sa.String(length=30), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("on_form", sa.Boolean(), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("hint_zh", sa.String(length=120), nullable=False),
        sa.Column("hint_en", sa.String(length=160), nullable=False),
        sa.Column("unit_zh", sa.String(length=20), nullable=False),
        sa.Column("unit_en", sa.String(length=20), nullable=False),
        sa.Column("max_quantity", sa.Numeric(), nullable=False),
        sa.Column("default_quantity", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("activity", "valid_from", name=op.f("pk_footprints_activities")),
    )
    op.create_table(
        "footprints_benchmarks",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("source_zh", sa.String(), nullable=False),
        sa.Column("source_en", sa.String(), nullable=False),
        sa.Column("source_no", sa.String(length=20), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", "year", name=op.f("pk_footprints_benchmarks")),
    )
    op.create_table(
        "footprints_factor_releases",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_footprints_factor_releases")),
    )
    op.create_table(
        "footprints_reductions",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("activity", sa.String(length=60), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.Numeric(), nullable=True),
        sa.Column("quantity", sa.Numeric(), nullable=True),
        sa.Column("avoided_activity", sa.String(length=60), nullable=False),
        sa.Column("instead_activity", sa.String(length=60), nullable=True),
        sa.CheckConstraint(
            "(share IS NULL) <> (quantity IS NULL)", name=op.f("ck_footprints_reductions_share_or_quantity")
        ),
        sa.PrimaryKeyConstraint("code", "valid_from", name=op.f("pk_footprints_reductions")),
    )
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
        sa.Column("body", postgresql.JSON(astext_type=sa.Text()), nullable=True),
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
        "market_offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_number", sa.String(length=20), nullable=False),
        sa.Column("seller_party_id", sa.Uuid(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_offers")),
    )
    op.create_index(op.f("ix_market_offers_batch_number"), "market_offers", ["batch_number"], unique=False)
    op.create_index(
        "ix_market_offers_open",
        "market_offers",
        ["opened_at"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "offsets_orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("batch_number", sa.String(length=7), nullable=False),
        sa.Column("seller_party_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("beneficiary_kind", sa.String(length=12), nullable=False),
        sa.Column("beneficiary_name", sa.String(length=40), nullable=True),
        sa.Column("footprint_id", sa.Uuid(), nullable=True),
        sa.Column("footprint_period", sa.String(length=7), nullable=True),
        sa.Column("quantity_kg", sa.BigInteger(), nullable=False),
        sa.Column("price_fen_per_t", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retirement_id", sa.Uuid(), nullable=True),
        sa.Column("certificate_number", sa.String(length=20), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("points_awarded", sa.BigInteger(), nullable=False),
        sa.Column("award_entry_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'retired') = (retirement_id IS NOT NULL)", name=op.f("ck_offsets_orders_retired_has_retirement")
        ),
        sa.CheckConstraint("quantity_kg > 0", name=op.f("ck_offsets_orders_quantity_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offsets_orders")),
        sa.UniqueConstraint("number", name=op.f("uq_offsets_orders_number")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_offsets_orders_payment_id")),
        sa.UniqueConstraint("quote_id", name=op.f("uq_offsets_orders_quote_id")),
        sa.UniqueConstraint("retirement_id", name=op.f("uq_offsets_orders_retirement_id")),
    )
    op.create_index(
        "ix_offsets_orders_footprint",
        "offsets_orders",
        ["footprint_id"],
        unique=False,
        postgresql_where=sa.text("state = 'placed'"),
    )
    op.create_index("ix_offsets_orders_party", "offsets_orders", ["party_id", "recorded_at", "id"], unique=False)
    op.create_table(
        "offsets_quotes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("quantity_kg", sa.BigInteger(), nullable=False),
        sa.Column("price_fen_per_t", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("footprint_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offsets_quotes")),
    )
    op.create_index(op.f("ix_offsets_quotes_party_id"), "offsets_quotes", ["party_id"], unique=False)
    op.create_index(op.f("ix_offsets_quotes_recorded_at"), "offsets_quotes", ["recorded_at"], unique=False)
    op.create_table(
        "offsets_turns",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_offsets_turns")),
    )
    op.create_table(
        "payments_notifications",
        sa.Column("gateway", sa.String(length=12), nullable=False),
        sa.Column("nonce", sa.String(length=128), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("out_trade_no", sa.String(length=64), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("gateway", "nonce", name=op.f("pk_payments_notifications")),
    )
    op.create_index(op.f("ix_payments_notifications_heard_at"), "payments_notifications", ["heard_at"], unique=False)
    op.create_table(
        "payments_payments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payable_kind", sa.String(length=30), nullable=False),
        sa.Column("payable_id", sa.Uuid(), nullable=False),
        sa.Column("payer_party_id", sa.Uuid(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.String(length=120), nullable=False),
        sa.Column("return_path", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("gateway", sa.String(length=12), nullable=True),
        sa.Column("transaction", sa.String(length=64), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_attempt_failed", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looks", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payments_payments_amount_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments_payments")),
        sa.UniqueConstraint("payable_kind", "payable_id", name=op.f("uq_payments_payments_payable_kind_payable_id")),
    )
    op.create_index(
        "ix_payments_payments_due",
        "payments_payments",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('created', 'paying')"),
    )
    op.create_index(op.f("ix_payments_payments_payer_party_id"), "payments_payments", ["payer_party_id"], unique=False)
    op.create_table(
        "points_awards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("cause_kind", sa.String(length=20), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("rule_code", sa.String(length=60), nullable=False),
        sa.Column("rule_version", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("acts", sa.BigInteger(), nullable=False),
        sa.Column("reduction_g", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("scope_kind", sa.String(length=12), nullable=False),
        sa.Column("scope_id", sa.String(length=80), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cause_kind IN ('activity', 'retirement')", name=op.f("ck_points_awards_cause_kind")),
        sa.CheckConstraint("(points > 0) = (entry_id IS NOT NULL)", name=op.f("ck_points_awards_points_have_an_entry")),
        sa.CheckConstraint("points >= 0 AND acts >= 0", name=op.f("ck_points_awards_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_awards")),
        sa.UniqueConstraint(
            "cause_kind", "cause_id", "rule_code", name=op.f("uq_points_awards_cause_kind_cause_id_rule_code")
        ),
    )
    op.create_index("ix_points_awards_entry", "points_awards", ["entry_id"], unique=False)
    op.create_index("ix_points_awards_party", "points_awards", ["party_id", "day"], unique=False)
    op.create_index(
        "ix_points_awards_scope", "points_awards", ["scope_kind", "scope_id", "rule_code", "day"], unique=False
    )
    op.create_table(
        "points_cap_counters",
        sa.Column("scope_kind", sa.String(length=12), nullable=False),
        sa.Column("scope_id", sa.String(length=80), nullable=False),
        sa.Column("rule_code", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=5), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("acts_used", sa.BigInteger(), nullable=False),
        sa.Column("points_used", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("period IN ('day', 'month')", name=op.f("ck_points_cap_counters_period")),
        sa.CheckConstraint("acts_used >= 0 AND points_used >= 0", name=op.f("ck_points_cap_counters_not_negative")),
        sa.PrimaryKeyConstraint(
            "scope_kind", "scope_id", "rule_code", "period", "period_start", name=op.f("pk_points_cap_counters")
        ),
    )
    op.create_table(
        "points_earn_rule_versions",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_points_earn_rule_versions")),
    )
    op.create_index(
        "ix_points_earn_rule_versions_published_at", "points_earn_rule_versions", ["published_at"], unique=False
    )
    op.create_table(
        "registry_projects",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("place_zh", sa.String(length=40), nullable=False),
        sa.Column("place_en", sa.String(length=60), nullable=False),
        sa.Column("area_mu", sa.BigInteger(), nullable=False),
        sa.Column("methodology_zh", sa.String(length=80), nullable=False),
        sa.Column("methodology_en", sa.String(length=120), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("area_mu > 0", name=op.f("ck_registry_projects_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_projects")),
        sa.UniqueConstraint("code", name=op.f("uq_registry_projects_code")),
    )
    op.create_table(
        "releases_settings",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=30), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.CheckConstraint("grade IN ('A', 'B', 'C', 'D')", name=op.f("ck_releases_settings_grade")),
        sa.PrimaryKeyConstraint("key", "valid_from", name=op.f("pk_releases_settings")),
    )
    op.create_table(
        "rewards_pay_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("digits_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_to", sa.Uuid(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("used_at IS NULL OR replaced_at IS NULL", name=op.f("ck_rewards_pay_codes_dies_once")),
        sa.CheckConstraint(
            "used_at IS NULL OR shown_to IS NOT NULL", name=op.f("ck_rewards_pay_codes_used_where_it_was_shown")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards_pay_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_rewards_pay_codes_code_hash")),
    )
    op.create_index("ix_rewards_pay_codes_digits", "rewards_pay_codes", ["digits_hash", "issued_at"], unique=False)
    op.create_index("ix_rewards_pay_codes_expires_at", "rewards_pay_codes", ["expires_at"], unique=False)
    op.create_index(
        "uq_rewards_pay_codes_live",
        "rewards_pay_codes",
        ["party_id"],
        unique=True,
        postgresql_where=sa.text("used_at IS NULL AND replaced_at IS NULL"),
    )
    op.create_index(
        "uq_rewards_pay_codes_live_digits",
        "rewards_pay_codes",
        ["digits_hash"],
        unique=True,
        postgresql_where=sa.text("used_at IS NULL AND replaced_at IS NULL"),
    )
    op.create_table(
        "rewards_rewards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_party_id", sa.Uuid(), nullable=False),
        sa.Column("title_zh", sa.String(length=60), nullable=False),
        sa.Column("title_en", sa.String(length=90), nullable=False),
        sa.Column("description_zh", sa.String(length=200), nullable=False),
        sa.Column("description_en", sa.String(length=300), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("worth_fen", sa.BigInteger(), nullable=False),
        sa.Column("picture", sa.String(length=10), nullable=False),
        sa.Column("stock", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("funder_zh", sa.String(length=80), nullable=False),
        sa.Column("funder_en", sa.String(length=120), nullable=False),
        sa.Column("terms_zh", sa.String(length=300), nullable=False),
        sa.Column("terms_en", sa.String(length=400), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("category IN ('travel', 'food', 'goods')", name=op.f("ck_rewards_rewards_category")),
        sa.CheckConstraint(
            "picture IN ('bus', 'leicha', 'jerky', 'yew', 'cup', 'power')", name=op.f("ck_rewards_rewards_picture")
        ),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_rewards_rewards_state")),
        sa.CheckConstraint("points > 0 AND worth_fen >= 0", name=op.f("ck_rewards_rewards_not_negative")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_rewards_rewards_stock_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards_rewards")),
    )
    op.create_index(
        op.f("ix_rewards_rewards_merchant_party_id"), "rewards_rewards", ["merchant_party_id"], unique=False
    )
    op.create_index("ix_rewards_rewards_recorded_at", "rewards_rewards", ["recorded_at", "id"], unique=False)
    op.create_table(
        "rewards_wrong_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clerk_person_id", sa.Uuid(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards_wrong_codes")),
    )
    op.create_index(
        "ix_rewards_wrong_codes_clerk", "rewards_wrong_codes", ["clerk_person_id", "tried_at"], unique=False
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
        "footprints_factors",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("factor_set", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=True),
        sa.Column("value_low", sa.Numeric(), nullable=True),
        sa.Column("value_high", sa.Numeric(), nullable=True),
        sa.Column("unit_numerator", sa.String(length=10), nullable=False),
        sa.Column("unit_denominator", sa.String(length=20), nullable=False),
        sa.Column("gas", sa.String(length=10), nullable=False),
        sa.Column("region", sa.String(length=30), nullable=False),
        sa.Column("region_zh", sa.String(length=40), nullable=False),
        sa.Column("region_en", sa.String(length=60), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("calibre", sa.String(length=60), nullable=False),
        sa.Column("segment_from", sa.Numeric(), nullable=True),
        sa.Column("segment_base", sa.Numeric(), nullable=True),
        sa.Column("source_zh", sa.String(), nullable=False),
        sa.Column("source_en", sa.String(), nullable=False),
        sa.Column("source_no", sa.String(length=20), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("note_zh", sa.String(), nullable=False),
        sa.Column("note_en", sa.String(), nullable=False),
        sa.Column("release", sa.String(length=40), nullable=False),
        sa.CheckConstraint("grade IN ('A', 'B', 'C', 'D')", name=op.f("ck_footprints_factors_grade")),
        sa.CheckConstraint("kind IN ('emission', 'saving', 'gwp')", name=op.f("ck_footprints_factors_kind")),
        sa.ForeignKeyConstraint(
            ["release"], ["footprints_factor_releases.code"], name=op.f("fk_footprints_factors_release")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_footprints_factors")),
    )
    op.create_index("ix_footprints_factors_code", "footprints_factors", ["code", "factor_set"], unique=False)
    op.create_table(
        "footprints_statements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("emissions_g", sa.BigInteger(), nullable=False),
        sa.Column("inputs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("canonical", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("factor_set", sa.String(length=40), nullable=False),
        sa.Column("engine_version", sa.String(length=20), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_footprints_statements_withdrawn_at")
        ),
        sa.CheckConstraint("state IN ('recorded', 'withdrawn')", name=op.f("ck_footprints_statements_state")),
        sa.CheckConstraint("emissions_g >= 0", name=op.f("ck_footprints_statements_emissions")),
        sa.ForeignKeyConstraint(
            ["factor_set"], ["footprints_factor_releases.code"], name=op.f("fk_footprints_statements_factor_set")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["identity_parties.id"], name=op.f("fk_footprints_statements_party_id")),
        sa.ForeignKeyConstraint(
            ["replaces"], ["footprints_statements.id"], name=op.f("fk_footprints_statements_replaces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_footprints_statements")),
    )
    op.create_index(
        "ix_footprints_statements_party", "footprints_statements", ["party_id", "recorded_at", "id"], unique=False
    )
    op.create_index(
        "uq_footprints_statements_live",
        "footprints_statements",
        ["party_id", "kind", "period"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
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
        "market_offer_prices",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("price_fen_per_t", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("price_fen_per_t > 0", name=op.f("ck_market_offer_prices_price")),
        sa.ForeignKeyConstraint(["offer_id"], ["market_offers.id"], name=op.f("fk_market_offer_prices_offer_id")),
        sa.PrimaryKeyConstraint("offer_id", "valid_from", name=op.f("pk_market_offer_prices")),
    )
    op.create_table(
        "market_shelf_slots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("movements", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["market_offers.id"], name=op.f("fk_market_shelf_slots_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_shelf_slots")),
        sa.UniqueConstraint("offer_id", "place", name=op.f("uq_market_shelf_slots_offer_id_place")),
    )
    op.create_table(
        "payments_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("gateway", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payments_payments.id"], name=op.f("fk_payments_attempts_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments_attempts")),
    )
    op.create_index(op.f("ix_payments_attempts_payment_id"), "payments_attempts", ["payment_id"], unique=False)
    op.create_table(
        "payments_discrepancies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("transaction", sa.String(length=64), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments_payments.id"], name=op.f("fk_payments_discrepancies_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments_discrepancies")),
        sa.UniqueConstraint(
            "payment_id", "kind", "transaction", name=op.f("uq_payments_discrepancies_payment_id_kind_transaction")
        ),
    )
    op.create_table(
        "payments_receipts",
        sa.Column("gateway", sa.String(length=12), nullable=False),
        sa.Column("transaction", sa.String(length=64), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payments_payments.id"], name=op.f("fk_payments_receipts_payment_id")),
        sa.PrimaryKeyConstraint("gateway", "transaction", name=op.f("pk_payments_receipts")),
    )
    op.create_index(op.f("ix_payments_receipts_payment_id"), "payments_receipts", ["payment_id"], unique=False)
    op.create_table(
        "payments_refunds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("gateway", sa.String(length=12), nullable=False),
        sa.Column("transaction", sa.String(length=64), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looks", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payments_refunds_amount_positive")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments_payments.id"], name=op.f("fk_payments_refunds_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments_refunds")),
        sa.UniqueConstraint("gateway", "transaction", name=op.f("uq_payments_refunds_gateway_transaction")),
        sa.UniqueConstraint("payment_id", "number", name=op.f("uq_payments_refunds_payment_id_number")),
    )
    op.create_index(
        "ix_payments_refunds_due",
        "payments_refunds",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('requested', 'processing')"),
    )
    op.create_table(
        "points_lots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("issued", sa.BigInteger(), nullable=False),
        sa.Column("pending", sa.BigInteger(), nullable=False),
        sa.Column("available", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "issued > 0 AND pending >= 0 AND available >= 0 AND held >= 0", name=op.f("ck_points_lots_not_negative")
        ),
        sa.CheckConstraint("pending + available + held <= issued", name=op.f("ck_points_lots_not_more_than_issued")),
        sa.ForeignKeyConstraint(["award_id"], ["points_awards.id"], name=op.f("fk_points_lots_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_lots")),
        sa.UniqueConstraint("award_id", name=op.f("uq_points_lots_award_id")),
    )
    op.create_index(
        "ix_points_lots_due", "points_lots", ["expires_on"], unique=False, postgresql_where=sa.text("available > 0")
    )
    op.create_index(
        "ix_points_lots_party",
        "points_lots",
        ["party_id", "expires_on"],
        unique=False,
        postgresql_where=sa.text("available > 0"),
    )
    op.create_table(
        "registry_batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("owner_party_id", sa.Uuid(), nullable=False),
        sa.Column("first_serial", sa.BigInteger(), nullable=False),
        sa.Column("last_serial", sa.BigInteger(), nullable=False),
        sa.Column("issued_kg", sa.BigInteger(), nullable=False),
        sa.Column("buffer_kg", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("vintage_from", sa.BigInteger(), nullable=False),
        sa.Column("vintage_to", sa.BigInteger(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("buffer_kg >= 0 AND buffer_kg < issued_kg", name=op.f("ck_registry_batches_buffer")),
        sa.CheckConstraint(
            "issued_kg > 0 AND issued_kg = last_serial - first_serial + 1", name=op.f("ck_registry_batches_stretch")
        ),
        sa.CheckConstraint("vintage_from <= vintage_to", name=op.f("ck_registry_batches_vintage")),
        sa.ForeignKeyConstraint(["project_id"], ["registry_projects.id"], name=op.f("fk_registry_batches_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_batches")),
        sa.UniqueConstraint("number", name=op.f("uq_registry_batches_number")),
        sa.UniqueConstraint(
            "project_id",
            "vintage_from",
            "vintage_to",
            name=op.f("uq_registry_batches_project_id_vintage_from_vintage_to"),
        ),
    )
    op.create_table(
        "rewards_redemptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_party_id", sa.Uuid(), nullable=False),
        sa.Column("clerk_person_id", sa.Uuid(), nullable=False),
        sa.Column("customer_party_id", sa.Uuid(), nullable=False),
        sa.Column("pay_code_id", sa.Uuid(), nullable=False),
        sa.Column("out_trade_no", sa.String(length=64), nullable=False),
        sa.Column("reward_id", sa.Uuid(), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("payable_fen", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversal_entry_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(reversed_at, reversal_entry_id) = CASE state WHEN 'reversed' THEN 2 ELSE 0 END",
            name=op.f("ck_rewards_redemptions_reversed_whole"),
        ),
        sa.CheckConstraint("state IN ('done', 'reversed')", name=op.f("ck_rewards_redemptions_state")),
        sa.CheckConstraint("points > 0 AND payable_fen >= 0", name=op.f("ck_rewards_redemptions_not_negative")),
        sa.ForeignKeyConstraint(
            ["pay_code_id"], ["rewards_pay_codes.id"], name=op.f("fk_rewards_redemptions_pay_code_id")
        ),
        sa.ForeignKeyConstraint(["reward_id"], ["rewards_rewards.id"], name=op.f("fk_rewards_redemptions_reward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards_redemptions")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_rewards_redemptions_entry_id")),
        sa.UniqueConstraint(
            "merchant_party_id", "out_trade_no", name=op.f("uq_rewards_redemptions_merchant_party_id_out_trade_no")
        ),
        sa.UniqueConstraint("pay_code_id", name=op.f("uq_rewards_redemptions_pay_code_id")),
    )
    op.create_index(
        "ix_rewards_redemptions_customer",
        "rewards_redemptions",
        ["customer_party_id", "redeemed_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_rewards_redemptions_merchant",
        "rewards_redemptions",
        ["merchant_party_id", "redeemed_at", "id"],
        unique=False,
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
        "points_lot_uses",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("points <> 0", name=op.f("ck_points_lot_uses_not_nil")),
        sa.ForeignKeyConstraint(["lot_id"], ["points_lots.id"], name=op.f("fk_points_lot_uses_lot_id")),
        sa.PrimaryKeyConstraint("entry_id", "lot_id", name=op.f("pk_points_lot_uses")),
    )
    op.create_index("ix_points_lot_uses_lot", "points_lot_uses", ["lot_id"], unique=False)
    op.create_table(
        "registry_listings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("quantity_kg", sa.BigInteger(), nullable=False),
        sa.Column("price_fen_per_t", sa.BigInteger(), nullable=False),
        sa.Column("serials", postgresql.INT8MULTIRANGE(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("direction IN ('on', 'off')", name=op.f("ck_registry_listings_direction")),
        sa.ForeignKeyConstraint(["batch_id"], ["registry_batches.id"], name=op.f("fk_registry_listings_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_listings")),
    )
    op.create_index(op.f("ix_registry_listings_batch_id"), "registry_listings", ["batch_id"], unique=False)
    op.create_table(
        "registry_retirements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("quantity_kg", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=True),
        sa.Column("beneficiary_kind", sa.String(length=12), nullable=False),
        sa.Column("beneficiary_name", sa.String(length=80), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(beneficiary_kind = 'none') = (beneficiary_name IS NULL)",
            name=op.f("ck_registry_retirements_name_only_as_chosen"),
        ),
        sa.CheckConstraint(
            "beneficiary_kind IN ('nickname', 'real-name', 'none', 'organisation')",
            name=op.f("ck_registry_retirements_beneficiary"),
        ),
        sa.CheckConstraint("quantity_kg > 0", name=op.f("ck_registry_retirements_quantity")),
        sa.ForeignKeyConstraint(["batch_id"], ["registry_batches.id"], name=op.f("fk_registry_retirements_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_retirements")),
        sa.UniqueConstraint("order_id", name=op.f("uq_registry_retirements_order_id")),
    )
    op.create_index(op.f("ix_registry_retirements_batch_id"), "registry_retirements", ["batch_id"], unique=False)
    op.create_index(op.f("ix_registry_retirements_party_id"), "registry_retirements", ["party_id"], unique=False)
    op.create_table(
        "registry_transfers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("seller_party_id", sa.Uuid(), nullable=False),
        sa.Column("buyer_party_id", sa.Uuid(), nullable=False),
        sa.Column("quantity_kg", sa.BigInteger(), nullable=False),
        sa.Column("price_fen_per_t", sa.BigInteger(), nullable=False),
        sa.Column("serials", postgresql.INT8MULTIRANGE(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('agreement', 'reserve')", name=op.f("ck_registry_transfers_kind")),
        sa.ForeignKeyConstraint(["batch_id"], ["registry_batches.id"], name=op.f("fk_registry_transfers_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_transfers")),
    )
    op.create_index(op.f("ix_registry_transfers_batch_id"), "registry_transfers", ["batch_id"], unique=False)
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
    op.create_table(
        "registry_claims",
        sa.Column("retirement_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["retirement_id"], ["registry_retirements.id"], name=op.f("fk_registry_claims_retirement_id")
        ),
        sa.PrimaryKeyConstraint("retirement_id", name=op.f("pk_registry_claims")),
    )
    op.create_index("ix_registry_claims_subject", "registry_claims", ["subject_kind", "subject_id"], unique=False)
    op.create_table(
        "registry_unit_blocks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("serials", postgresql.INT8RANGE(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("lien_id", sa.Uuid(), nullable=True),
        sa.Column("retirement_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'pledged') = (lien_id IS NOT NULL)", name=op.f("ck_registry_unit_blocks_pledged_names_its_lien")
        ),
        sa.CheckConstraint(
            "(state = 'reserved') = (order_id IS NOT NULL)",
            name=op.f("ck_registry_unit_blocks_reserved_names_its_order"),
        ),
        sa.CheckConstraint(
            "(state = 'retired') = (retirement_id IS NOT NULL)",
            name=op.f("ck_registry_unit_blocks_retired_names_its_retirement"),
        ),
        sa.CheckConstraint(
            "slot_id IS NULL OR state IN ('listed', 'reserved')",
            name=op.f("ck_registry_unit_blocks_slot_is_of_the_shelf"),
        ),
        sa.CheckConstraint(
            "state <> 'listed' OR slot_id IS NOT NULL", name=op.f("ck_registry_unit_blocks_listed_names_its_slot")
        ),
        sa.CheckConstraint(
            "state IN ('available', 'listed', 'reserved', 'pledged', 'frozen', 'buffer', 'retired', 'cancelled')",
            name=op.f("ck_registry_unit_blocks_state"),
        ),
        sa.CheckConstraint(
            "NOT isempty(serials) AND lower(serials) > 0 AND upper(serials) IS NOT NULL",
            name=op.f("ck_registry_unit_blocks_serials"),
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["registry_batches.id"], name=op.f("fk_registry_unit_blocks_batch_id")),
        sa.ForeignKeyConstraint(
            ["retirement_id"], ["registry_retirements.id"], name=op.f("fk_registry_unit_blocks_retirement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_unit_blocks")),
    )
    op.create_index(
        "ix_registry_unit_blocks_order",
        "registry_unit_blocks",
        ["order_id"],
        unique=False,
        postgresql_where=sa.text("superseded_at IS NULL AND order_id IS NOT NULL"),
    )
    op.create_index(
        "ix_registry_unit_blocks_resting",
        "registry_unit_blocks",
        ["batch_id", "state", "party_id"],
        unique=False,
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_index(
        "ix_registry_unit_blocks_retirement",
        "registry_unit_blocks",
        ["retirement_id"],
        unique=False,
        postgresql_where=sa.text("retirement_id IS NOT NULL"),
    )
    op.create_index(
        "ix_registry_unit_blocks_slot",
        "registry_unit_blocks",
        ["slot_id"],
        unique=False,
        postgresql_where=sa.text("superseded_at IS NULL AND slot_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_registry_unit_blocks_slot",
        table_name="registry_unit_blocks",
        postgresql_where=sa.text("superseded_at IS NULL AND slot_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_registry_unit_blocks_retirement",
        table_name="registry_unit_blocks",
        postgresql_where=sa.text("retirement_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_registry_unit_blocks_resting",
        table_name="registry_unit_blocks",
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.drop_index(
        "ix_registry_unit_blocks_order",
        table_name="registry_unit_blocks",
        postgresql_where=sa.text("superseded_at IS NULL AND order_id IS NOT NULL"),
    )
    op.drop_table("registry_unit_blocks")
    op.drop_index("ix_registry_claims_subject", table_name="registry_claims")
    op.drop_table("registry_claims")
    op.drop_index(
        "uq_identity_refresh_tokens_live",
        table_name="identity_refresh_tokens",
        postgresql_where=sa.text("used_at IS NULL"),
    )
    op.drop_index(op.f("ix_identity_refresh_tokens_sign_in_id"), table_name="identity_refresh_tokens")
    op.drop_table("identity_refresh_tokens")
    op.drop_index(op.f("ix_registry_transfers_batch_id"), table_name="registry_transfers")
    op.drop_table("registry_transfers")
    op.drop_index(op.f("ix_registry_retirements_party_id"), table_name="registry_retirements")
    op.drop_index(op.f("ix_registry_retirements_batch_id"), table_name="registry_retirements")
    op.drop_table("registry_retirements")
    op.drop_index(op.f("ix_registry_listings_batch_id"), table_name="registry_listings")
    op.drop_table("registry_listings")
    op.drop_index("ix_points_lot_uses_lot", table_name="points_lot_uses")
    op.drop_table("points_lot_uses")
    op.drop_index(op.f("ix_identity_sign_ins_person_id"), table_name="identity_sign_ins")
    op.drop_table("identity_sign_ins")
    op.drop_table("identity_memberships")
    op.drop_table("identity_acceptances")
    op.drop_index("ix_rewards_redemptions_merchant", table_name="rewards_redemptions")
    op.drop_index("ix_rewards_redemptions_customer", table_name="rewards_redemptions")
    op.drop_table("rewards_redemptions")
    op.drop_table("registry_batches")
    op.drop_index("ix_points_lots_party", table_name="points_lots", postgresql_where=sa.text("available > 0"))
    op.drop_index("ix_points_lots_due", table_name="points_lots", postgresql_where=sa.text("available > 0"))
    op.drop_table("points_lots")
    op.drop_index(
        "ix_payments_refunds_due",
        table_name="payments_refunds",
        postgresql_where=sa.text("state IN ('requested', 'processing')"),
    )
    op.drop_table("payments_refunds")
    op.drop_index(op.f("ix_payments_receipts_payment_id"), table_name="payments_receipts")
    op.drop_table("payments_receipts")
    op.drop_table("payments_discrepancies")
    op.drop_index(op.f("ix_payments_attempts_payment_id"), table_name="payments_attempts")
    op.drop_table("payments_attempts")
    op.drop_table("market_shelf_slots")
    op.drop_table("market_offer_prices")
    op.drop_table("identity_persons")
    op.drop_table("identity_organisations")
    op.drop_index(
        "uq_footprints_statements_live",
        table_name="footprints_statements",
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.drop_index("ix_footprints_statements_party", table_name="footprints_statements")
    op.drop_table("footprints_statements")
    op.drop_index("ix_footprints_factors_code", table_name="footprints_factors")
    op.drop_table("footprints_factors")
    op.drop_index(op.f("ix_transparency_leaves_recorded_at"), table_name="transparency_leaves")
    op.drop_table("transparency_leaves")
    op.drop_index("ix_rewards_wrong_codes_clerk", table_name="rewards_wrong_codes")
    op.drop_table("rewards_wrong_codes")
    op.drop_index("ix_rewards_rewards_recorded_at", table_name="rewards_rewards")
    op.drop_index(op.f("ix_rewards_rewards_merchant_party_id"), table_name="rewards_rewards")
    op.drop_table("rewards_rewards")
    op.drop_index(
        "uq_rewards_pay_codes_live_digits",
        table_name="rewards_pay_codes",
        postgresql_where=sa.text("used_at IS NULL AND replaced_at IS NULL"),
    )
    op.drop_index(
        "uq_rewards_pay_codes_live",
        table_name="rewards_pay_codes",
        postgresql_where=sa.text("used_at IS NULL AND replaced_at IS NULL"),
    )
    op.drop_index("ix_rewards_pay_codes_expires_at", table_name="rewards_pay_codes")
    op.drop_index("ix_rewards_pay_codes_digits", table_name="rewards_pay_codes")
    op.drop_table("rewards_pay_codes")
    op.drop_table("releases_settings")
    op.drop_table("registry_projects")
    op.drop_index("ix_points_earn_rule_versions_published_at", table_name="points_earn_rule_versions")
    op.drop_table("points_earn_rule_versions")
    op.drop_table("points_cap_counters")
    op.drop_index("ix_points_awards_scope", table_name="points_awards")
    op.drop_index("ix_points_awards_party", table_name="points_awards")
    op.drop_index("ix_points_awards_entry", table_name="points_awards")
    op.drop_table("points_awards")
    op.drop_index(op.f("ix_payments_payments_payer_party_id"), table_name="payments_payments")
    op.drop_index(
        "ix_payments_payments_due",
        table_name="payments_payments",
        postgresql_where=sa.text("state IN ('created', 'paying')"),
    )
    op.drop_table("payments_payments")
    op.drop_index(op.f("ix_payments_notifications_heard_at"), table_name="payments_notifications")
    op.drop_table("payments_notifications")
    op.drop_table("offsets_turns")
    op.drop_index(op.f("ix_offsets_quotes_recorded_at"), table_name="offsets_quotes")
    op.drop_index(op.f("ix_offsets_quotes_party_id"), table_name="offsets_quotes")
    op.drop_table("offsets_quotes")
    op.drop_index("ix_offsets_orders_party", table_name="offsets_orders")
    op.drop_index(
        "ix_offsets_orders_footprint", table_name="offsets_orders", postgresql_where=sa.text("state = 'placed'")
    )
    op.drop_table("offsets_orders")
    op.drop_index("ix_market_offers_open", table_name="market_offers", postgresql_where=sa.text("closed_at IS NULL"))
    op.drop_index(op.f("ix_market_offers_batch_number"), table_name="market_offers")
    op.drop_table("market_offers")
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
    op.drop_table("footprints_reductions")
    op.drop_table("footprints_factor_releases")
    op.drop_table("footprints_benchmarks")
    op.drop_table("footprints_activities")
    op.drop_table("certificates_certificates")
    op.drop_index("ix_activities_records_party", table_name="activities_records")
    op.drop_table("activities_records")
