"""How far long work is. It is started where it belongs; everybody asks after their own here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import g
from marshmallow import Schema, fields

from backend.http.auth import requires
from backend.http.fields import Identifier, Instant
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, refuses
from backend.kernel import i18n, jobs
from backend.kernel.jobs import JobNotFound, JobState, JobView

blueprint = Blueprint("jobs", __name__, description="Long work")


class JobProblemSchema(Schema):
    """Why it failed, in the reader's language."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    detail = fields.String(required=True)
    mend = fields.String(required=True)
    facts = fields.Dict(required=True)


class JobSchema(Schema):
    job_id = Identifier(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": [str(state) for state in JobState]})
    done = fields.Integer(required=True, metadata={"description": "pieces done; pieces are the kind's own"})
    total = fields.Integer(required=True, allow_none=True, metadata={"description": "unknown until work has looked"})
    result = fields.Dict(required=True, allow_none=True, metadata={"description": "once done; may name a file"})
    problem = fields.Nested(JobProblemSchema, required=True, allow_none=True)
    recorded_at = Instant(required=True)


@blueprint.route("/jobs/<uuid:job_id>")
@requires(Permission.READ_JOBS)
@blueprint.response(200, JobSchema)
@refuses(JobNotFound)
def get_job(job_id: UUID) -> dict[str, Any]:
    """How far my long work is; its result or its problem at the end."""
    return shown(jobs.job(g.principal, job_id))


def shown(job: JobView) -> dict[str, Any]:
    return {
        "job_id": job.job_id, "kind": job.kind, "state": job.state, "done": job.done, "total": job.total,
        "result": job.result, "recorded_at": job.recorded_at,
        "problem": None if job.problem is None else _in_words(job.problem["code"], job.problem["facts"]),
    }  # fmt: skip


def _in_words(code: str, facts: dict[str, Any]) -> dict[str, Any]:
    said = {part: i18n.text(f"problem.{code}.{part}", **facts) for part in ("title", "detail", "mend")}
    return {"code": code, "facts": facts, **said}
