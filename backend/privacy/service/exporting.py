"""A copy of everything that is kept about oneself, as an archive of tables and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from backend.files import queries as file_queries
from backend.files import service as files
from backend.files.payloads import Content, Purpose
from backend.kernel import clock, jobs
from backend.kernel.jobs import JobState, Work
from backend.kernel.personal_data import Document, Owner, PersonalData, Table
from backend.kernel.principal import Principal
from backend.kernel.transaction import run
from backend.privacy import closings, copies, ports
from backend.privacy.errors import TooManyExports
from backend.privacy.payloads import CopyMade, CopyView, ExportStarted
from backend.releases import queries as releases

KIND: Final = "personal-copy"
ZIP: Final = "application/zip"
MOST_SHOWN: Final = 20


def export_my_data(principal: Principal, _: None = None) -> ExportStarted:
    """Begin; one that is under way is the one that is asked for. Raises TooManyExports, SessionEnded."""
    closings.take_turn_of(principal.person_id)
    today = clock.today()
    started = jobs.started(principal, KIND, since=clock.start_of(today))
    for job_id, state in started:
        if state in {JobState.QUEUED, JobState.RUNNING}:
            return ExportStarted(job_id)
    limit = releases.whole("exports.most_a_day", today)
    if len(started) >= limit:
        raise TooManyExports(limit=limit)
    return ExportStarted(jobs.start(principal, KIND, {}))


def copies_of(principal: Principal) -> list[CopyView]:
    return [
        CopyView(job.job_id, job.state, job.recorded_at, _made(principal, job.result) if job.result else None)
        for job in jobs.recent(principal, KIND, most=MOST_SHOWN)
    ]


def _made(principal: Principal, result: Mapping[str, Any]) -> CopyMade:
    found = file_queries.file(principal, UUID(result["file_id"]))
    made_on = clock.business_date(found.recorded_at)
    return CopyMade(
        file_id=found.file_id, name=result["name"], size_bytes=found.size_bytes, sha256=found.sha256,
        kept_until=made_on + timedelta(days=releases.whole("files.keep_days.personal_copy", clock.today())),
        is_kept="download" in found.abilities,
    )  # fmt: skip


def make_copy(work: Work) -> Mapping[str, Any]:
    """The work itself: a feature at a time, each in a short transaction of its own; files are fetched between."""
    owner = run(lambda: closings.owner(work.principal.person_id))
    keepers = list(ports.keepers())
    found: list[Table | Document] = []
    for done, keeper in enumerate(keepers):
        work.progress(done, len(keepers) + 1)
        found += run(partial(_everything, keeper, owner))
    work.progress(len(keepers), len(keepers) + 1)
    today = run(clock.today)
    name = f"tanhui-{today.isoformat()}.zip"
    body = copies.archive(found, made_on=today)
    work.progress(len(keepers) + 1, len(keepers) + 1)
    file_id = files.keep_made(work, Purpose.PERSONAL_COPY, Content(name, ZIP, body))
    rows = sum(len(one.rows) for one in found if isinstance(one, Table))
    return {"file_id": str(file_id), "name": name, "size_bytes": len(body), "rows": rows}


def _everything(keeper: PersonalData, owner: Owner) -> Sequence[Table | Document]:
    return list(keeper.export(owner))
