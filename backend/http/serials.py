"""Ranges of serials on the wire, with the text form of both ends."""

from __future__ import annotations

from marshmallow import Schema, fields

from backend.kernel.serials import serial_text


class SerialRangeSchema(Schema):
    first = fields.Integer(required=True)
    last = fields.Integer(required=True)
    first_text = fields.Function(lambda serials: serial_text(serials.first), required=True,
                                 metadata={"type": "string", "example": "MX00000027384156"})  # fmt: skip
    last_text = fields.Function(lambda serials: serial_text(serials.last), required=True, metadata={"type": "string"})
