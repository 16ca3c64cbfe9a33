"""What crosses the wire about the programme itself."""

from __future__ import annotations

from marshmallow import Schema

from backend.http.fields import fields


class HelpSchema(Schema):
    phone = fields.String(
        required=True, allow_none=True, metadata={"description": "as the county writes it; null: none is set yet"}
    )
    hours = fields.String(required=True, allow_none=True)
    address = fields.String(required=True, allow_none=True)
    office = fields.String(required=True, allow_none=True, metadata={"description": "who leads the programme"})
    source = fields.String(required=True, allow_none=True)
    verified = fields.Boolean(required=True)
