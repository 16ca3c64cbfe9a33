"""Another telephone number, and who has looked at one's data."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g

from backend.http.auth import requires
from backend.http.command import execute
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.paging import Window, WindowSchema, page, page_schema
from backend.identity.errors import SmsChallengeDead, SmsCodeWrong
from backend.identity.people import queries
from backend.identity.people.errors import (
    PhoneChangeNotFound,
    PhoneChangeOver,
    PhoneChangeWaiting,
    PhoneUnchanged,
    RecoveryNotFound,
)
from backend.identity.people.payloads import RequestPhoneChange
from backend.identity.people.schemas.numbers import (
    DisclosureSchema,
    PhoneChangeSchema,
    PhoneChangesSchema,
    RequestPhoneChangeSchema,
)
from backend.identity.people.service import phone_changes, recoveries

blueprint = Blueprint("numbers", __name__, description="Another number, and who has looked")


@blueprint.route("/me/phone-changes")
@requires(Permission.READ_SELF)
@blueprint.response(200, PhoneChangesSchema)
def list_phone_changes() -> Any:
    """Other numbers that are coming, came or did not, the last one first; and what is asked for at the desk."""
    return queries.phone_changes(g.principal.person_id)


@blueprint.route("/me/phone-changes", methods=["POST"])
@requires(Permission.CHANGE_PHONE)
@keyed
@blueprint.arguments(RequestPhoneChangeSchema)
@blueprint.response(201, PhoneChangeSchema)
@refuses(SmsCodeWrong, SmsChallengeDead, PhoneUnchanged, PhoneChangeWaiting)
def request_phone_change(wish: RequestPhoneChange) -> Response:
    """Take another number, by a code sent to it. It changes after the hold; both numbers are told at once."""
    return execute(phone_changes.request_phone_change, wish, reply=PhoneChangeSchema(), status=201)


@blueprint.route("/me/phone-changes/<uuid:phone_change_id>/cancellation", methods=["POST"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, PhoneChangeSchema)
@refuses(PhoneChangeNotFound, PhoneChangeOver)
def cancel_phone_change(phone_change_id: UUID) -> Response:
    """Keep the number, from any device that is signed in."""
    return execute(phone_changes.cancel_phone_change, phone_change_id, reply=PhoneChangeSchema())


@blueprint.route("/me/recovery/refusal", methods=["POST"])
@requires(Permission.CHANGE_PHONE)
@keyed
@blueprint.response(200, PhoneChangesSchema)
@refuses(RecoveryNotFound)
def object_to_recovery() -> Response:
    """Say that nobody asked the desk for another number: the case is refused at once, both numbers are told."""
    return execute(recoveries.object_to_recovery, None, reply=PhoneChangesSchema())


@blueprint.route("/me/disclosures")
@requires(Permission.READ_SELF)
@blueprint.arguments(WindowSchema, location="query")
@blueprint.response(200, page_schema(DisclosureSchema, "Disclosures"))
def list_disclosures(window: Window) -> Any:
    """Who has seen what of one's data, in which position and why; never by name."""
    rows = queries.disclosures(g.principal.person_id, limit=window.limit + 1, after=window.after)
    return page(rows, window, lambda row: (row.recorded_at, row.disclosure_id))
