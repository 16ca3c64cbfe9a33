"""What I did, and what it earned."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g

from backend.activities import queries, service
from backend.activities.errors import (
    ActivityAlreadyRecorded,
    ActivityInFuture,
    ActivityNotFound,
    ActivityNotRecordable,
    ActivityNotSelfReported,
    ActivityTooOld,
    ActivityWithdrawalTooLate,
    ActivityWithdrawn,
    MeasureImplausible,
    MeasureWrong,
)
from backend.activities.payloads import RecordActivity, WithdrawActivity
from backend.activities.schemas import (
    ActivityRecordedSchema,
    ActivitySchema,
    ActivityTakenBackSchema,
    RecordActivitySchema,
    WithdrawActivitySchema,
)
from backend.files.errors import FileInUse, FileNotFound, FileRemoved
from backend.http.auth import requires
from backend.http.command import execute
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.paging import Window, WindowSchema, page, page_schema
from backend.identity.errors import GuardianNeeded

blueprint = Blueprint("activities", __name__, description="Green behaviours")


@blueprint.route("/activities", methods=["POST"])
@requires(Permission.RECORD_ACTIVITY)
@keyed
@blueprint.arguments(RecordActivitySchema)
@blueprint.response(201, ActivityRecordedSchema)
@refuses(GuardianNeeded, ActivityAlreadyRecorded, ActivityNotRecordable, ActivityTooOld, ActivityInFuture, MeasureWrong,
         MeasureImplausible, FileNotFound, FileRemoved, FileInUse)  # fmt: skip
def record_activity(wish: RecordActivity) -> Response:
    """Report something green that I did; my own word counts for half."""
    return execute(service.record_activity, wish, reply=ActivityRecordedSchema(), status=201)


@blueprint.route("/activities")
@requires(Permission.READ_ACTIVITIES)
@blueprint.arguments(WindowSchema, location="query")
@blueprint.response(200, page_schema(ActivitySchema, "Activities"))
def list_activities(window: Window) -> dict[str, Any]:
    """What I have reported, newest first."""
    rows = queries.activities_of(g.principal, limit=window.limit, after=window.after)
    return page(rows, window, lambda row: (row.recorded_at, row.activity_id))


@blueprint.route("/activities/<uuid:activity_id>")
@requires(Permission.READ_ACTIVITIES)
@blueprint.response(200, ActivitySchema)
@refuses(ActivityNotFound)
def get_activity(activity_id: UUID) -> Any:
    """One thing that I have reported."""
    return queries.activity(g.principal, activity_id)


@blueprint.route("/activities/<uuid:activity_id>/withdrawal", methods=["POST"])
@requires(Permission.RECORD_ACTIVITY)
@keyed
@blueprint.arguments(WithdrawActivitySchema)
@blueprint.response(200, ActivityTakenBackSchema)
@refuses(ActivityNotFound, ActivityWithdrawn, ActivityNotSelfReported, ActivityWithdrawalTooLate)
def withdraw_activity(_: dict[str, Any], activity_id: UUID) -> Response:
    """Take back a report of my own that was a mistake: its points go, what it used up stays used."""
    return execute(service.withdraw_activity, WithdrawActivity(activity_id), reply=ActivityTakenBackSchema())
