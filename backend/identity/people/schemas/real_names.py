"""What crosses the wire about real names and guardians."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, post_load

from backend.http.fields import Identifier, Instant, Pattern, RequestSchema, Text, fields, refuse
from backend.identity.people.payloads import AcceptGuardianship, NameGuardian, VerifyRealName
from backend.identity.people.resident_id import NotAResidentId, ResidentId, read
from backend.identity.schemas.signing_in import Phone
from backend.kernel import clock


class ResidentIdField(fields.String):
    """公民身份号码, its day and check character verified. Kept by nobody."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> ResidentId:  # type: ignore[override]
        try:
            return read(value, today=clock.business_date(clock.wall_time()))
        except (NotAResidentId, TypeError, AttributeError) as error:
            raise refuse("not-a-resident-id") from error


class VerifyRealNameSchema(RequestSchema):
    name = Text(longest=30, shortest=2, required=True, metadata={"example": "林小溪"})
    resident_id = ResidentIdField(required=True, metadata={"example": "440524188001010014"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> VerifyRealName:
        found: ResidentId = data["resident_id"]
        return VerifyRealName(data["name"], found.number, found.born_on)


class RealNameSchema(Schema):
    state = fields.String(required=True, metadata={"description": "none, checked"})
    name_masked = fields.String(required=True, allow_none=True)
    number_tail = fields.String(required=True, allow_none=True, metadata={"description": "last four characters"})
    checked_at = Instant(required=True, allow_none=True)
    age_group = fields.String(required=True, metadata={"description": "adult (or not checked), minor, child"})
    tries_left = fields.Integer(required=True, metadata={"description": "today"})


class ConsentTextSchema(Schema):
    version = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)


class GuardianshipSchema(Schema):
    guardianship_id = Identifier(required=True)
    nickname = fields.String(required=True, allow_none=True, metadata={"description": "of the other side"})
    phone_masked = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, metadata={"description": "asked, accepted"})
    recorded_at = Instant(required=True)
    expires_at = Instant(required=True)
    accepted_at = Instant(required=True, allow_none=True)
    consent_version = fields.String(required=True, allow_none=True)


class GuardiansSchema(Schema):
    age_group = fields.String(required=True, metadata={"description": "adult (or not checked), minor, child"})
    guardian = fields.Nested(GuardianshipSchema, required=True, allow_none=True)
    wards = fields.List(fields.Nested(GuardianshipSchema), required=True)
    asked = fields.List(fields.Nested(GuardianshipSchema), required=True,
                        metadata={"description": "who asks one to be their guardian"})  # fmt: skip
    consent = fields.Nested(ConsentTextSchema, required=True)


class NameGuardianSchema(RequestSchema):
    phone = Phone(required=True, metadata={"example": "13800000012"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> NameGuardian:
        return NameGuardian(**data)


class AcceptGuardianshipSchema(RequestSchema):
    consent_version = Pattern(r"[0-9A-Za-z.-]{1,20}", required=True, metadata={"example": "1.0"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> AcceptGuardianship:
        from backend.identity.schemas.organisations import NOBODY

        return AcceptGuardianship(NOBODY, **data)
