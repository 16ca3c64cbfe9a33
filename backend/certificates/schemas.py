"""What crosses the wire about certificates."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, post_load, validates_schema

from backend.certificates.payloads import VerifyCertificate
from backend.http.fields import Instant, Pattern, RequestSchema, Text, fields, refuse
from backend.http.serials import SerialRangeSchema


class VintageSchema(Schema):
    from_ = fields.Integer(required=True, data_key="from", attribute="from")
    to = fields.Integer(required=True)


class CertificateProjectSchema(Schema):
    name = fields.String(required=True)
    place = fields.String(required=True)
    area_mu = fields.Integer(required=True)


class CertificateFactsSchema(Schema):
    quantity_kg = fields.Integer(required=True)
    batch_number = fields.String(required=True)
    project = fields.Nested(CertificateProjectSchema, required=True)
    vintage = fields.Nested(VintageSchema, required=True)
    serials = fields.List(fields.Nested(SerialRangeSchema), required=True)
    purpose = fields.String(required=True)
    purpose_text = fields.String(required=True)
    period = fields.String(required=True, allow_none=True)
    beneficiary_name = fields.String(
        required=True, allow_none=True, metadata={"description": "only what the holder chose to show"}
    )
    retired_at = Instant(required=True)
    basis = fields.String(required=True)


class SignatureSchema(Schema):
    alg = fields.String(required=True)
    kid = fields.String(required=True, metadata={"description": "key at /.well-known/jwks.json"})
    valid = fields.Boolean(required=True, metadata={"description": "checked for this very answer"})
    jws = fields.String(required=True)


class EventSchema(Schema):
    at = Instant(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)


class CertificateSchema(Schema):
    number = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": ["valid", "revoked", "superseded"]})
    issued_at = Instant(required=True)
    facts = fields.Nested(CertificateFactsSchema, required=True)
    signature = fields.Nested(SignatureSchema, required=True)
    qr_text = fields.String(required=True)
    url = fields.String(required=True)
    history = fields.List(fields.Nested(EventSchema), required=True)
    issuer = fields.String(required=True)
    demo = fields.Boolean(required=True)


class VerifyCertificateSchema(RequestSchema):
    text = Text(
        longest=4096,
        metadata={"description": "a number, the address of a certificate's page, or the text of its QR code",
                  "example": "MX-2026-000001-7"},
    )  # fmt: skip

    pdf_sha256 = Pattern(
        "[0-9a-f]{64}", code="not-a-sha256", example="9f86d081…0f00a08",
        metadata={"description": "SHA-256 of a PDF that was downloaded here, in lower-case hexadecimal",
                  "example": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
    )  # fmt: skip

    @validates_schema
    def _one_of_them(self, data: dict[str, Any], **_: Any) -> None:
        if len(data) != 1:
            raise refuse("exactly-one-of", choices="text, pdf_sha256")

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> VerifyCertificate:
        return VerifyCertificate(**data)


class VerificationSchema(Schema):
    valid = fields.Boolean(required=True)
    state = fields.String(
        required=True, metadata={"enum": ["valid", "revoked", "superseded", "unknown", "altered"]}
    )  # fmt: skip
    number = fields.String(required=True, allow_none=True)
    facts = fields.Nested(CertificateFactsSchema, required=True, allow_none=True)
    reason = fields.String(required=True)
