"""Lost phones: the office's side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g

from backend.files.errors import FileInUse, FileNotFound, FileRemoved
from backend.http.auth import requires
from backend.http.command import execute, perform
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.paging import Window, page, page_schema
from backend.identity.people import recovery_queries
from backend.identity.people.errors import (
    PhoneChangeWaiting,
    PhoneUnchanged,
    RecoveryDecided,
    RecoveryNotFound,
    RecoveryPersonNotFound,
    RecoverySameOfficer,
    RecoveryThere,
)
from backend.identity.people.payloads import OpenRecovery, RefuseRecovery
from backend.identity.people.schemas.numbers import (
    OpenRecoverySchema,
    RecoveriesWindowSchema,
    RecoveryListedSchema,
    RecoverySchema,
    RefuseRecoverySchema,
)
from backend.identity.people.service import recoveries

blueprint = Blueprint("recoveries", __name__, description="Lost phones: the office")


@blueprint.route("/office/recoveries")
@requires(Permission.READ_RECOVERIES)
@blueprint.arguments(RecoveriesWindowSchema, location="query")
@blueprint.response(200, page_schema(RecoveryListedSchema, "Recoveries"))
def list_recoveries(asked: tuple[Window, dict[str, Any]]) -> Any:
    """Cases of lost phones, newest first; whose they are is told where one opens a case."""
    window, narrowed = asked
    rows = recovery_queries.recoveries(g.principal, state=narrowed["state"], limit=window.limit + 1,
                                       after=window.after)  # fmt: skip
    return page(rows, window, lambda row: (row.recorded_at, row.recovery_id))


@blueprint.route("/office/recoveries", methods=["POST"])
@requires(Permission.OPEN_RECOVERY)
@keyed
@blueprint.arguments(OpenRecoverySchema)
@blueprint.response(201, RecoverySchema)
@refuses(RecoveryPersonNotFound, RecoveryThere, RecoverySameOfficer, PhoneUnchanged, FileNotFound, FileInUse,
         FileRemoved)  # fmt: skip
def open_recovery(wish: OpenRecovery) -> Response:
    """Somebody at the desk has lost their phone: find them, and ask for another number."""
    return execute(recoveries.open_recovery, wish, reply=RecoverySchema(), status=201)


@blueprint.route("/office/recoveries/<uuid:recovery_id>")
@requires(Permission.READ_RECOVERIES)
@blueprint.response(200, RecoverySchema)
@refuses(RecoveryNotFound)
def get_recovery(recovery_id: UUID) -> Any:
    """One case, masked. The look is written down for the person it is about."""
    return perform(recoveries.look_at_recovery, recovery_id)


@blueprint.route("/office/recoveries/<uuid:recovery_id>/approval", methods=["POST"])
@requires(Permission.DECIDE_RECOVERY)
@keyed
@blueprint.response(200, RecoverySchema)
@refuses(RecoveryNotFound, RecoveryDecided, RecoverySameOfficer, PhoneChangeWaiting)
def approve_recovery(recovery_id: UUID) -> Response:
    """Another officer agrees: the number changes after the hold."""
    return execute(recoveries.approve_recovery, recovery_id, reply=RecoverySchema())


@blueprint.route("/office/recoveries/<uuid:recovery_id>/refusal", methods=["POST"])
@requires(Permission.DECIDE_RECOVERY)
@keyed
@blueprint.arguments(RefuseRecoverySchema)
@blueprint.response(200, RecoverySchema)
@refuses(RecoveryNotFound, RecoveryDecided, RecoverySameOfficer)
def refuse_recovery(data: dict[str, Any], recovery_id: UUID) -> Response:
    """Another officer says no, with a reason."""
    return execute(recoveries.refuse_recovery, RefuseRecovery(recovery_id, data["reason"]), reply=RecoverySchema())
