"""What the gateway remembers, in one SQLite file, so that orders and undelivered notifications outlive a restart."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
    out_trade_no TEXT PRIMARY KEY,
    prepay_id TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    request TEXT NOT NULL,
    description TEXT NOT NULL,
    total INTEGER NOT NULL,
    notify_url TEXT NOT NULL,
    expires_at REAL,
    state TEXT NOT NULL,
    transaction_id TEXT,
    paid_fen INTEGER,
    paid_at REAL,
    altered TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS orders_by_transaction ON orders (transaction_id);
CREATE TABLE IF NOT EXISTS refunds (
    out_refund_no TEXT PRIMARY KEY,
    refund_id TEXT NOT NULL,
    out_trade_no TEXT NOT NULL REFERENCES orders,
    request TEXT NOT NULL,
    refund_fen INTEGER NOT NULL,
    created_at REAL NOT NULL,
    settles_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL,
    event_type TEXT NOT NULL,
    url TEXT NOT NULL,
    resource TEXT NOT NULL,
    due_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'pending'
);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, due_at);
CREATE TABLE IF NOT EXISTS log (
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    facts TEXT NOT NULL
);
"""


class Store:
    """One connection, one writer at a time: a stand-in has no need of more, and nothing can interleave."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(folder / "wechatpay.sqlite3", check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(_SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing; on disk when it returns."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def row(self, query: str, *values: Any) -> sqlite3.Row | None:
        with self._lock:
            row: sqlite3.Row | None = self._db.execute(query, values).fetchone()
            return row

    def log(self, kind: str, **facts: Any) -> None:
        """Remember what came in or went out; read by `GET /_control/log`."""
        with self.transaction() as db:
            db.execute(
                "INSERT INTO log (at, kind, facts) VALUES (?, ?, ?)",
                (time.time(), kind, json.dumps(facts, ensure_ascii=False)),
            )

    def close(self) -> None:
        with self._lock:
            self._db.close()
