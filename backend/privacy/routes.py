"""One's own data: what one consents to, a copy to take along, closing the account."""

from __future__ import annotations

from typing import Any

from flask import Response, g

from backend.http.auth import public, requires
from backend.http.command import execute
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.identity.errors import SessionEnded
from backend.privacy import closings, queries, service
from backend.privacy.errors import (
    ClosingAskedAlready,
    ClosingBlocked,
    ClosingNotAsked,
    ClosingNotConfirmed,
    ConsentTextOutdated,
    PurposeUnknown,
    TooManyExports,
)
from backend.privacy.payloads import CheckReceipt, CloseAccount, GiveConsent
from backend.privacy.schemas import (
    CheckReceiptSchema,
    CloseAccountSchema,
    ClosingAskedSchema,
    ClosingSchema,
    ConsentGivenSchema,
    ConsentsSchema,
    CopiesSchema,
    ExportStartedSchema,
    GiveConsentSchema,
    PurposeSchema,
    ReceiptCheckedSchema,
)

blueprint = Blueprint("privacy", __name__, description="One's own data")


@blueprint.route("/me/consents")
@requires(Permission.READ_SELF)
@blueprint.response(200, ConsentsSchema)
def list_consents() -> Any:
    """What I may consent to, what happens without, and what I have said so far. Nothing is given by itself."""
    return queries.consents(g.principal)


@blueprint.route("/me/consents", methods=["POST"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.arguments(GiveConsentSchema)
@blueprint.response(201, ConsentGivenSchema)
@refuses(PurposeUnknown, ConsentTextOutdated)
def give_consent(wish: GiveConsent) -> Response:
    """Say yes for one purpose, to the words that were shown; the answer is a signed receipt."""
    return execute(service.give_consent, wish, reply=ConsentGivenSchema(), status=201)


@blueprint.route("/me/consents/<string:consent_purpose>", methods=["DELETE"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, PurposeSchema)
@refuses(PurposeUnknown)
def withdraw_consent(consent_purpose: str) -> Response:
    """Take it back, at once."""
    return execute(service.withdraw_consent, consent_purpose, reply=PurposeSchema())


@blueprint.route("/consent-receipt-verifications", methods=["POST"])
@public
@blueprint.arguments(CheckReceiptSchema)
@blueprint.response(200, ReceiptCheckedSchema)
def verify_consent_receipt(wish: CheckReceipt) -> Any:
    """Is this receipt ours, and is its consent in force? Keeps nothing and names nobody."""
    return queries.check_receipt(wish.receipt)


@blueprint.route("/me/exports", methods=["POST"])
@requires(Permission.TAKE_DATA_ALONG)
@keyed
@blueprint.response(202, ExportStartedSchema)
@refuses(TooManyExports, SessionEnded)
def export_my_data() -> Response:
    """Have a copy of everything made that is kept about me; asks for a fresh proof."""
    return execute(service.export_my_data, None, reply=ExportStartedSchema(), status=202)


@blueprint.route("/me/exports")
@requires(Permission.READ_SELF)
@blueprint.response(200, CopiesSchema)
def list_my_exports() -> Any:
    """The copies that I asked for lately, newest first, and until when each can be fetched."""
    return {"items": service.copies_of(g.principal)}


@blueprint.route("/me/closing")
@requires(Permission.READ_SELF)
@blueprint.response(200, ClosingSchema)
def preview_closing() -> Any:
    """What closing my account would do, and what has to end first."""
    return closings.preview(g.principal)


@blueprint.route("/me/closing", methods=["DELETE"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, ClosingSchema)
@refuses(ClosingNotAsked)
def keep_my_account() -> Response:
    """Think better of it, while the closing waits."""
    return execute(service.keep_my_account, None, reply=ClosingSchema())


@blueprint.route("/me", methods=["DELETE"])
@requires(Permission.CLOSE_ACCOUNT)
@keyed
@blueprint.arguments(CloseAccountSchema)
@blueprint.response(200, ClosingAskedSchema)
@refuses(ClosingNotConfirmed, ClosingBlocked, ClosingAskedAlready, SessionEnded)
def close_my_account(wish: CloseAccount) -> Response:
    """Close my account; asks for a fresh proof. Points lapse, and what identifies me is destroyed."""
    return execute(service.close_my_account, wish, reply=ClosingAskedSchema())
