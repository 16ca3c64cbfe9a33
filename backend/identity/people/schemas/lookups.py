"""What crosses the wire when an office looks somebody up."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, post_load

from backend.http.fields import Choice, Identifier, Instant, Pattern, RequestSchema, fields
from backend.identity.people.payloads import LookUpPerson
from backend.identity.schemas.signing_in import Phone

REASONS: Final = ("asks-for-help", "complaint", "account-safety")


class LookUpPersonSchema(RequestSchema):
    phone = Phone(required=True, metadata={"example": "13800000001"})
    reason = Choice(
        *REASONS, required=True, metadata={"description": "the person reads it", "example": "asks-for-help"}
    )
    case_number = Pattern(
        r"[0-9A-Za-z-]{4,40}", load_default=None, allow_none=True,
        metadata={"description": "of the case, where there is one; the person reads it", "example": None},
    )  # fmt: skip

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> LookUpPerson:
        return LookUpPerson(**data)


class HeldPositionSchema(Schema):
    party_id = Identifier(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)


class SafetySchema(Schema):
    second_factor = fields.Boolean(required=True)
    devices = fields.Integer(required=True, metadata={"description": "signed in now"})
    last_seen_at = Instant(required=True, allow_none=True)


class PersonShownSchema(Schema):
    nickname = fields.String(required=True)
    phone_masked = fields.String(required=True)
    recorded_at = Instant(required=True)
    is_real_name_checked = fields.Boolean(required=True)
    name_masked = fields.String(required=True, allow_none=True, metadata={"description": "for the service desk"})
    number_tail = fields.String(required=True, allow_none=True, metadata={"description": "for the service desk"})
    positions = fields.List(fields.Nested(HeldPositionSchema), required=True)
    under_way = fields.List(fields.String(), required=True, metadata={"description": "phone-change, recovery"})
    safety = fields.Nested(SafetySchema, required=True, allow_none=True,
                           metadata={"description": "for the security officer"})  # fmt: skip


class PersonLookedUpSchema(Schema):
    person = fields.Nested(PersonShownSchema, required=True, allow_none=True,
                           metadata={"description": "null: nobody has this number"})  # fmt: skip
