"""What crosses the wire about files."""

from __future__ import annotations

from marshmallow import Schema, fields

from backend.files.models import FileState
from backend.files.payloads import BROUGHT, Purpose
from backend.http.fields import Choice, Identifier, Instant, RequestSchema


class UploadFieldsSchema(RequestSchema):
    """Beside the file itself."""

    purpose = Choice(*BROUGHT, required=True)


class FileSchema(Schema):
    file_id = Identifier(required=True)
    name = fields.String(required=True, allow_none=True, metadata={"description": "gone once the file is removed"})
    media_type = fields.String(required=True, metadata={"description": "by its content, whatever it was sent as"})
    size_bytes = fields.Integer(required=True)
    sha256 = fields.String(required=True, metadata={"description": "of what is kept; pictures are drawn again"})
    purpose = fields.String(required=True, metadata={"enum": [str(purpose) for purpose in Purpose]})
    state = fields.String(required=True, metadata={"enum": [str(state) for state in FileState]})
    recorded_at = Instant(required=True)
    removed_at = Instant(required=True, allow_none=True)
    abilities = fields.List(fields.String(metadata={"enum": ["download"]}), required=True)
