"""Anybody may look at a certificate and check one. Nothing here asks who it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import Response

from backend.certificates import paper, printing, queries
from backend.certificates.errors import CertificateAltered, CertificateNotFound
from backend.certificates.payloads import VerifyCertificate
from backend.certificates.qr import qr_svg
from backend.certificates.queries import Sheet
from backend.certificates.schemas import CertificateSchema, VerificationSchema, VerifyCertificateSchema
from backend.documents.errors import DocumentsBusy
from backend.http import downloads
from backend.http.auth import public
from backend.http.downloads import FileWish, FileWishSchema
from backend.http.openapi import Blueprint, refuses

ASK_AGAIN: Final = "public, no-cache"
"""Kept by anybody, but asked for again each time: it may have been revoked. The answer is mostly 304."""

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


@blueprint.route("/certificates/<string:number>.pdf")
@public
@blueprint.arguments(FileWishSchema, location="query")
@blueprint.response(200, content_type="application/pdf", description="A4, PDF/A-2a and PDF/UA-1")
@refuses(CertificateNotFound, CertificateAltered, DocumentsBusy, invalid_request=400)
def get_certificate_pdf(wish: FileWish, number: str) -> Response:
    """The certificate for the printer. Its SHA-256 can be checked for ever, by certificate-verifications."""
    return _printed(number, wish, "pdf", "application/pdf", printing.pdf)


@blueprint.route("/certificates/<string:number>.png")
@public
@blueprint.arguments(FileWishSchema, location="query")
@blueprint.response(200, content_type="image/png", description="1080 pixels wide, for a phone")
@refuses(CertificateNotFound, CertificateAltered, DocumentsBusy, invalid_request=400)
def get_certificate_poster(wish: FileWish, number: str) -> Response:
    """The certificate as a picture to show around."""
    return _printed(number, wish, "png", "image/png", printing.poster)


def _printed(number: str, wish: FileWish, ending: str, kind: str, make: Callable[[Sheet], bytes]) -> Response:
    downloads.speak(wish)
    sheet = queries.sheet(number)
    tag = printing.tag(sheet, ending)
    if downloads.is_known(tag):
        return downloads.tagged(downloads.unchanged(), tag, ASK_AGAIN)
    response = downloads.file(
        make(sheet), kind=kind, name=f"{paper.file_name(sheet.number)}.{ending}",
        plain_name=f"{sheet.number}.{ending}", wish=wish,
    )  # fmt: skip
    return downloads.tagged(response, tag, ASK_AGAIN)


@blueprint.route("/certificate-verifications", methods=["POST"])
@public
@blueprint.arguments(VerifyCertificateSchema)
@blueprint.response(200, VerificationSchema)
def verify_certificate(wish: VerifyCertificate) -> Any:
    """Is this genuine and in force? Takes a number, a page's address or the text of a QR code, or a PDF's digest.

    Keeps nothing.
    """
    return queries.verify_pdf(wish.pdf_sha256) if wish.pdf_sha256 else queries.verify(wish.text or "")
