"""Who may write the books, and how: by the post alone, whoever is at the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import errors

from backend.kernel.ids import new_id
from backend.ledger import service as ledger
from tests.features.ledger.conftest import Books
from tests.features.ledger.places import fresh_chart
from tests.support.postgres import Database

TABLES = ("ledger_accounts", "ledger_entries", "ledger_postings", "ledger_roll_ups")
APPEND_ONLY, UNBALANCED, ONE_WAY, OTHER_UNIT = "TH005", "TH003", "TH004", "TH002"


def session(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


@pytest.fixture(scope="module", autouse=True)
def something_in_every_table(app: Any) -> None:
    books, chart = Books(app), fresh_chart()
    books.post(chart.given(100, chart.ann))
    books.post(chart.given(100, chart.till))
    books.post(chart.given(100, chart.gone))
    books.does(ledger.roll_up)


@pytest.fixture
def application(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with session(database.app_url) as connection:
        yield connection


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with session(database.owner_url) as connection:
        yield connection


@pytest.fixture
def auditor(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with session(database.audit_url) as connection:
        yield connection


class TestTheApplication:
    @pytest.mark.parametrize("table", TABLES)
    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO {table} SELECT * FROM {table} LIMIT 1",
            "UPDATE {table} SET {column} = {column}",
            "DELETE FROM {table}",
            "TRUNCATE {table}",
            "ALTER TABLE {table} DISABLE TRIGGER ALL",
            "DROP TABLE {table}",
            "CREATE TRIGGER mine AFTER INSERT ON {table} EXECUTE FUNCTION refuse_change()",
        ],
        ids=lambda statement: " ".join(statement.split()[:2]).lower(),
    )
    def test_reads_the_tables_and_writes_none(self, application, table, statement):
        column = {"ledger_accounts": "balance", "ledger_entries": "kind", "ledger_postings": "amount"}.get(
            table, "balance"
        )
        assert application.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
        with pytest.raises(errors.InsufficientPrivilege):
            application.execute(statement.format(table=table, column=column))

    @pytest.mark.parametrize(
        "statement",
        [
            "SET session_replication_role = replica",
            "SET ROLE tanhui_owner",
            "SET SESSION AUTHORIZATION tanhui_owner",
            "CREATE TABLE mine (n integer)",
            "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
            "ALTER FUNCTION ledger_roll_up() SECURITY INVOKER",
            "CREATE OR REPLACE FUNCTION ledger_roll_up() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
            "COPY ledger_postings FROM PROGRAM 'true'",
        ],
    )
    def test_cannot_step_around_its_rights(self, application, statement):
        with pytest.raises((errors.InsufficientPrivilege, errors.WrongObjectType)):
            application.execute(statement)

    def test_cannot_put_a_table_of_its_own_in_the_place_of_the_books(self, application):
        """A temporary table comes first in every search path that does not say otherwise."""
        chart = fresh_chart()
        application.execute("CREATE TEMPORARY TABLE ledger_accounts (LIKE public.ledger_accounts)")
        application.execute("GRANT ALL ON pg_temp.ledger_accounts TO tanhui_owner")
        application.execute(
            "SELECT * FROM ledger_lock(ARRAY[%s]::uuid[], ARRAY[%s], ARRAY[%s], '{guarded}', '{0}', '{NULL}')",
            (chart.ann.id, chart.ann.path, chart.unit),
        )
        opened = "SELECT count(*) FROM {}.ledger_accounts WHERE unit = %s"
        assert application.execute(opened.format("public"), (chart.unit,)).fetchone() == (1,)
        assert application.execute(opened.format("pg_temp"), (chart.unit,)).fetchone() == (0,)


class TestTheOwner:
    """Migrations run as the owner: a slip of theirs must not change what is written."""

    @pytest.mark.parametrize("table", ["ledger_entries", "ledger_postings"])
    @pytest.mark.parametrize(
        "statement", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "TRUNCATE {table}"]
    )
    def test_changes_no_entry_and_no_posting(self, owner, table, statement):
        column = {"ledger_entries": "kind", "ledger_postings": "amount"}[table]
        with pytest.raises(psycopg.Error) as refused:
            owner.execute(statement.format(table=table, column=column))
        assert refused.value.sqlstate == APPEND_ONLY

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE ledger_accounts SET path = path || '!'",
            "UPDATE ledger_accounts SET kind = 'open'",
            "UPDATE ledger_accounts SET floor = -1000000 WHERE kind = 'guarded'",
            "UPDATE ledger_accounts SET ceiling = 1 WHERE kind = 'guarded'",
            "DELETE FROM ledger_accounts",
            "TRUNCATE ledger_accounts",
        ],
    )
    def test_changes_no_account_and_closes_none(self, owner, statement):
        with pytest.raises(psycopg.Error) as refused:
            owner.execute(statement)
        assert refused.value.sqlstate == APPEND_ONLY

    def test_leaves_no_balance_under_its_floor(self, owner):
        with pytest.raises(errors.CheckViolation):
            owner.execute("UPDATE ledger_accounts SET balance = -1 WHERE kind = 'guarded'")

    @pytest.mark.parametrize(
        ("legs", "why"),
        [
            ([("till", -5), ("bank", 4)], UNBALANCED),
            ([("till", -5)], UNBALANCED),
            ([("gone", -5), ("till", 5)], ONE_WAY),
            ([("till", -5), ("mint", 5)], ONE_WAY),
        ],
    )
    def test_writes_no_entry_that_a_post_could_not(self, app, owner, legs, why):
        books, chart = Books(app), fresh_chart()
        books.post(chart.given(10, chart.till))
        books.post(chart.given(10, chart.bank))
        books.post(chart.given(10, chart.gone))
        with pytest.raises(psycopg.Error) as refused:
            owner.execute(
                "INSERT INTO ledger_postings (entry_id, leg, account_id, amount)"
                " SELECT %s, leg, account, amount FROM unnest(%s::int[], %s::uuid[], %s::bigint[])"
                " AS legs (leg, account, amount)",
                (new_id(), list(range(1, len(legs) + 1)), [getattr(chart, name).id for name, _ in legs],
                 [amount for _, amount in legs]),
            )  # fmt: skip
        assert refused.value.sqlstate == why

    def test_writes_no_leg_in_another_unit_or_on_no_account(self, app, owner):
        books, chart, other = Books(app), fresh_chart(), fresh_chart()
        entry_id = books.post(chart.given(10, chart.till)).entry_ids[0]
        books.post(other.given(10, other.till))
        for account_id in (other.till.id, new_id()):
            with pytest.raises(psycopg.Error) as refused:
                owner.execute(
                    "INSERT INTO ledger_postings (entry_id, leg, account_id, amount)"
                    " VALUES (%s, 3, %s, -1), (%s, 4, %s, 1)",
                    (entry_id, chart.bank.id, entry_id, account_id),
                )
            assert refused.value.sqlstate == OTHER_UNIT


class TestTheAuditor:
    @pytest.mark.parametrize("table", TABLES)
    def test_sees_no_table(self, auditor, table):
        with pytest.raises(errors.InsufficientPrivilege):
            auditor.execute(f"SELECT 1 FROM {table}")

    @pytest.mark.parametrize(
        "call",
        [
            "ledger_roll_up()",
            "ledger_lock('{}', '{}', '{}', '{}', '{}', '{}')",
            "ledger_post(now(), '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}',"
            " '{}', '{}', '{}')",
        ],
        ids=lambda call: call.split("(")[0],
    )
    def test_posts_nothing(self, auditor, call):
        with pytest.raises(errors.InsufficientPrivilege):
            auditor.execute(f"SELECT {call}")
