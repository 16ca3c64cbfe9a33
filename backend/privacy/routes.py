"""One's own data: what one consents to."""

from __future__ import annotations

from typing import Any

from flask import Response, g

from backend.http.auth import public, requires
from backend.http.command import execute
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.privacy import queries, service
from backend.privacy.errors import ConsentTextOutdated, PurposeUnknown
from backend.privacy.payloads import CheckReceipt, GiveConsent
from backend.privacy.schemas import (
    CheckReceiptSchema,
    ConsentGivenSchema,
    ConsentsSchema,
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
