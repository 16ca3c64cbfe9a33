"""Everything that happens by itself: what is due, how often it is looked for, and that only one looks at a time."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError

from backend import key_rotation
from backend.complaints import service as complaints
from backend.extensions import db
from backend.files import service as files
from backend.identity import service as identity
from backend.identity.clients import service as clients
from backend.identity.people.service import phone_changes
from backend.kernel import clock, idempotency, jobs, outbox
from backend.kernel.transaction import LOCK_TIMEOUT, is_unavailable, run
from backend.ledger import service as ledger
from backend.notifications import service as notifications
from backend.notifications.webhooks import service as webhooks
from backend.payments import conversation
from backend.points.sweeps import expire_lots
from backend.privacy import service as privacy
from backend.releases import queries as releases
from backend.rewards import service as rewards


class SweepUnderWay(Exception):
    """Somebody else is at this sweep, and has been for longer than one waits."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """``work`` says how much it did; nothing done means that all is at rest.

    ``all_work``, where there is one, does not wait for due times: for whoever wants to see everything settled now.
    """

    name: str
    every_s: float
    work: Callable[[], int]
    all_work: Callable[[], int] | None = None

    def run(self) -> int:
        """Do what is due, unless somebody else is at it."""
        with self._alone("pg_try_advisory_lock") as mine:
            return self.work() if mine else 0

    def run_all(self) -> int:
        """Do everything now; wait for whoever is at it. Raises SweepUnderWay."""
        with self._alone("pg_advisory_lock"):
            return (self.all_work or self.work)()

    @property
    def lock_key(self) -> int:
        """The advisory lock that whoever runs this sweep holds."""
        return zlib.crc32(f"sweep:{self.name}".encode())

    @contextmanager
    def _alone(self, take: str) -> Iterator[bool]:
        """Hold this sweep's lock: a session's, which a crash gives back, so that no transaction stays open."""
        key = {"key": self.lock_key}
        with db.engine.connect() as lock:
            try:
                taken = lock.execute(text(f"SELECT {take}(:key)"), key).scalar() is not False
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) == LOCK_TIMEOUT:
                    raise SweepUnderWay(self.name) from error
                raise
            lock.commit()
            try:
                yield taken
            finally:
                if taken:
                    _give_back(lock, key)


def _give_back(lock: Connection, key: Mapping[str, int]) -> None:
    try:
        lock.execute(text("SELECT pg_advisory_unlock(:key)"), key)
        lock.commit()
    except DBAPIError as error:
        if not is_unavailable(error):
            raise
        # The session was cut, and the lock has gone with it: what the sweep did is done all the same.
        lock.invalidate()


def _roll_up() -> int:
    return run(ledger.roll_up)


def _forget_keys() -> int:
    return run(lambda: idempotency.forget_old(_kept("retention.idempotency_keys_days")))


def _forget_jobs() -> int:
    return run(lambda: jobs.forget_old(_kept("retention.jobs_days")))


def _kept(name: str) -> timedelta:
    """The kernel knows no settings: it is told how long."""
    return timedelta(days=releases.whole(name, clock.today()))


def _forget_pay_codes() -> int:
    return run(rewards.forget_old_codes)


def _forget_assertions() -> int:
    return run(clients.forget_what_is_past)


def _tell_of_ending_keys() -> int:
    return run(clients.tell_of_ending_keys)


def _forget_notices() -> int:
    return run(notifications.forget_read_notices)


def _forget_of_identity() -> int:
    return run(identity.forget_what_is_old)


def _change_phones() -> int:
    return run(phone_changes.carry_out_due)


def _close_complaints() -> int:
    return run(complaints.close_lapsed)


SWEEPS: Final = {
    sweep.name: sweep
    for sweep in (
        Sweep("outbox", 2, outbox.relay),
        Sweep("jobs", 5, jobs.work_off),
        Sweep("payments", 5, conversation.sweep_payments, conversation.look_at_all_payments),
        Sweep("refunds", 10, conversation.sweep_refunds, conversation.look_at_all_refunds),
        Sweep("lapsed-points", 3600, expire_lots),
        Sweep("roll-up", 60, _roll_up),
        Sweep("idempotency-keys", 3600, _forget_keys),
        Sweep("pay-codes", 3600, _forget_pay_codes),
        Sweep("keys", 60, key_rotation.sweep),
        Sweep("old-jobs", 3600, _forget_jobs),
        Sweep("files", 3600, files.remove_what_is_over),
        Sweep("stray-files", 86_400, files.remove_stray_objects),
        Sweep("client-assertions", 600, _forget_assertions),
        Sweep("ending-client-keys", 3600, _tell_of_ending_keys),
        Sweep("webhooks", 5, webhooks.deliver_due),
        Sweep("read-notices", 3600, _forget_notices),
        Sweep("old-sign-ins", 3600, _forget_of_identity),
        Sweep("closings", 600, privacy.close_what_is_due),
        Sweep("phone-changes", 60, _change_phones),
        Sweep("complaints", 3600, _close_complaints),
    )
}
ROUNDS: Final = 20


def to_rest() -> dict[str, int]:
    """Look at everything once, then go on until nothing more is due. Returns how much each sweep did."""
    done = {name: sweep.run_all() for name, sweep in SWEEPS.items()}
    for _ in range(ROUNDS):
        moved = {name: sweep.run() for name, sweep in SWEEPS.items()}
        done = {name: done[name] + moved[name] for name in done}
        if not any(count for name, count in moved.items() if name != "roll-up"):
            break
    return done
