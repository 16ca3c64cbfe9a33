"""What crosses the wire about one's own account."""

from __future__ import annotations

from marshmallow import Schema

from backend.http.fields import Identifier, Instant, fields


class DeviceSchema(Schema):
    device_id = Identifier(required=True)
    name = fields.String(required=True, allow_none=True)
    client = fields.String(required=True, metadata={"description": "browser or app"})
    started_at = Instant(required=True)
    seen_at = Instant(required=True, metadata={"description": "last in use, to within ten minutes"})
    is_this = fields.Boolean(required=True)
    has_second_factor = fields.Boolean(required=True)


class DevicesSchema(Schema):
    items = fields.List(fields.Nested(DeviceSchema), required=True)
