"""Anybody may look at a certificate and check one. Nothing here asks who it is."""

from __future__ import annotations

from typing import Any

from flask import Response

from backend.certificates import queries
from backend.certificates.errors import CertificateNotFound
from backend.certificates.payloads import VerifyCertificate
from backend.certificates.qr import qr_svg
from backend.certificates.schemas import CertificateSchema, VerificationSchema, VerifyCertificateSchema
from backend.http.auth import public
from backend.http.openapi import Blueprint, refuses

blueprint = Blueprint("certificates", __name__, description="Certificates that anybody can check")


@blueprint.route("/certificates/<string:number>")
@public
@blueprint.response(200, CertificateSchema)
@refuses(CertificateNotFound)
def get_certificate(number: str) -> Any:
    """What a certificate says, whether it is in force, and how its kilograms came about."""
    return queries.certificate(number)


@blueprint.route("/certificates/<string:number>/qr.svg")
@public
@blueprint.response(200, content_type="image/svg+xml", description="The code as SVG")
@refuses(CertificateNotFound)
def get_certificate_qr(number: str) -> Response:
    """The certificate's QR code: the address of its page and the signed facts."""
    response = Response(qr_svg(queries.code_of(number)), mimetype="image/svg+xml")
    # What was signed never changes; whether it is in force, the page says.
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@blueprint.route("/certificate-verifications", methods=["POST"])
@public
@blueprint.arguments(VerifyCertificateSchema)
@blueprint.response(200, VerificationSchema)
def verify_certificate(wish: VerifyCertificate) -> Any:
    """Is this genuine and in force? Takes a number, a page's address or the text of a QR code; keeps nothing."""
    return queries.verify(wish.text)
