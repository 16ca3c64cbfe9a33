"""What crosses the wire about households."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, post_load

from backend.http.fields import Identifier, Instant, RequestSchema, Text, fields
from backend.identity.people.payloads import CreateHousehold, InviteToHousehold
from backend.identity.schemas.signing_in import Phone


class HouseholdMemberSchema(Schema):
    household_member_id = Identifier(required=True)
    nickname = fields.String(required=True)
    is_head = fields.Boolean(required=True)
    is_me = fields.Boolean(required=True)
    joined_at = Instant(required=True)


class HouseholdInvitationSchema(Schema):
    household_invitation_id = Identifier(required=True)
    household = fields.String(required=True)
    invited_by = fields.String(required=True, metadata={"description": "nickname of the head"})
    phone_masked = fields.String(required=True, allow_none=True, metadata={"description": "for the head alone"})
    recorded_at = Instant(required=True)
    expires_at = Instant(required=True)
    answer = fields.String(required=True, allow_none=True)


class HouseholdSchema(Schema):
    household_id = Identifier(required=True)
    name = fields.String(required=True)
    members = fields.List(fields.Nested(HouseholdMemberSchema), required=True)
    invitations = fields.List(fields.Nested(HouseholdInvitationSchema), required=True)
    abilities = fields.List(fields.String(), required=True)


class MyHouseholdSchema(Schema):
    household = fields.Nested(HouseholdSchema, required=True, allow_none=True)
    invitations = fields.List(fields.Nested(HouseholdInvitationSchema), required=True)


class CreateHouseholdSchema(RequestSchema):
    name = Text(longest=20, required=True, metadata={"example": "溪边老林家"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> CreateHousehold:
        return CreateHousehold(**data)


class InviteToHouseholdSchema(RequestSchema):
    phone = Phone(required=True, metadata={"example": "13800000012"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> InviteToHousehold:
        return InviteToHousehold(**data)


class HandHouseholdOverSchema(RequestSchema):
    household_member_id = Identifier(required=True)
