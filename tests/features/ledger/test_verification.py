"""Every law can be broken by somebody with enough rights, and then verification names the row."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, select

from backend import create_app
from backend.extensions import db
from backend.ledger import service as ledger
from backend.ledger.checks import Check
from backend.ledger.models import Entry
from backend.ledger.service import Move
from backend.ledger.verify import ACCOUNT_IDS, CHECKS, verify
from tests.conftest import settings_for
from tests.features.ledger.conftest import Books
from tests.features.ledger.places import Chart, fresh_chart
from tests.support.postgres import Database, TemporaryPostgres

_copies = itertools.count(1)


@dataclass(frozen=True)
class Honest:
    """Books with a little of everything, to be copied and then corrupted."""

    name: str
    chart: Chart
    ids: dict[str, Any]  # what a corruption may name


@pytest.fixture(scope="module")
def honest(postgres: TemporaryPostgres, template: str, keys_folder: Path) -> Iterator[Honest]:
    name = "tanhui_honest_books"
    app = create_app(settings_for(postgres.create_database_from_template(template, name), keys_folder))
    books, chart = Books(app), fresh_chart()
    given = books.post(chart.given(500, chart.ann)).entry_ids[0]
    moved = books.post(Move(100, chart.ann, chart.bob), Move(20, chart.ann, chart.till)).entry_ids[0]
    books.does(lambda: ledger.reverse(moved, reference="test:reversal", kind="test-reversed"))
    spent = books.post(Move(50, chart.ann, chart.gone), Move(30, chart.ann, chart.bank)).entry_ids[0]
    books.does(ledger.roll_up)
    last = books.post(Move(7, chart.bank, chart.till), Move(5, chart.bank, chart.gone)).entry_ids[0]
    reversal = books.does(lambda: ledger.entry_of("test:reversal"))
    assert books.verify().ok
    with app.app_context():
        db.engine.dispose()
    accounts = {place: getattr(chart, place).id for place in ("mint", "gone", "ann", "bob", "till", "bank")}
    entries = {"given": given, "moved": moved, "reversal": reversal, "spent": spent, "last": last}
    yield Honest(name, chart, {**accounts, **entries})
    postgres.drop_database(name)


@pytest.fixture
def database(postgres: TemporaryPostgres, honest: Honest) -> Iterator[Database]:
    name = f"tanhui_books_{next(_copies)}"
    yield postgres.create_database_from_template(honest.name, name)
    postgres.drop_database(name)


@pytest.fixture
def books(database: Database, keys_folder: Path) -> Iterator[Books]:
    app = create_app(settings_for(database, keys_folder))
    yield Books(app)
    with app.app_context():
        db.engine.dispose()


def corrupt(database: Database, statements: str, names: dict[str, Any]) -> None:
    """As somebody who may do everything, past every trigger."""
    with psycopg.connect(database.superuser_url.replace("+psycopg", "")) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements.split(";"):
            if statement.strip():
                quoted = {name: f"'{value}'" for name, value in names.items()}
                connection.execute(statement.format(**quoted))  # type: ignore[arg-type]


# what was done, the laws that it breaks (all must be found), and whose id the report must name
CORRUPTIONS: dict[str, tuple[str, set[str], str]] = {
    "an amount was raised": (
        "UPDATE ledger_postings SET amount = 600 WHERE entry_id = {given} AND leg = 2",
        {"legs-sum-to-nil", "legs-stand-in-pairs", "balance-is-sum-of-postings", "balances-follow-one-another"},
        "given"),
    "both legs were raised": (
        "UPDATE ledger_postings SET amount = 2 * amount WHERE entry_id = {given}",
        {"balance-is-sum-of-postings", "balances-follow-one-another"}, "ann"),
    "an amount became enormous": (
        "ALTER TABLE ledger_postings DROP CONSTRAINT ck_ledger_postings_amount_bounded;"
        "UPDATE ledger_postings SET amount = 2000000000000000 WHERE entry_id = {given} AND leg = 2",
        {"amounts-are-bounded"}, "given"),
    "one leg was taken out": (
        "DELETE FROM ledger_postings WHERE entry_id = {spent} AND leg = 2",
        {"legs-sum-to-nil", "legs-stand-in-pairs"}, "spent"),
    "a pair was taken out": (
        "DELETE FROM ledger_postings WHERE entry_id = {last} AND leg IN (1, 2)", {"legs-stand-in-pairs"}, "last"),
    "a guarded pair was taken out": (
        "DELETE FROM ledger_postings WHERE entry_id = {moved} AND leg IN (1, 2)",
        {"version-is-count-of-postings", "balances-follow-one-another", "reversals-mirror-their-entry"}, "bob"),
    "all postings of an entry were taken out": (
        "DELETE FROM ledger_postings WHERE entry_id = {last}", {"entries-have-postings"}, "last"),
    "an entry was taken out": (
        "DELETE FROM ledger_entries WHERE id = {spent}", {"postings-have-entry-and-account"}, "spent"),
    "an account was taken out": (
        "DELETE FROM ledger_accounts WHERE id = {bob}", {"postings-have-entry-and-account"}, "moved"),
    "an entry was moved to another unit": (
        "UPDATE ledger_entries SET unit = 'OTHER' WHERE id = {spent}", {"postings-stay-in-their-unit"}, "spent"),
    "an account was moved to another unit": (
        "UPDATE ledger_accounts SET unit = 'OTHER' WHERE id = {bob}",
        {"postings-stay-in-their-unit", ACCOUNT_IDS}, "bob"),
    "a leg was moved to another account": (
        "UPDATE ledger_postings SET account_id = {till} WHERE entry_id = {spent} AND leg = 4",
        {"roll-ups-are-exact"}, "bank"),
    "an entry was dated back": (
        "UPDATE ledger_entries SET business_date = business_date - 1 WHERE id = {spent}",
        {"business-date-is-the-shanghai-day"}, "spent"),
    "an entry was written down at another time": (
        "UPDATE ledger_entries SET recorded_at = recorded_at - interval '3 days' WHERE id = {spent}",
        {"business-date-is-the-shanghai-day"}, "spent"),
    "a reference was used again": (
        "ALTER TABLE ledger_entries DROP CONSTRAINT uq_ledger_entries_reference;"
        "UPDATE ledger_entries SET reference = (SELECT reference FROM ledger_entries WHERE id = {given})"
        " WHERE id IN ({spent}, {given})", {"references-are-used-once"}, ""),
    "a balance was raised": (
        "UPDATE ledger_accounts SET balance = balance + 1000 WHERE id = {bob}",
        {"balance-is-sum-of-postings", "every-unit-sums-to-nil"}, "bob"),
    "a balance went under its floor": (
        "ALTER TABLE ledger_accounts DROP CONSTRAINT ck_ledger_accounts_floor;"
        "UPDATE ledger_accounts SET balance = -1 WHERE id = {bob}", {"balances-keep-floor-and-ceiling"}, "bob"),
    "a balance went over its ceiling": (
        "ALTER TABLE ledger_accounts DROP CONSTRAINT ck_ledger_accounts_ceiling;"
        "UPDATE ledger_accounts SET ceiling = 10 WHERE id = {ann}", {"balances-keep-floor-and-ceiling"}, "ann"),
    "a version was turned back": (
        "UPDATE ledger_accounts SET version = version - 1 WHERE id = {ann}", {"version-is-count-of-postings"}, "ann"),
    "what was left was changed": (
        "UPDATE ledger_postings SET balance_after = balance_after + 1 WHERE entry_id = {moved} AND leg = 1",
        {"balances-follow-one-another"}, "moved"),
    "a version was skipped": (
        "UPDATE ledger_postings SET account_version = account_version + 100 WHERE entry_id = {moved} AND leg = 2",
        {"balances-follow-one-another"}, "moved"),
    "a posting forgot what was left": (
        "UPDATE ledger_postings SET balance_after = NULL, account_version = NULL WHERE entry_id = {moved} AND leg = 2",
        {"guarded-postings-say-what-is-left"}, "moved"),
    "an account changed its kind": (
        "UPDATE ledger_accounts SET kind = 'open', balance = NULL WHERE id = {bob}",
        {"accounts-keep-what-their-kind-keeps", "guarded-postings-say-what-is-left"}, "bob"),
    "an account changed its name": (
        "UPDATE ledger_accounts SET path = 'test:eve' WHERE id = {bob}", {ACCOUNT_IDS}, "bob"),
    "a sink gave": (
        "UPDATE ledger_accounts SET kind = 'sink' WHERE id = {bank}",
        {"sources-only-give-and-sinks-only-receive"}, "last"),
    "a source received": (
        "UPDATE ledger_accounts SET kind = 'source' WHERE id = {till}",
        {"sources-only-give-and-sinks-only-receive"}, "last"),
    "a roll-up was changed": (
        "UPDATE ledger_roll_ups SET balance = balance + 1 WHERE account_id = {till}", {"roll-ups-are-exact"}, "till"),
    "a roll-up was moved on": (
        "UPDATE ledger_roll_ups SET below = pg_current_xact_id() WHERE account_id = {till}",
        {"roll-ups-are-exact"}, "till"),
    "a roll-up of nobody appeared": (
        "INSERT INTO ledger_roll_ups VALUES (gen_random_uuid(), 5, '9')", {"roll-ups-are-exact"}, ""),
    "a reversal turned to another entry": (
        "UPDATE ledger_entries SET reverses = {spent} WHERE id = {reversal}",
        {"reversals-mirror-their-entry"}, "reversal"),
    "a reversal turned to nothing": (
        "UPDATE ledger_entries SET reverses = gen_random_uuid() WHERE id = {reversal}",
        {"reversals-mirror-their-entry"}, "reversal"),
    "an entry was reversed again": (
        "ALTER TABLE ledger_entries DROP CONSTRAINT uq_ledger_entries_reverses;"
        "UPDATE ledger_entries SET reverses = {moved} WHERE id = {last}",
        {"entries-are-reversed-once", "reversals-mirror-their-entry"}, "moved"),
    "a roll-up came from another server": (
        "UPDATE ledger_roll_ups SET below = '999999999' WHERE account_id = {gone}",
        {"roll-ups-are-of-this-server"}, "gone"),
    "a trigger was silenced": (
        "ALTER TABLE ledger_postings DISABLE TRIGGER ledger_postings_balance", {"triggers-stand-guard"}, ""),
    "a trigger was removed": (
        "DROP TRIGGER ledger_entries_append_only ON ledger_entries", {"triggers-stand-guard"}, ""),
    "the application was let in": (
        "GRANT UPDATE ON ledger_accounts TO tanhui_app", {"nobody-but-the-owner-writes"}, ""),
    "everybody was let in": (
        "GRANT INSERT, DELETE ON ledger_postings TO PUBLIC", {"nobody-but-the-owner-writes"}, ""),
}  # fmt: skip


def test_honest_books_break_no_law(books: Books) -> None:
    report = books.verify()
    assert report.ok
    told = report.as_dict()
    assert (told["ok"], told["entries"], told["postings"]) == (True, 5, 18)
    assert [check["name"] for check in told["checks"]] == [*(check.name for check in CHECKS), ACCOUNT_IDS]
    assert all(check["rows"] == [] and check["broken"] == 0 for check in told["checks"])


@pytest.mark.parametrize("what", CORRUPTIONS)
def test_the_broken_row_is_named(books: Books, database: Database, honest: Honest, what: str) -> None:
    statements, laws, named = CORRUPTIONS[what]
    corrupt(database, statements, honest.ids)

    broken = books.broken_laws()

    assert laws <= broken.keys()
    if named:
        assert any(str(honest.ids[named]) in row for law in laws for row in broken[law]), broken


def test_every_law_is_broken_by_one_of_these() -> None:
    assert set().union(*(laws for _, laws, _ in CORRUPTIONS.values())) == {check.name for check in CHECKS} | {
        ACCOUNT_IDS
    }


def test_a_running_system_is_seen_at_one_instant(books: Books) -> None:
    """What others post while the checks run belongs to the next verification."""
    chart = fresh_chart()

    def command() -> tuple[int, int]:
        entries = verify().entries
        with ThreadPoolExecutor(1) as somebody_else:
            somebody_else.submit(books.post, chart.given(1, chart.ann)).result()
        return entries, db.session.scalar(select(func.count()).select_from(Entry)) or 0

    assert books.does(command) == (5, 5)
    assert books.verify().entries == 6


class TestAFeaturesOwnLaw:
    def test_is_checked_with_the_others(self, books: Books) -> None:
        law = Check(
            "nobody-holds-a-thing", "SELECT 'ledger_accounts ' || id AS row, path AS problem FROM ledger_accounts"
        )
        report = books.does(lambda: verify([law]))
        finding = report.findings[len(CHECKS)]
        assert not report.ok
        assert (finding.name, finding.broken, len(finding.rows)) == ("nobody-holds-a-thing", 6, 6)

    def test_may_ask_for_the_instant(self, books: Books) -> None:
        law = Check("nothing-is-of-tomorrow",
                    "SELECT 'x' AS row, '' AS problem FROM ledger_entries WHERE recorded_at > :as_of")  # fmt: skip
        assert books.does(lambda: verify([law])).ok

    def test_names_a_hundred_and_counts_the_rest(self, books: Books) -> None:
        law = Check("too-many", "SELECT n::text AS row, '' AS problem FROM generate_series(1, 250) AS n")
        finding = books.does(lambda: verify([law])).findings[len(CHECKS)]
        assert (finding.broken, len(finding.rows)) == (250, 100)
