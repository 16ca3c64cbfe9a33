"""The citizen's side: what went wrong, and what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g

from backend.complaints import queries, service
from backend.complaints.errors import (
    ComplaintAppealedBefore,
    ComplaintAppealTooLate,
    ComplaintMovedOn,
    ComplaintNotFound,
    ComplaintSubjectNotFound,
    TooManyComplaints,
)
from backend.complaints.payloads import FileComplaint, OneComplaint, Say
from backend.complaints.schemas import (
    ComplaintCaseSchema,
    ComplaintReplySchema,
    ComplaintSchema,
    ComplaintStepSchema,
    FileComplaintSchema,
)
from backend.files.errors import FileInUse, FileNotFound, FileRemoved
from backend.http.auth import requires
from backend.http.command import execute
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.paging import Window, WindowSchema, page, page_schema

blueprint = Blueprint("complaints", __name__, description="Complaints and appeals")


@blueprint.route("/complaints", methods=["POST"])
@requires(Permission.FILE_COMPLAINT)
@keyed
@blueprint.arguments(FileComplaintSchema)
@blueprint.response(201, ComplaintCaseSchema)
@refuses(ComplaintSubjectNotFound, TooManyComplaints, FileNotFound, FileRemoved, FileInUse)
def file_complaint(wish: FileComplaint) -> Response:
    """Complain, object or ask; about one of my own things, or about nothing in particular."""
    return execute(service.file_complaint, wish, reply=ComplaintCaseSchema(), status=201)


@blueprint.route("/complaints")
@requires(Permission.READ_COMPLAINTS)
@blueprint.arguments(WindowSchema, location="query")
@blueprint.response(200, page_schema(ComplaintSchema, "Complaints"))
def list_complaints(window: Window) -> dict[str, Any]:
    """Mine, newest first."""
    rows = queries.complaints_of(g.principal, limit=window.limit, after=window.after)
    return page(rows, window, lambda row: (row.received_at, row.complaint_id))


@blueprint.route("/complaints/<uuid:complaint_id>")
@requires(Permission.READ_COMPLAINTS)
@blueprint.response(200, ComplaintCaseSchema)
@refuses(ComplaintNotFound)
def get_complaint(complaint_id: UUID) -> Any:
    """One of mine, with everything that was said."""
    return queries.complaint(g.principal, complaint_id)


@blueprint.route("/complaints/<uuid:complaint_id>/messages", methods=["POST"])
@requires(Permission.FILE_COMPLAINT)
@keyed
@blueprint.arguments(ComplaintReplySchema)
@blueprint.response(201, ComplaintCaseSchema)
@refuses(ComplaintNotFound, ComplaintMovedOn, FileNotFound, FileRemoved, FileInUse)
def message_complaint(data: dict[str, Any], complaint_id: UUID) -> Response:
    """Add something, or reply to a question."""
    wish = Say(complaint_id, **data)
    return execute(service.message_complaint, wish, reply=ComplaintCaseSchema(), status=201)


@blueprint.route("/complaints/<uuid:complaint_id>/appeal", methods=["POST"])
@requires(Permission.FILE_COMPLAINT)
@keyed
@blueprint.arguments(ComplaintReplySchema)
@blueprint.response(201, ComplaintCaseSchema)
@refuses(ComplaintNotFound, ComplaintMovedOn, ComplaintAppealedBefore, ComplaintAppealTooLate, FileNotFound,
         FileRemoved, FileInUse)  # fmt: skip
def appeal_complaint(data: dict[str, Any], complaint_id: UUID) -> Response:
    """I do not agree with the answer: once, and somebody else decides."""
    wish = Say(complaint_id, **data)
    return execute(service.appeal_complaint, wish, reply=ComplaintCaseSchema(), status=201)


@blueprint.route("/complaints/<uuid:complaint_id>/withdrawal", methods=["POST"])
@requires(Permission.FILE_COMPLAINT)
@keyed
@blueprint.arguments(ComplaintStepSchema)
@blueprint.response(200, ComplaintCaseSchema)
@refuses(ComplaintNotFound, ComplaintMovedOn)
def withdraw_complaint(_: dict[str, Any], complaint_id: UUID) -> Response:
    """Leave it."""
    return execute(service.withdraw_complaint, OneComplaint(complaint_id), reply=ComplaintCaseSchema())
