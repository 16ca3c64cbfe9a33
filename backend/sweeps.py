"""Everything that happens by itself: what is due, how often it is looked for, and that only one looks at a time."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from backend.extensions import db
from backend.kernel import idempotency, outbox
from backend.kernel.transaction import run
from backend.ledger import service as ledger
from backend.payments import conversation
from backend.points.sweeps import expire_lots
from backend.rewards import service as rewards


@dataclass(frozen=True, slots=True)
class Sweep:
    """``work`` says how much it did; nothing done means that all is at rest."""

    name: str
    every_s: float
    work: Callable[[], int]

    def run(self) -> int:
        """Do the work unless somebody else is at it: a session lock that a crash gives back."""
        lock = db.engine.connect()
        try:
            key = zlib.crc32(f"sweep:{self.name}".encode())
            mine = lock.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar()
            lock.commit()  # the lock is the session's: no transaction stays open while the work goes on
            if not mine:
                return 0
            try:
                return self.work()
            finally:
                lock.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
                lock.commit()
        finally:
            lock.close()


def _payments() -> int:
    return conversation.sweep_payments()


def _refunds() -> int:
    return conversation.sweep_refunds()


def _roll_up() -> int:
    return run(ledger.roll_up)


def _forget_keys() -> int:
    return run(idempotency.forget_old)


def _forget_pay_codes() -> int:
    return run(rewards.forget_old_codes)


SWEEPS: Final = {
    sweep.name: sweep
    for sweep in (
        Sweep("outbox", 2, outbox.relay),
        Sweep("payments", 5, _payments),
        Sweep("refunds", 10, _refunds),
        Sweep("lapsed-points", 3600, expire_lots),
        Sweep("roll-up", 60, _roll_up),
        Sweep("idempotency-keys", 3600, _forget_keys),
        Sweep("pay-codes", 3600, _forget_pay_codes),
    )
}
ROUNDS: Final = 20


def to_rest() -> dict[str, int]:
    """Run every sweep until none finds anything more. Returns how much each did."""
    done = dict.fromkeys(SWEEPS, 0)
    for _ in range(ROUNDS):
        moved = {name: sweep.run() for name, sweep in SWEEPS.items()}
        done = {name: done[name] + moved[name] for name in done}
        if not any(count for name, count in moved.items() if name != "roll-up"):
            break
    return done
