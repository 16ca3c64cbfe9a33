"""The service desk's side: what is due, whose it is, what is decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g

from backend.complaints import queries, service
from backend.complaints.errors import (
    ComplaintAppealOpen,
    ComplaintMovedOn,
    ComplaintNotFound,
    ComplaintOwn,
    ComplaintSameOfficer,
    ComplaintWithAnother,
)
from backend.complaints.payloads import AnswerComplaint, OneComplaint, Say
from backend.complaints.schemas import (
    AnswerComplaintSchema,
    ComplaintOfficeCaseSchema,
    ComplaintStepSchema,
    ComplaintWordsSchema,
    ComplaintWorkItemSchema,
    WorkListQuerySchema,
)
from backend.http.auth import requires
from backend.http.command import execute, perform
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.paging import page, page_schema

blueprint = Blueprint("office_complaints", __name__, description="Complaints and appeals: the office")


@blueprint.route("/office/complaints")
@requires(Permission.HANDLE_COMPLAINTS)
@blueprint.arguments(WorkListQuerySchema, location="query")
@blueprint.response(200, page_schema(ComplaintWorkItemSchema, "ComplaintWorkList"))
def list_complaint_work(asked: Any) -> dict[str, Any]:
    """Everything that was brought, what is due first before the rest."""
    window, chosen = asked
    rows = queries.work_list(g.principal, **chosen, limit=window.limit, after=window.after)
    return page(rows, window, queries.place_in_list)


@blueprint.route("/office/complaints/<uuid:complaint_id>")
@requires(Permission.HANDLE_COMPLAINTS)
@blueprint.response(200, ComplaintOfficeCaseSchema)
@refuses(ComplaintNotFound)
def get_complaint_work(complaint_id: UUID) -> Any:
    """One case, with everything that was said. The look is written down for the person whose it is."""
    return perform(service.look_at_complaint, OneComplaint(complaint_id))


@blueprint.route("/office/complaints/<uuid:complaint_id>/assignment", methods=["POST"])
@requires(Permission.HANDLE_COMPLAINTS)
@keyed
@blueprint.arguments(ComplaintStepSchema)
@blueprint.response(200, ComplaintOfficeCaseSchema)
@refuses(ComplaintNotFound, ComplaintMovedOn, ComplaintOwn, ComplaintSameOfficer)
def assign_complaint(_: dict[str, Any], complaint_id: UUID) -> Response:
    """I take it; an appeal is taken by somebody else than who answered."""
    return execute(service.assign_complaint, OneComplaint(complaint_id), reply=ComplaintOfficeCaseSchema())


@blueprint.route("/office/complaints/<uuid:complaint_id>/messages", methods=["POST"])
@requires(Permission.HANDLE_COMPLAINTS)
@keyed
@blueprint.arguments(ComplaintWordsSchema)
@blueprint.response(201, ComplaintOfficeCaseSchema)
@refuses(ComplaintNotFound, ComplaintMovedOn, ComplaintWithAnother)
def ask_back(data: dict[str, Any], complaint_id: UUID) -> Response:
    """Ask its owner something; the clock goes on."""
    return execute(service.ask_back, Say(complaint_id, data["text"]), reply=ComplaintOfficeCaseSchema(), status=201)


@blueprint.route("/office/complaints/<uuid:complaint_id>/answer", methods=["POST"])
@requires(Permission.HANDLE_COMPLAINTS)
@keyed
@blueprint.arguments(AnswerComplaintSchema)
@blueprint.response(201, ComplaintOfficeCaseSchema)
@refuses(ComplaintNotFound, ComplaintMovedOn, ComplaintWithAnother, ComplaintOwn, ComplaintSameOfficer)
def answer_complaint(data: dict[str, Any], complaint_id: UUID) -> Response:
    """Decide it, with reasons."""
    return execute(
        service.answer_complaint, AnswerComplaint(complaint_id, **data), reply=ComplaintOfficeCaseSchema(), status=201
    )


@blueprint.route("/office/complaints/<uuid:complaint_id>/closing", methods=["POST"])
@requires(Permission.HANDLE_COMPLAINTS)
@keyed
@blueprint.arguments(ComplaintStepSchema)
@blueprint.response(200, ComplaintOfficeCaseSchema)
@refuses(ComplaintNotFound, ComplaintMovedOn, ComplaintAppealOpen)
def close_complaint(_: dict[str, Any], complaint_id: UUID) -> Response:
    """Put it away: answered finally, or nobody appealed in time."""
    return execute(service.close_complaint, OneComplaint(complaint_id), reply=ComplaintOfficeCaseSchema())
