"""An auditor from outside sees views with fixed columns, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import text

from backend.extensions import db
from backend.kernel.principal import SYSTEM
from backend.ledger import service as ledger
from backend.ledger.service import Move
from backend.transparency import service as transparency
from tests.features.ledger.conftest import Books
from tests.features.ledger.places import fresh_chart
from tests.support.postgres import Database

COLUMNS = {
    "v_accounts": "account_id path unit kind floor ceiling balance version",
    "v_entries": "entry_id reference kind business_date occurred_at recorded_at reverses",
    "v_postings": "entry_id leg account_id unit amount balance_after account_version",
    "v_awards": "award_id party_id cause_kind cause_id rule_code rule_version day points acts reduction_g reason"
    " entry_id recorded_at facts",
    "v_lots": "lot_id party_id award_id expires_on issued pending available held",
    "v_unit_blocks": "block_id batch first_serial last_serial party_id state order_id retirement_id",
    "v_retirements": "retirement_id number purpose beneficiary quantity_kg order_id batch party_id period retired_at",
    "v_orders": "order_id state payment_state amount_fen quantity_kg gateway_transaction number party_id"
    " seller_party_id offer_id batch price_fen_per_t purpose footprint_id payment_id retirement_id certificate_number"
    " points_awarded award_entry_id quoted_at recorded_at expires_at retired_at",
    "v_log": "id recorded_at kind hash",
    "v_payments": "payment_id payable_kind payable_id party_id amount_fen state gateway gateway_transaction recorded_at"
    " expires_at paid_at",
    "v_receipts": "gateway gateway_transaction payment_id amount_fen paid_at recorded_at",
    "v_refunds": "refund_id payment_id number gateway gateway_transaction amount_fen reason state recorded_at"
    " settled_at",
    "v_discrepancies": "discrepancy_id payment_id kind gateway_transaction recorded_at",
    "v_redemptions": "redemption_id merchant_party_id customer_party_id out_trade_no reward_id points payable_fen state"
    " entry_id reversal_entry_id redeemed_at reversed_at",
    "v_claims": "retirement_id purpose subject_kind subject_id recorded_at",
    "v_lot_uses": "entry_id lot_id points",
    "v_activities": "activity_id party_id kind measures tier source occurred_at recorded_at state reduction_g"
    " withdrawn_at",
    "v_rule_versions": "rule_code rule_version kind valid_from valid_until enabled body published_at",
    "v_batches": "batch project owner_party_id first_serial last_serial issued_kg buffer_kg issued_on vintage_from"
    " vintage_to is_demo recorded_at",
    "v_transfers": "transfer_id batch kind seller_party_id buyer_party_id quantity_kg price_fen_per_t serials"
    " occurred_at recorded_at",
    "v_listings": "listing_id batch direction party_id quantity_kg price_fen_per_t serials occurred_at recorded_at",
    "v_offers": "offer_id batch seller_party_id is_demo opened_at closed_at recorded_at",
    "v_offer_prices": "offer_id valid_from price_fen_per_t",
    "v_certificates": "number kind subject_id facts_sha256 is_demo issued_at state state_changed_at",
    "v_rewards": "reward_id merchant_party_id category points worth_fen funder stock limit_count limit_span state"
    " valid_from recorded_at",
}


@pytest.fixture
def auditor(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.audit_conninfo, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("view", COLUMNS)
def test_a_view_has_the_columns_that_were_agreed(auditor: Any, view: str) -> None:
    shown = auditor.execute(f"SELECT * FROM {view} LIMIT 1").description
    assert [column.name for column in shown] == COLUMNS[view].split()


def test_nothing_else_is_to_be_seen(auditor: Any) -> None:
    relations = auditor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'p')"
        " AND (has_table_privilege(oid, 'SELECT') OR has_any_column_privilege(oid, 'SELECT')) ORDER BY 1"
    ).fetchall()
    assert [name for (name,) in relations] == sorted(COLUMNS)
    for table in db.metadata.tables:
        with pytest.raises(errors.InsufficientPrivilege):
            auditor.execute(f"SELECT 1 FROM {table}")


@pytest.mark.parametrize("view", COLUMNS)
@pytest.mark.parametrize("url", ["audit_url", "app_url"])
def test_nobody_writes_through_a_view(database: Database, url: str, view: str) -> None:
    """A view of one table can be written with its owner's rights, by whoever has the right on the view."""
    first = COLUMNS[view].split()[0]
    statements = (f"UPDATE {view} SET {first} = {first}", f"DELETE FROM {view}", f"INSERT INTO {view} DEFAULT VALUES")
    with psycopg.connect(getattr(database, url).replace("+psycopg", ""), autocommit=True) as connection:
        for statement in statements:
            with pytest.raises((errors.InsufficientPrivilege, errors.ObjectNotInPrerequisiteState)):
                connection.execute(statement)


def test_balances_are_exact_whatever_is_rolled_up(app: Any, auditor: Any) -> None:
    books, chart = Books(app), fresh_chart()
    books.post(chart.given(100, chart.till), chart.given(7, chart.ann))
    books.does(ledger.roll_up)
    books.post(Move(30, chart.till, chart.bank))
    found = auditor.execute("SELECT path, balance FROM v_accounts WHERE unit = %s", (chart.unit,)).fetchall()
    assert dict(found) == {"test:mint": -107, "test:till": 70, "test:bank": 30, "test:ann": 7}
    legs = auditor.execute("SELECT sum(amount) FROM v_postings WHERE unit = %s", (chart.unit,)).fetchone()
    assert legs == (0,)


def test_the_log_shows_hashes_and_no_contents(app: Any, world: Any, auditor: Any) -> None:
    leaf = world.does(lambda: transparency.note(SYSTEM, "test.act", {"n": 1}))
    row = world.reads(lambda: db.session.execute(
        text("SELECT salt, content FROM transparency_leaves WHERE id = :id"), {"id": leaf}).one())  # fmt: skip
    shown = auditor.execute("SELECT kind, hash FROM v_log WHERE id = %s", (leaf,)).fetchone()
    assert shown == ("test.act", transparency.leaf_hash(row.salt, row.content))
