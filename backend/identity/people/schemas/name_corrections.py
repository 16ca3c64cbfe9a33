"""What crosses the wire about names that are corrected at the desk."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, post_load, validate

from backend.http.fields import Choice, Identifier, Instant, RequestSchema, Text, fields
from backend.http.paging import WindowSchema
from backend.identity.people.models import NameCorrectionState
from backend.identity.people.payloads import OpenNameCorrection, VerifyRealName
from backend.identity.people.resident_id import ResidentId
from backend.identity.people.schemas.real_names import ResidentIdField
from backend.identity.schemas.signing_in import Phone


class OpenNameCorrectionSchema(RequestSchema):
    phone = Phone(required=True, metadata={"description": "of the account", "example": "13800000001"})
    name = Text(longest=30, shortest=2, required=True, metadata={"example": "林晓溪"})
    resident_id = ResidentIdField(
        required=True, metadata={"description": "asked about and not kept", "example": "440524188001010014"}
    )
    reason = Text(longest=300, shortest=4, multiline=True, required=True,
                  metadata={"example": "本人持新身份证到窗口，派出所已改名"})  # fmt: skip
    evidence_file_ids = fields.List(
        Identifier(), required=True, validate=validate.Length(min=1, max=3),
        metadata={"description": "brought by this office as evidence"},
    )  # fmt: skip

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> OpenNameCorrection:
        found: ResidentId = data["resident_id"]
        return OpenNameCorrection(
            phone=data["phone"], confirm=VerifyRealName(data["name"], found.number, found.born_on),
            reason=data["reason"], evidence_file_ids=tuple(dict.fromkeys(data["evidence_file_ids"])),
        )  # fmt: skip


class RefuseNameCorrectionSchema(RequestSchema):
    reason = Text(longest=300, shortest=4, multiline=True, required=True, metadata={"example": "照片与本人不符"})


class NameCorrectionsWindowSchema(WindowSchema):
    state = Choice(*map(str, NameCorrectionState), load_default=None)


class NameCorrectionListedSchema(Schema):
    name_correction_id = Identifier(required=True)
    state = fields.String(required=True, metadata={"description": "open, approved, refused"})
    recorded_at = Instant(required=True)
    decided_at = Instant(required=True, allow_none=True)
    is_mine = fields.Boolean(required=True, metadata={"description": "opened by oneself"})
    abilities = fields.List(fields.String(), required=True)


class NameCorrectionSchema(NameCorrectionListedSchema):
    nickname = fields.String(required=True)
    phone_masked = fields.String(required=True)
    name_masked = fields.String(required=True, metadata={"description": "as it was when the case was opened"})
    number_tail = fields.String(required=True, metadata={"description": "of the resident number, as it was"})
    new_name_masked = fields.String(required=True, metadata={"description": "as the register has confirmed it"})
    new_number_tail = fields.String(required=True)
    reason = fields.String(required=True)
    refusal = fields.String(required=True, allow_none=True)
    evidence_file_ids = fields.List(Identifier(), required=True)
