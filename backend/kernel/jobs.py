"""Long work with progress: a row that a command writes, and a worker that carries it out.

A kind of work is idempotent: what a crash interrupts is run again from its beginning when its lease ends. It runs
outside of any transaction and opens short ones of its own; its progress is written in such a one. Who started the
work reads how far it is, and a refusal in words where it failed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import CheckConstraint, ColumnElement, Index, String, Update, delete, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model, db
from backend.kernel import clock, crypto
from backend.kernel.errors import DomainError, NotFound, Unavailable
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal, Role
from backend.kernel.transaction import after_commit, run

log = structlog.get_logger()

LEASE: Final = timedelta(seconds=60)
"""Each word of progress takes the lease anew; who is silent for longer is taken for dead."""

ATTEMPTS: Final = 4
"""Work that takes its worker down each time is given up, or it would do so for ever."""

BACK_OFF: Final = timedelta(seconds=15)


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    __tablename__ = "kernel_jobs"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
        CheckConstraint("done_count >= 0 AND (total_count IS NULL OR done_count <= total_count)", name="progress"),
        CheckConstraint("(state = 'failed') = (problem IS NOT NULL)", name="problem"),
        Index("ix_kernel_jobs_due", "due_at", postgresql_where=text("state IN ('queued', 'running')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(index=True)
    party_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    done_count: Mapped[int]
    total_count: Mapped[int | None]  # unknown until the work has looked
    sealed_input: Mapped[bytes | None]  # emptied at the end
    result: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB)  # {code, facts}
    attempts: Mapped[int]
    recorded_at: Mapped[datetime]
    due_at: Mapped[datetime]  # while it runs: the end of the lease
    ended_at: Mapped[datetime | None]


class JobNotFound(NotFound):
    """There is none, or it is somebody else's. Facts: ``job_id``."""

    code = "job-not-found"


class JobInterrupted(Unavailable):
    """The work went down with its worker each time, or hit a mistake of ours."""

    code = "job-interrupted"


class LeaseLost(Exception):
    """Somebody else has taken the work over meanwhile, or nobody wants it now: whoever hears this stops at once."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the kind of a job is given: for whom it works, what was asked, and where to say how far it is."""

    job_id: UUID
    principal: Principal
    input: Mapping[str, Any]
    attempt: int

    def progress(self, done: int, total: int) -> None:
        """Say how far it is, and keep the lease. Never inside a transaction. Raises LeaseLost."""
        run(lambda: _note_progress(self, done, total))

    def hold(self) -> None:
        """Called first in the transaction that keeps what the work has made: nobody takes the row over, and nobody
        who lets go of its owner removes it, before that has ended. Raises LeaseLost.
        """
        mine = select(Job.id).where(*_is_mine(self)).with_for_update()
        if db.session.scalar(mine) is None:
            raise LeaseLost


Kind = Callable[[Work], Mapping[str, Any]]
"""Does the work and returns its result: JSON facts, which may name a file. Raises a DomainError to fail in words."""


@dataclass(frozen=True, slots=True)
class JobView:
    job_id: UUID
    kind: str
    state: str
    done: int
    total: int | None
    result: Mapping[str, Any] | None
    problem: Mapping[str, Any] | None
    recorded_at: datetime


_kinds: dict[str, Kind] = {}
_wake: list[Callable[[], None]] = []


def kind(name: str, work: Kind) -> None:
    """Filled at start-up (backend/wiring.py): who does the work of a kind."""
    _kinds[name] = work


def on_wake(wish: Callable[[], None]) -> None:
    """Filled at start-up: how to tell the workers that there is work. May be lost: the sweep finds all."""
    _wake[:] = [wish]


def start(principal: Principal, name: str, given: Mapping[str, Any]) -> UUID:
    """Write down work to be done, in the caller's transaction. Returns the job's id."""
    assert name in _kinds, f"nobody does the work of {name}; wiring fills it"
    job_id, now = new_id(), clock.now()
    # The hat is kept with the wish: what somebody asked for is done as who they were then.
    asked = json.dumps({"input": given, "role": str(principal.role)}, ensure_ascii=False)
    db.session.add(
        Job(id=job_id, person_id=principal.person_id, party_id=principal.party_id, kind=name, state=JobState.QUEUED,
            done_count=0, sealed_input=crypto.keys().encrypt(asked, context=_place(job_id)),
            attempts=0, recorded_at=now, due_at=now)
    )  # fmt: skip
    for wish in _wake:
        after_commit(wish)
    return job_id


def job(principal: Principal, job_id: UUID) -> JobView:
    """One's own, for the party that one acts for. Raises JobNotFound."""
    found = db.session.get(Job, job_id)
    if found is None or (found.person_id, found.party_id) != (principal.person_id, principal.party_id):
        raise JobNotFound(job_id=str(job_id))
    return _view(found)


def started(principal: Principal, name: str, *, since: datetime) -> list[tuple[UUID, JobState]]:
    """One's own work of a kind since an instant, newest first: its id and how it stands."""
    mine = select(Job.id, Job.state).where(
        Job.person_id == principal.person_id, Job.party_id == principal.party_id, Job.kind == name,
        Job.recorded_at >= since,
    )  # fmt: skip
    rows = db.session.execute(mine.order_by(Job.recorded_at.desc(), Job.id.desc()))
    return [(row.id, JobState(row.state)) for row in rows]


def recent(principal: Principal, name: str, *, most: int) -> list[JobView]:
    """One's own work of a kind, newest first, as long as its row is kept."""
    mine = select(Job).where(Job.person_id == principal.person_id, Job.party_id == principal.party_id, Job.kind == name)
    rows = db.session.scalars(mine.order_by(Job.recorded_at.desc(), Job.id.desc()).limit(most))
    return [_view(found) for found in rows]


def work_off() -> int:
    """Do what is due, oldest first. Returns how many jobs came to an end."""
    ended = 0
    while (work := run(_take_one)) is not None:
        ended += _carry_out(*work)
    return ended


def forget_old(kept_for: timedelta) -> int:
    """Jobs that ended long ago: what they made is kept by its own rules. Returns how many."""
    gone = db.session.execute(delete(Job).where(Job.ended_at < clock.now() - kept_for))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE's result has it; the session's type does not say


def _view(found: Job) -> JobView:
    return JobView(found.id, found.kind, found.state, found.done_count, found.total_count, found.result, found.problem,
                   found.recorded_at)  # fmt: skip


def _take_one() -> tuple[str, Work] | None:
    now = clock.now()
    found = db.session.scalar(
        select(Job)
        .where(Job.state.in_((JobState.QUEUED, JobState.RUNNING)), Job.due_at <= now)
        .order_by(Job.due_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if found is None:
        return None
    found.state, found.due_at, found.attempts = JobState.RUNNING, now + LEASE, found.attempts + 1
    assert found.sealed_input is not None, "work that has not ended has its input"
    asked = json.loads(crypto.keys().decrypt(found.sealed_input, context=_place(found.id)))
    principal = Principal(person_id=found.person_id, role=Role(asked["role"]), party_id=found.party_id)
    return found.kind, Work(found.id, principal, asked["input"], found.attempts)


def _carry_out(name: str, work: Work) -> int:
    if work.attempt > ATTEMPTS:
        log.error("job-given-up", job_id=str(work.job_id), kind=name)
        return _end(work, problem=JobInterrupted())
    try:
        result = _kinds[name](work)
    except LeaseLost:
        log.warning("job-taken-over", job_id=str(work.job_id), kind=name)
        return 0
    except Unavailable as error:
        if work.attempt < ATTEMPTS:
            run(lambda: _put_off(work))
            log.warning("job-put-off", job_id=str(work.job_id), kind=name, code=error.code)
            return 0
        return _end(work, problem=error)
    except DomainError as error:
        return _end(work, problem=error)
    except Exception as error:  # a mistake of ours must not hold up everybody else's work
        log.exception("job-failed", job_id=str(work.job_id), kind=name, error=type(error).__name__)
        return _end(work, problem=JobInterrupted())
    return _end(work, result=result)


def _end(work: Work, *, result: Mapping[str, Any] | None = None, problem: DomainError | None = None) -> int:
    """Write the end down. Nothing, where somebody else has taken the work over."""

    def write() -> int:
        values: dict[str, Any] = {"ended_at": clock.now(), "sealed_input": None}
        if problem is None:
            values |= {"state": JobState.DONE, "result": dict(result or {})}
        else:
            values |= {"state": JobState.FAILED, "problem": {"code": problem.code, "facts": problem.facts}}
        return int(db.session.execute(_mine(work).values(**values)).rowcount)  # type: ignore[attr-defined]  # an UPDATE's

    return run(write)


def _note_progress(work: Work, done: int, total: int) -> None:
    values = {"done_count": done, "total_count": total, "due_at": clock.now() + LEASE}
    if not db.session.execute(_mine(work).values(**values)).rowcount:  # type: ignore[attr-defined]  # an UPDATE's
        raise LeaseLost


def _put_off(work: Work) -> None:
    values = {"state": JobState.QUEUED, "due_at": clock.now() + BACK_OFF * work.attempt}
    db.session.execute(_mine(work).values(**values))


def _mine(work: Work) -> Update:
    return update(Job).where(*_is_mine(work))


def _is_mine(work: Work) -> tuple[ColumnElement[bool], ...]:
    """The row, as long as this attempt is the one that has it."""
    return Job.id == work.job_id, Job.state == JobState.RUNNING, Job.attempts == work.attempt


def _place(job_id: UUID) -> str:
    return f"kernel_jobs|sealed_input|{job_id}"
