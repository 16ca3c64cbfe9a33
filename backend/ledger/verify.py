"""Whether the books are what they must be, and if not, which row breaks which law.

Every law is a query over one frozen view of the database, so that a verification of a running system sees no half of
anything. Features add the laws of their own tables (backend/wiring.py collects them).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any, Final

from sqlalchemy import Dialect, select, text

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import account_id
from backend.ledger.checks import Check
from backend.ledger.models import Account

NAMED_AT_MOST: Final = 100
"""Rows that one check names; the others are only counted."""

PATIENCE: Final = "30min"
"""How long one query may take: these read everything, unlike those of a request."""

ENTRIES: Final = (
    Check(
        "legs-sum-to-nil",
        """
        SELECT 'ledger_entries ' || entry_id AS row, format('legs sum to %s', sum(amount)) AS problem
        FROM ledger_postings GROUP BY entry_id HAVING sum(amount) <> 0
        """,
    ),
    Check(
        # Finds also what a nil sum hides: a pair that was taken out, or two pairs that were mixed.
        "legs-stand-in-pairs",
        """
        SELECT 'ledger_entries ' || entry_id AS row,
               format('%s legs numbered %s to %s, of which %s pair up', count(*), min(leg), max(leg),
                      count(*) FILTER (WHERE mirrored)) AS problem
        FROM (
            SELECT entry_id, leg,
                   CASE WHEN leg % 2 = 1
                        THEN amount < 0 AND lead(leg) OVER legs = leg + 1 AND lead(amount) OVER legs = -amount
                        ELSE amount > 0 AND lag(leg) OVER legs = leg - 1 AND lag(amount) OVER legs = -amount
                   END AS mirrored
            FROM ledger_postings WINDOW legs AS (PARTITION BY entry_id ORDER BY leg)
        ) AS paired
        GROUP BY entry_id
        HAVING NOT coalesce(bool_and(mirrored), false) OR min(leg) <> 1 OR max(leg) <> count(*)
        """,
    ),
    Check(
        "entries-have-postings",
        """
        SELECT 'ledger_entries ' || e.id AS row, format('%s has no postings', e.reference) AS problem
        FROM ledger_entries e WHERE NOT EXISTS (SELECT 1 FROM ledger_postings p WHERE p.entry_id = e.id)
        """,
    ),
    Check(
        "postings-have-entry-and-account",
        """
        SELECT format('ledger_postings %s/%s', p.entry_id, p.leg) AS row,
               concat_ws(', ', CASE WHEN e.id IS NULL THEN 'no such entry' END,
                               CASE WHEN a.id IS NULL THEN format('no account %s', p.account_id) END) AS problem
        FROM ledger_postings p
        LEFT JOIN ledger_entries e ON e.id = p.entry_id
        LEFT JOIN ledger_accounts a ON a.id = p.account_id
        WHERE e.id IS NULL OR a.id IS NULL
        """,
    ),
    Check(
        "postings-stay-in-their-unit",
        """
        SELECT format('ledger_postings %s/%s', p.entry_id, p.leg) AS row,
               format('entry in %s, account %s in %s', e.unit, a.path, a.unit) AS problem
        FROM ledger_postings p
        JOIN ledger_entries e ON e.id = p.entry_id
        JOIN ledger_accounts a ON a.id = p.account_id
        WHERE a.unit <> e.unit
        """,
    ),
    Check(
        "amounts-are-bounded",
        """
        SELECT format('ledger_postings %s/%s', entry_id, leg) AS row, format('amount %s', amount) AS problem
        FROM ledger_postings WHERE amount = 0 OR abs(amount) > 1000000000000000
        """,
    ),
    Check(
        "business-date-is-the-shanghai-day",
        """
        SELECT 'ledger_entries ' || id AS row,
               format('business date %s, recorded at %s', business_date, recorded_at AT TIME ZONE 'Asia/Shanghai')
                   AS problem
        FROM ledger_entries WHERE business_date <> (recorded_at AT TIME ZONE 'Asia/Shanghai')::date
        """,
    ),
    Check(
        "references-are-used-once",
        """
        SELECT 'ledger_entries ' || min(id::text) AS row, format('%s stands %s times', reference, count(*)) AS problem
        FROM ledger_entries GROUP BY reference HAVING count(*) > 1
        """,
    ),
    Check(
        "reversals-mirror-their-entry",
        """
        SELECT 'ledger_entries ' || r.id AS row,
               CASE WHEN o.id IS NULL THEN format('reverses %s, which is not there', r.reverses)
                    ELSE format('does not mirror %s leg by leg', o.reference) END AS problem
        FROM ledger_entries r LEFT JOIN ledger_entries o ON o.id = r.reverses
        WHERE r.reverses IS NOT NULL AND (
            o.id IS NULL OR o.unit <> r.unit OR EXISTS (
                SELECT 1
                FROM (SELECT * FROM ledger_postings WHERE entry_id = o.id) AS was
                FULL JOIN (SELECT * FROM ledger_postings WHERE entry_id = r.id) AS back
                    -- the pair 1, 2 (source, target) comes back as 2, 1
                    ON back.leg = CASE WHEN was.leg % 2 = 1 THEN was.leg + 1 ELSE was.leg - 1 END
                WHERE (was.account_id, was.amount) IS DISTINCT FROM (back.account_id, -back.amount)
            )
        )
        """,
    ),
    Check(
        "entries-are-reversed-once",
        """
        SELECT 'ledger_entries ' || reverses AS row, format('reversed %s times', count(*)) AS problem
        FROM ledger_entries WHERE reverses IS NOT NULL GROUP BY reverses HAVING count(*) > 1
        """,
    ),
)
"""Laws of entries and their legs."""

ACCOUNTS: Final = (
    Check(
        "balance-is-sum-of-postings",
        """
        SELECT 'ledger_accounts ' || a.id AS row,
               format('%s keeps %s, its postings sum to %s', a.path, a.balance, coalesce(p.total, 0)) AS problem
        FROM ledger_accounts a
        LEFT JOIN (SELECT account_id, sum(amount) AS total FROM ledger_postings GROUP BY account_id) AS p
            ON p.account_id = a.id
        WHERE a.kind = 'guarded' AND a.balance IS DISTINCT FROM coalesce(p.total, 0)
        """,
    ),
    Check(
        "version-is-count-of-postings",
        """
        SELECT 'ledger_accounts ' || a.id AS row,
               format('%s is at version %s with %s postings', a.path, a.version, coalesce(p.legs, 0)) AS problem
        FROM ledger_accounts a
        LEFT JOIN (SELECT account_id, count(*) AS legs FROM ledger_postings GROUP BY account_id) AS p
            ON p.account_id = a.id
        WHERE a.kind = 'guarded' AND a.version IS DISTINCT FROM coalesce(p.legs, 0)
        """,
    ),
    Check(
        "balances-follow-one-another",
        """
        SELECT format('ledger_postings %s/%s', entry_id, leg) AS row,
               format('version %s after %s, balance %s after %s and %s',
                      account_version, version_before, balance_after, balance_before, amount) AS problem
        FROM (
            SELECT p.*,
                   coalesce(lag(account_version) OVER history, 0) AS version_before,
                   coalesce(lag(balance_after) OVER history, 0) AS balance_before
            FROM ledger_postings p WHERE account_version IS NOT NULL
            WINDOW history AS (PARTITION BY account_id ORDER BY account_version, entry_id, leg)
        ) AS chain
        WHERE account_version <> version_before + 1 OR balance_after IS DISTINCT FROM balance_before + amount
        """,
    ),
    Check(
        "guarded-postings-say-what-is-left",
        """
        SELECT format('ledger_postings %s/%s', p.entry_id, p.leg) AS row,
               format('%s is %s; version %s, balance %s', a.path, a.kind,
                      coalesce(p.account_version::text, 'missing'), coalesce(p.balance_after::text, 'missing'))
                   AS problem
        FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
        WHERE (a.kind = 'guarded') <> (p.account_version IS NOT NULL)
           OR (a.kind = 'guarded') <> (p.balance_after IS NOT NULL)
        """,
    ),
    Check(
        "balances-keep-floor-and-ceiling",
        """
        SELECT 'ledger_accounts ' || id AS row,
               format('%s holds %s, floor %s, ceiling %s', path, balance, coalesce(floor::text, 'none'),
                      coalesce(ceiling::text, 'none')) AS problem
        FROM ledger_accounts WHERE balance < floor OR balance > ceiling
        """,
    ),
    Check(
        "sources-only-give-and-sinks-only-receive",
        """
        SELECT format('ledger_postings %s/%s', p.entry_id, p.leg) AS row,
               format('%s of %s on %s', p.amount, a.kind, a.path) AS problem
        FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
        WHERE (a.kind = 'sink' AND p.amount < 0) OR (a.kind = 'source' AND p.amount > 0)
        """,
    ),
    Check(
        "accounts-keep-what-their-kind-keeps",
        """
        SELECT 'ledger_accounts ' || id AS row,
               format('%s is %s with balance %s, version %s', path, kind, coalesce(balance::text, 'none'),
                      coalesce(version::text, 'none')) AS problem
        FROM ledger_accounts
        WHERE kind NOT IN ('guarded', 'open', 'source', 'sink')
           OR (kind = 'guarded') <> (balance IS NOT NULL) OR (kind = 'guarded') <> (version IS NOT NULL)
           OR (kind <> 'guarded' AND (floor IS NOT NULL OR ceiling IS NOT NULL))
        """,
    ),
    Check(
        "roll-ups-are-exact",
        """
        SELECT 'ledger_roll_ups ' || r.account_id AS row,
               CASE WHEN a.id IS NULL THEN 'no such account'
                    WHEN a.kind = 'guarded' THEN format('%s is guarded and has no roll-up', a.path)
                    ELSE format('%s is rolled up to %s, its postings below %s sum to %s', a.path, r.balance, r.below,
                                coalesce(p.total, 0)) END AS problem
        FROM ledger_roll_ups r
        LEFT JOIN ledger_accounts a ON a.id = r.account_id
        LEFT JOIN LATERAL (
            SELECT sum(amount) AS total FROM ledger_postings
            WHERE account_id = r.account_id AND transaction_id < r.below
        ) AS p ON true
        WHERE a.id IS NULL OR a.kind = 'guarded' OR r.balance <> coalesce(p.total, 0)
        """,
    ),
    Check(
        "every-unit-sums-to-nil",
        """
        SELECT 'unit ' || a.unit AS row,
               format('guarded balances and the postings of other accounts sum to %s', sum(a.amount)) AS problem
        FROM (
            SELECT unit, balance AS amount FROM ledger_accounts WHERE kind = 'guarded'
            UNION ALL
            SELECT o.unit, p.amount
            FROM ledger_postings p JOIN ledger_accounts o ON o.id = p.account_id AND o.kind <> 'guarded'
        ) AS a
        GROUP BY a.unit HAVING sum(a.amount) <> 0
        """,
    ),
)
"""Laws of what accounts hold."""

GUARDS: Final = (
    Check(
        # A dump that was loaded into another server brings roll-ups of transaction ids that are still to come there,
        # and what is posted meanwhile would be missed (docs/ledger.md says what to do).
        "roll-ups-are-of-this-server",
        """
        SELECT 'ledger_roll_ups ' || account_id AS row,
               format('rolled up below transaction %s, this server is at %s', below,
                      pg_snapshot_xmax(pg_current_snapshot())) AS problem
        FROM ledger_roll_ups WHERE below > pg_snapshot_xmax(pg_current_snapshot())
        """,
    ),
    Check(
        "triggers-stand-guard",
        """
        SELECT 'trigger ' || expected.name AS row,
               CASE WHEN t.oid IS NULL THEN format('missing on %s', expected.relation)
                    ELSE format('disabled on %s', expected.relation) END AS problem
        FROM (VALUES ('ledger_postings_balance', 'ledger_postings'),
                     ('ledger_postings_append_only', 'ledger_postings'),
                     ('ledger_entries_append_only', 'ledger_entries'),
                     ('ledger_accounts_keep', 'ledger_accounts'),
                     ('ledger_accounts_never_empty', 'ledger_accounts')) AS expected (name, relation)
        LEFT JOIN pg_trigger t ON t.tgname = expected.name AND t.tgrelid = to_regclass(expected.relation)
        WHERE t.oid IS NULL OR t.tgenabled NOT IN ('O', 'A')
        """,
    ),
    Check(
        "nobody-but-the-owner-writes",
        """
        SELECT 'table ' || c.relname AS row,
               format('%s may %s', CASE WHEN acl.grantee = 0 THEN 'everybody' ELSE acl.grantee::regrole::text END,
                      string_agg(lower(acl.privilege_type), ', ' ORDER BY acl.privilege_type)) AS problem
        FROM pg_class c, aclexplode(c.relacl) AS acl
        WHERE c.oid IN ('ledger_accounts'::regclass, 'ledger_entries'::regclass, 'ledger_postings'::regclass,
                        'ledger_roll_ups'::regclass)
          AND acl.grantee <> c.relowner AND acl.privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')
        GROUP BY c.relname, acl.grantee
        """,
    ),
)
"""Laws of what keeps the books from being written otherwise."""

CHECKS: Final = (*ENTRIES, *ACCOUNTS, *GUARDS)

ACCOUNT_IDS: Final = "account-id-follows-path-and-unit"
"""The one law that no query can tell: PostgreSQL has no SHA-1, of which UUIDv5 is made."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One row that breaks a law."""

    row: str
    problem: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: nothing, or how many rows and the first of them."""

    name: str
    broken: int
    rows: Sequence[Breach]

    @property
    def ok(self) -> bool:
        return self.broken == 0


@dataclass(frozen=True, slots=True)
class Report:
    """A verification of all books at one instant."""

    findings: Sequence[Finding]
    entries: int
    postings: int
    as_of: datetime

    @property
    def ok(self) -> bool:
        return all(finding.ok for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """``{ok, as_of, entries, postings, checks: [{name, ok, broken, rows: [{row, problem}]}]}``."""
        return {
            "ok": self.ok,
            "as_of": self.as_of.isoformat(),
            "entries": self.entries,
            "postings": self.postings,
            "checks": [
                {
                    "name": finding.name,
                    "ok": finding.ok,
                    "broken": finding.broken,
                    "rows": [{"row": breach.row, "problem": breach.problem} for breach in finding.rows],
                }
                for finding in self.findings
            ],
        }


def verify(more: Sequence[Check] = ()) -> Report:
    """Check the ledger's own laws, then ``more`` of the features, all against one snapshot.

    Must be the first thing that its transaction does. Reads only.
    """
    db.session.connection(execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})
    db.session.execute(text("SELECT set_config('statement_timeout', :patience, true)"), {"patience": PATIENCE})
    # Every query reads whole tables. Where statistics lag behind a busy day, a nested loop would read one of them for
    # each row of the other: minutes instead of seconds.
    db.session.execute(text("SELECT set_config('enable_nestloop', 'off', true)"))
    as_of = clock.now()
    findings = [*_look((*CHECKS, *more), as_of), _look_at_account_ids()]
    return Report(findings, _count("ledger_entries"), _count("ledger_postings"), as_of)


def _look(checks: Sequence[Check], as_of: datetime) -> Iterator[Finding]:
    """Ask everything in one go: on a young ledger a question takes longer to travel than to be answered."""
    connection = db.session.connection()
    driver: Any = connection.connection.driver_connection
    with driver.pipeline():
        asked = [driver.execute(_limited(check, connection.dialect), {"as_of": as_of}) for check in checks]
        for check, answer in zip(checks, asked, strict=True):
            found = answer.fetchall()
            yield Finding(
                check.name, found[0][2] if found else 0, [Breach(str(row), str(what)) for row, what, _ in found]
            )


@cache
def _limited(check: Check, dialect: Dialect) -> str:
    limited = f'SELECT "row", problem, count(*) OVER () AS broken FROM ({check.sql}) AS breach LIMIT {NAMED_AT_MOST}'  # noqa: S608 - our own text
    return str(text(limited).compile(dialect=dialect))


def _look_at_account_ids() -> Finding:
    breaches = list(_misnamed_accounts())
    return Finding(ACCOUNT_IDS, len(breaches), list(islice(breaches, NAMED_AT_MOST)))


def _misnamed_accounts() -> Iterator[Breach]:
    accounts = select(Account.id, Account.path, Account.unit).execution_options(yield_per=10_000)
    for account in db.session.execute(accounts):
        if account_id(account.path, account.unit) != account.id:
            yield Breach(f"ledger_accounts {account.id}", f"{account.path} in {account.unit} has another id")


def _count(table: str) -> int:
    return int(db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - our own names
