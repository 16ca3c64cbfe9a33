"""What crosses the wire about one's own data."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load

from backend.http.fields import Identifier, Instant, Pattern, RequestSchema
from backend.privacy.payloads import CheckReceipt, CloseAccount, GiveConsent


class GiveConsentSchema(RequestSchema):
    purpose = Pattern(r"[a-z][a-z-]{2,39}", required=True, example="statistics",
                      metadata={"example": "statistics"})  # fmt: skip
    text_version = Pattern(r"[0-9A-Za-z.-]{1,20}", required=True, example="1.0", metadata={"example": "1.0"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> GiveConsent:
        return GiveConsent(**data)


class ConsentGivenSchema(Schema):
    consent_id = Identifier(required=True)
    text_version = fields.String(required=True)
    channel = fields.String(required=True, metadata={"description": "browser, app, or what else was signed in with"})
    given_at = Instant(required=True)
    withdrawn_at = Instant(required=True, allow_none=True)
    receipt = fields.String(
        required=True, metadata={"description": "compact JWS (EdDSA), to be checked with /.well-known/jwks.json"}
    )


class PurposeSchema(Schema):
    purpose = fields.String(required=True)
    text_version = fields.String(required=True, metadata={"description": "of the words now; send it with a consent"})
    title = fields.String(required=True)
    text = fields.String(required=True)
    without = fields.String(required=True, metadata={"description": "what happens without this consent"})
    recipient = fields.String(required=True, metadata={"description": "who gets it"})
    term = fields.String(required=True, metadata={"description": "until when"})
    shown = fields.List(fields.String(), required=True)
    withheld = fields.List(fields.String(), required=True, metadata={"description": "what is not given away"})
    is_given = fields.Boolean(required=True, metadata={"description": "to these very words, and not withdrawn"})
    history = fields.List(fields.Nested(ConsentGivenSchema), required=True)


class DutySchema(Schema):
    """Processed because the contract or a law needs it: there is nothing to consent to, and nothing to withdraw."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)


class ConsentsSchema(Schema):
    purposes = fields.List(fields.Nested(PurposeSchema), required=True)
    duties = fields.List(fields.Nested(DutySchema), required=True)


class CheckReceiptSchema(RequestSchema):
    receipt = Pattern(r"[A-Za-z0-9_-]{1,700}\.[A-Za-z0-9_-]{1,1200}\.[A-Za-z0-9_-]{1,140}", required=True,
                      example="eyJhbGciOiJFZERTQSJ9.eyJwdXJwb3NlIjoi4oCmIn0.c2lnbmF0dXJl",
                      metadata={"example": "eyJhbGciOiJFZERTQSJ9.eyJwdXJwb3NlIjoi4oCmIn0.c2lnbmF0dXJl"})  # fmt: skip

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> CheckReceipt:
        return CheckReceipt(**data)


class ReceiptFactsSchema(Schema):
    consent_id = Identifier(required=True)
    purpose = fields.String(required=True)
    text_version = fields.String(required=True)
    text_sha256 = fields.String(required=True)
    channel = fields.String(required=True)
    given_at = Instant(required=True)
    in_force = fields.Boolean(required=True)


class ReceiptCheckedSchema(Schema):
    genuine = fields.Boolean(required=True)
    facts = fields.Nested(ReceiptFactsSchema, required=True, allow_none=True)


class ExportStartedSchema(Schema):
    job_id = Identifier(required=True, metadata={"description": "ask GET /jobs/{job_id}; its result names the file"})


class CopyMadeSchema(Schema):
    file_id = Identifier(required=True)
    name = fields.String(required=True)
    size_bytes = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    kept_until = fields.Date(required=True, metadata={"description": "the last day on which it can be fetched"})
    is_kept = fields.Boolean(required=True)


class CopySchema(Schema):
    job_id = Identifier(required=True)
    state = fields.String(required=True, metadata={"enum": ["queued", "running", "done", "failed"]})
    recorded_at = Instant(required=True)
    file = fields.Nested(CopyMadeSchema, required=True, allow_none=True)


class CopiesSchema(Schema):
    items = fields.List(fields.Nested(CopySchema), required=True)


class CloseAccountSchema(RequestSchema):
    confirmation = Pattern(
        r"[0-9]{4}",
        required=True,
        example="0001",
        metadata={"example": "0001", "description": "the last four digits of one's own number"},
    )

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> CloseAccount:
        return CloseAccount(**data)


class ClosingAskedSchema(Schema):
    state = fields.String(required=True, metadata={"enum": ["waiting", "closed"]})
    closes_at = Instant(required=True)


class OpenThingSchema(Schema):
    kind = fields.String(required=True)
    id = Identifier(required=True)
    name = fields.String(required=True)
    page = fields.String(required=True)
    text = fields.String(required=True)


class EffectSchema(Schema):
    kind = fields.String(required=True)
    count = fields.Integer(required=True)
    text = fields.String(required=True)


class ClosingSchema(Schema):
    may_close = fields.Boolean(required=True)
    wait_days = fields.Integer(required=True, metadata={"description": "0: it is done at once, and cannot be undone"})
    closes_at = Instant(required=True, allow_none=True, metadata={"description": "when it waits already"})
    phone_masked = fields.String(required=True)
    must_end_first = fields.List(fields.Nested(OpenThingSchema), required=True)
    effects = fields.List(fields.Nested(EffectSchema), required=True)
