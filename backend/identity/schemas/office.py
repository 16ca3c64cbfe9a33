"""What crosses the wire between offices and the service."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, post_load, validates_schema

from backend.http.fields import Choice, Identifier, Instant, RequestSchema, Text, YesNo, fields, refuse
from backend.http.paging import Window, WindowSchema, page_schema
from backend.identity.models import OrganisationKind
from backend.identity.payloads import Announce
from backend.identity.schemas.organisations import OrganisationSchema

OrganisationsSchema = page_schema(OrganisationSchema, "Organisations")


class OrganisationsWindowSchema(WindowSchema):
    kind = Choice(*map(str, OrganisationKind), load_default=None)
    text = Text(longest=40, load_default=None, metadata={"example": "茶"})

    @post_load
    def _window(self, data: dict[str, Any], **_: Any) -> tuple[Window, dict[str, Any]]:
        return Window(data.pop("limit"), data.pop("cursor")), data


class WaitingSchema(Schema):
    kind = fields.String(required=True)
    count = fields.Integer(required=True)
    due = fields.Integer(required=True, metadata={"description": "of them due today or overdue"})
    page = fields.String(required=True)


class OfficeHomeSchema(Schema):
    role = fields.String(required=True)
    waiting = fields.List(fields.Nested(WaitingSchema), required=True)


class GrantedRoleSchema(Schema):
    role = fields.String(required=True)
    needs_second_factor = fields.Boolean(required=True)


class GrantSchema(Schema):
    permission = fields.String(required=True)
    name = fields.String(required=True)
    is_privileged = fields.Boolean(required=True, metadata={"description": "asks for a proof of the last minutes"})
    roles = fields.List(fields.String(), required=True)


class GrantsSchema(Schema):
    roles = fields.List(fields.Nested(GrantedRoleSchema), required=True)
    permissions = fields.List(fields.Nested(GrantSchema), required=True)


class AnnouncementSchema(Schema):
    announcement_id = Identifier(required=True)
    text = fields.String(required=True)
    is_urgent = fields.Boolean(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class AnnouncementsSchema(Schema):
    items = fields.List(fields.Nested(AnnouncementSchema), required=True)


class AnnounceSchema(RequestSchema):
    text_zh = Text(longest=200, required=True, metadata={"example": "12月1日 22:00 起系统维护半小时，付款码照常能用。"})
    text_en = Text(longest=300, required=True, metadata={"example": "Maintenance on 1 December, 22:00, half an hour."})
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    is_urgent = YesNo(load_default=False)

    @validates_schema
    def _forward(self, data: dict[str, Any], **_: Any) -> None:
        if data["starts_at"] >= data["ends_at"]:
            raise refuse("ends-before-it-starts")

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> Announce:
        return Announce(**data)
