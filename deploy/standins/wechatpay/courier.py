"""Delivers notifications at least once: WeChat's own schedule of repeats, shortened, and kept over a restart."""

import json
import logging
import sqlite3
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import requests

from deploy.standins.wechatpay.orders import rfc3339
from deploy.standins.wechatpay.signatures import Signatures
from deploy.standins.wechatpay.store import Store

# Seconds between the tries at the real gateway: 15s/15s/30s/3m/10m/20m/30m x3/60m/3h x3/6h x2, 24 h 4 m in all.
SCHEDULE_S = (15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600)
TIMEOUT_S = 5
_SUMMARIES = {"TRANSACTION.SUCCESS": "支付成功", "REFUND.SUCCESS": "退款成功"}

_log = logging.getLogger(__name__)


def enqueue(
    db: sqlite3.Connection, event_type: str, url: str, resource: dict[str, Any], *, due_at: float, times: int
) -> str:
    """Put one event on the road `times` times, within the caller's transaction; its id."""
    event_id = str(uuid.uuid4())
    text = json.dumps(resource, ensure_ascii=False)
    db.executemany(
        "INSERT INTO deliveries (event_id, event_type, url, resource, due_at) VALUES (?, ?, ?, ?, ?)",
        [(event_id, event_type, url, text, due_at)] * times,
    )
    return event_id


class Courier:
    """A thread that looks for what is due, and a few that carry it. `wake` after anything was enqueued."""

    def __init__(self, store: Store, signatures: Signatures, *, scale: float, authority: Path | None = None) -> None:
        self._store = store
        self._authority = authority
        self._signatures = signatures
        self._scale = scale
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._carried: set[int] = set()
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="courier")
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._changed.set()

    def stop(self) -> None:
        self._stopped.set()
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._changed.clear()
            waiting = self._store.rows("SELECT id, due_at FROM deliveries WHERE state = 'pending' ORDER BY due_at")
            idle = [row for row in waiting if row["id"] not in self._carried]
            now = time.time()
            for row in idle:
                if row["due_at"] <= now:
                    self._carried.add(row["id"])
                    self._pool.submit(self._carry, row["id"])
            later = [row["due_at"] - now for row in idle if row["due_at"] > now]
            self._changed.wait(min(later, default=None) if later else None)

    def _carry(self, delivery_id: int) -> None:
        try:
            self._deliver(delivery_id)
        except (sqlite3.Error, OSError):
            # The state file is in trouble. The row stays pending, but only the next start takes it up: no busy loop.
            _log.exception("delivery %s", delivery_id)
            return
        self._carried.discard(delivery_id)
        self.wake()

    def _deliver(self, delivery_id: int) -> None:
        row = self._store.row("SELECT * FROM deliveries WHERE id = ?", delivery_id)
        # The look-out may have seen the row just before the last try was written down.
        if row is None or row["state"] != "pending" or row["due_at"] > time.time():
            return
        status = self._post(row)
        delivered = status in (200, 204)
        attempts = row["attempts"] + 1
        given_up = attempts > len(SCHEDULE_S)
        state = "delivered" if delivered else "given-up" if given_up else "pending"
        pause = 0 if delivered or given_up else SCHEDULE_S[attempts - 1] * self._scale
        with self._store.transaction() as db:
            db.execute(
                "UPDATE deliveries SET attempts = ?, state = ?, due_at = ? WHERE id = ?",
                (attempts, state, time.time() + pause, delivery_id),
            )
        resource = json.loads(row["resource"])
        self._store.log(
            "notification",
            event_id=row["event_id"],
            event_type=row["event_type"],
            out_trade_no=resource.get("out_trade_no"),
            url=row["url"],
            attempt=attempts,
            status=status,
            state=state,
        )

    def _post(self, row: sqlite3.Row) -> int | None:
        """The receiver's status, None where there was no answer in time. Every try is signed and sealed anew."""
        original_type = "refund" if row["event_type"].startswith("REFUND.") else "transaction"
        envelope = {
            "id": row["event_id"],
            "create_time": rfc3339(time.time()),
            "resource_type": "encrypt-resource",
            "event_type": row["event_type"],
            "summary": _SUMMARIES.get(row["event_type"], ""),
            "resource": self._signatures.sealed(json.loads(row["resource"]), original_type),
        }
        body = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json", "Accept": "*/*"} | self._signatures.headers_for(body)
        with requests.Session() as session:
            session.trust_env = False
            if self._authority is not None:
                session.verify = str(self._authority)
            try:
                return session.post(
                    row["url"], data=body, headers=headers, timeout=TIMEOUT_S, allow_redirects=False
                ).status_code
            except requests.RequestException:
                return None
