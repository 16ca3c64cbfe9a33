"""What crosses the wire about organisations and their people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, post_load

from backend.http.fields import Choice, Identifier, Instant, RequestSchema, Text, fields, refuse
from backend.identity.models import OrganisationKind
from backend.identity.payloads import HandOver, InviteMember, RegisterOrganisation, RenameOrganisation
from backend.identity.schemas.signing_in import Phone, RoleField
from backend.identity.unified_code import is_unified_code
from backend.kernel.principal import Role

NOBODY = UUID(int=0)
"""Stands for what the path names; the view puts it in."""


class DoneSchema(Schema):
    """Done; there is nothing to tell."""


class UnifiedCode(fields.String):
    """统一社会信用代码, its check character verified."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        if not isinstance(value, str) or not is_unified_code(value):
            raise refuse("not-a-unified-code")
        return value


class OrganisationSchema(Schema):
    organisation_id = Identifier(required=True)
    code = fields.String(required=True)
    kind = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    place_zh = fields.String(required=True)
    place_en = fields.String(required=True)
    unified_code = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    recorded_at = Instant(required=True)
    roles = fields.List(fields.String(), required=True, metadata={"description": "positions that it has"})
    members = fields.Integer(required=True)
    abilities = fields.List(fields.String(), required=True)


class RegisterOrganisationSchema(RequestSchema):
    kind = Choice(*map(str, OrganisationKind), required=True)
    name_zh = Text(longest=80, required=True, metadata={"example": "明溪县清新茶业有限公司"})
    name_en = Text(longest=120, required=True, metadata={"example": "Mingxi Qingxin Tea"})
    place_zh = Text(longest=40, required=True, metadata={"example": "雪峰镇"})
    place_en = Text(longest=60, required=True, metadata={"example": "Xuefeng Town"})
    unified_code = UnifiedCode(load_default=None, allow_none=True, metadata={"example": "91350421MA20000011"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> RegisterOrganisation:
        return RegisterOrganisation(code="", **data)


class RenameOrganisationSchema(RequestSchema):
    name_zh = Text(longest=80, metadata={"example": "明溪县清新茶业有限公司"})
    name_en = Text(longest=120, metadata={"example": "Mingxi Qingxin Tea"})
    place_zh = Text(longest=40, metadata={"example": "雪峰镇"})
    place_en = Text(longest=60, metadata={"example": "Xuefeng Town"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> RenameOrganisation:
        return RenameOrganisation(NOBODY, **data)


class MemberViewSchema(Schema):
    membership_id = Identifier(required=True)
    nickname = fields.String(required=True)
    phone_masked = fields.String(required=True)
    role = fields.String(required=True)
    since = Instant(required=True)
    is_me = fields.Boolean(required=True)
    abilities = fields.List(fields.String(), required=True)


class InvitationSchema(Schema):
    invitation_id = Identifier(required=True)
    organisation_id = Identifier(required=True)
    organisation = fields.String(required=True)
    kind = fields.String(required=True)
    role = fields.String(required=True)
    phone_masked = fields.String(required=True)
    recorded_at = Instant(required=True)
    expires_at = Instant(required=True)
    answer = fields.String(required=True, allow_none=True)


class InvitationsSchema(Schema):
    items = fields.List(fields.Nested(InvitationSchema), required=True)


class MembersSchema(Schema):
    items = fields.List(fields.Nested(MemberViewSchema), required=True)
    invitations = fields.List(fields.Nested(InvitationSchema), required=True)


class InviteMemberSchema(RequestSchema):
    phone = Phone(required=True, metadata={"example": "13800000012"})
    role = RoleField(required=True, metadata={"example": str(Role.MERCHANT_CLERK)})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> InviteMember:
        return InviteMember(NOBODY, **data)


class HandManagementOverSchema(RequestSchema):
    membership_id = Identifier(required=True)

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> HandOver:
        return HandOver(NOBODY, **data)
