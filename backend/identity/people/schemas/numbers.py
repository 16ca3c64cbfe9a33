"""What crosses the wire about other numbers, lost phones and who has looked."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, post_load, validate, validates_schema

from backend.http.fields import Choice, Identifier, Instant, Pattern, RequestSchema, Text, fields, refuse
from backend.http.paging import WindowSchema
from backend.identity.people.models import RecoveryState
from backend.identity.people.payloads import OpenRecovery, RequestPhoneChange
from backend.identity.people.resident_id import ResidentId
from backend.identity.people.schemas.real_names import ResidentIdField
from backend.identity.schemas.signing_in import Phone


class RequestPhoneChangeSchema(RequestSchema):
    challenge_id = Identifier(required=True, metadata={"description": "of a code sent to the new number"})
    code = Pattern(r"[0-9]{6}", code="not-six-digits", required=True, metadata={"example": "490712"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> RequestPhoneChange:
        return RequestPhoneChange(**data)


class PhoneChangeSchema(Schema):
    phone_change_id = Identifier(required=True)
    phone_masked = fields.String(required=True, metadata={"description": "the new number"})
    state = fields.String(required=True, metadata={"description": "waiting, done, cancelled, failed"})
    by_office = fields.Boolean(required=True)
    recorded_at = Instant(required=True)
    due_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)
    abilities = fields.List(fields.String(), required=True)


class AtTheDeskSchema(Schema):
    phone_masked = fields.String(required=True, metadata={"description": "the number that was asked for"})
    recorded_at = Instant(required=True)
    abilities = fields.List(fields.String(), required=True)


class PhoneChangesSchema(Schema):
    items = fields.List(fields.Nested(PhoneChangeSchema), required=True)
    at_the_desk = fields.Nested(
        AtTheDeskSchema, required=True, allow_none=True,
        metadata={"description": "the service desk was told that the phone is lost; another officer has not decided"},
    )  # fmt: skip


class DisclosureSchema(Schema):
    disclosure_id = Identifier(required=True)
    organisation = fields.String(required=True, allow_none=True)
    role = fields.String(required=True)
    kinds = fields.List(fields.String(), required=True)
    kind_names = fields.List(fields.String(), required=True)
    reason = fields.String(required=True)
    reason_name = fields.String(required=True)
    subject = fields.String(required=True, allow_none=True, metadata={"description": "number of the case"})
    recorded_at = Instant(required=True)


class OpenRecoverySchema(RequestSchema):
    """By ``resident_id`` or by ``phone``, the number that was lost: one of the two."""

    resident_id = ResidentIdField(load_default=None, allow_none=True, metadata={"example": "440524188001010014"})
    phone = Phone(load_default=None, allow_none=True, metadata={"example": None})
    new_phone = Phone(required=True, metadata={"example": "13800000012"})
    reason = Text(longest=300, shortest=4, multiline=True, required=True,
                  metadata={"example": "手机掉进渔塘溪，本人持身份证到窗口办理"})  # fmt: skip
    evidence_file_ids = fields.List(
        Identifier(), load_default=(), validate=validate.Length(max=3),
        metadata={"description": "brought by this office as evidence", "example": []},
    )  # fmt: skip

    @validates_schema
    def _one_of_two(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("resident_id") is None) == (data.get("phone") is None):
            raise refuse("one-of-two")

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> OpenRecovery:
        found: ResidentId | None = data.pop("resident_id")
        evidence = tuple(dict.fromkeys(data.pop("evidence_file_ids")))
        return OpenRecovery(number=found.number if found else None, evidence_file_ids=evidence, **data)


class RefuseRecoverySchema(RequestSchema):
    reason = Text(longest=300, shortest=4, multiline=True, required=True, metadata={"example": "照片与本人不符"})


class RecoveriesWindowSchema(WindowSchema):
    state = Choice(*map(str, RecoveryState), load_default=None)


class RecoveryListedSchema(Schema):
    recovery_id = Identifier(required=True)
    state = fields.String(required=True, metadata={"description": "open, approved, refused"})
    found_by = fields.String(required=True, metadata={"description": "resident-id, phone"})
    recorded_at = Instant(required=True)
    decided_at = Instant(required=True, allow_none=True)
    is_mine = fields.Boolean(required=True, metadata={"description": "opened by oneself"})
    abilities = fields.List(fields.String(), required=True)


class RecoverySchema(RecoveryListedSchema):
    nickname = fields.String(required=True)
    phone_masked = fields.String(required=True)
    new_phone_masked = fields.String(required=True)
    name_masked = fields.String(required=True, allow_none=True)
    number_tail = fields.String(required=True, allow_none=True, metadata={"description": "of the resident number"})
    reason = fields.String(required=True)
    refusal = fields.String(required=True, allow_none=True)
    objected = fields.Boolean(required=True, metadata={"description": "refused by the person it is about"})
    due_at = Instant(required=True, allow_none=True)
    change_state = fields.String(required=True, allow_none=True)
    evidence_file_ids = fields.List(Identifier(), required=True)
