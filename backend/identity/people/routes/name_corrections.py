"""Names that are corrected at the desk: the office's side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g

from backend.files.errors import FileInUse, FileNotFound, FileRemoved
from backend.http.auth import requires
from backend.http.command import execute, perform, replayed
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.paging import Window, page, page_schema
from backend.identity.people import conversation, name_correction_queries
from backend.identity.people.errors import (
    NameCorrectionDecided,
    NameCorrectionNotFound,
    NameCorrectionPersonNotFound,
    NameCorrectionSameOfficer,
    NameCorrectionThere,
    NameNotChecked,
    NameUnchanged,
    RealNameCheckUnavailable,
    RealNameNoMatch,
    RealNameTaken,
    RealNameTriesUsedUp,
)
from backend.identity.people.payloads import OpenNameCorrection, RefuseNameCorrection
from backend.identity.people.schemas.name_corrections import (
    NameCorrectionListedSchema,
    NameCorrectionSchema,
    NameCorrectionsWindowSchema,
    OpenNameCorrectionSchema,
    RefuseNameCorrectionSchema,
)
from backend.identity.people.service import name_corrections

blueprint = Blueprint("name_corrections", __name__, description="Checked names that are wrong: the office")


@blueprint.route("/office/name-corrections")
@requires(Permission.READ_NAME_CORRECTIONS)
@blueprint.arguments(NameCorrectionsWindowSchema, location="query")
@blueprint.response(200, page_schema(NameCorrectionListedSchema, "NameCorrections"))
def list_name_corrections(asked: tuple[Window, dict[str, Any]]) -> Any:
    """Names to be corrected, newest first; whose they are is told where one opens a case."""
    window, narrowed = asked
    rows = name_correction_queries.name_corrections(g.principal, state=narrowed["state"], limit=window.limit + 1,
                                                    after=window.after)  # fmt: skip
    return page(rows, window, lambda row: (row.recorded_at, row.name_correction_id))


@blueprint.route("/office/name-corrections", methods=["POST"])
@requires(Permission.OPEN_NAME_CORRECTION)
@keyed
@blueprint.arguments(OpenNameCorrectionSchema)
@blueprint.response(201, NameCorrectionSchema)
@refuses(NameCorrectionPersonNotFound, NameNotChecked, NameCorrectionThere, NameCorrectionSameOfficer, NameUnchanged,
         RealNameNoMatch, RealNameTaken, RealNameTriesUsedUp, RealNameCheckUnavailable, FileNotFound, FileInUse,
         FileRemoved)  # fmt: skip
def open_name_correction(wish: OpenNameCorrection) -> Response:
    """Somebody at the desk shows that their checked name or number is wrong: the register is asked again."""
    if (answered := replayed()) is not None:
        return answered
    heard = conversation.ask_about_a_correction(g.principal, wish)
    return execute(name_corrections.open_correction, heard, reply=NameCorrectionSchema(), status=201)


@blueprint.route("/office/name-corrections/<uuid:name_correction_id>")
@requires(Permission.READ_NAME_CORRECTIONS)
@blueprint.response(200, NameCorrectionSchema)
@refuses(NameCorrectionNotFound)
def get_name_correction(name_correction_id: UUID) -> Any:
    """One case, masked. The look is written down for the person it is about."""
    return perform(name_corrections.look_at_correction, name_correction_id)


@blueprint.route("/office/name-corrections/<uuid:name_correction_id>/approval", methods=["POST"])
@requires(Permission.DECIDE_NAME_CORRECTION)
@keyed
@blueprint.response(200, NameCorrectionSchema)
@refuses(NameCorrectionNotFound, NameCorrectionDecided, NameCorrectionSameOfficer, RealNameTaken)
def approve_name_correction(name_correction_id: UUID) -> Response:
    """Another officer agrees: what the register has confirmed counts from now on."""
    return execute(name_corrections.approve_correction, name_correction_id, reply=NameCorrectionSchema())


@blueprint.route("/office/name-corrections/<uuid:name_correction_id>/refusal", methods=["POST"])
@requires(Permission.DECIDE_NAME_CORRECTION)
@keyed
@blueprint.arguments(RefuseNameCorrectionSchema)
@blueprint.response(200, NameCorrectionSchema)
@refuses(NameCorrectionNotFound, NameCorrectionDecided, NameCorrectionSameOfficer)
def refuse_name_correction(data: dict[str, Any], name_correction_id: UUID) -> Response:
    """Another officer says no, with a reason."""
    wish = RefuseNameCorrection(name_correction_id, data["reason"])
    return execute(name_corrections.refuse_correction, wish, reply=NameCorrectionSchema())
