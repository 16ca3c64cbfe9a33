"""What crosses the wire about notices."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, post_load

from backend.http.fields import Choice, Identifier, Instant, RequestSchema, YesNo, fields
from backend.kernel import i18n
from backend.notifications.payloads import ReadAllNotices, UpdateNoticeSettings
from backend.notifications.templates import Kind, kinds_with_sms


class NoticeSchema(Schema):
    notice_id = Identifier(required=True)
    kind = fields.String(required=True, metadata={"enum": [str(kind) for kind in Kind]})
    template = fields.String(required=True, metadata={"description": "which notice it is; stable"})
    title = fields.String(required=True)
    text = fields.String(required=True)
    link = fields.String(required=True, allow_none=True, metadata={"description": "a path of the app"})
    recorded_at = Instant(required=True)
    read_at = Instant(required=True, allow_none=True)


class NoticesSchema(Schema):
    items = fields.List(fields.Nested(NoticeSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    unread_count = fields.Integer(required=True)


class ReadNoticeSchema(RequestSchema):
    """Nothing to say beyond the wish."""


class ReadAllNoticesSchema(RequestSchema):
    until = Instant(load_default=None, allow_none=True,
                    metadata={"example": "2026-11-22T09:41:00+08:00",
                              "description": "the newest that was seen; later ones stay unread"})  # fmt: skip

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> ReadAllNotices:
        return ReadAllNotices(**data)


class NoticesReadSchema(Schema):
    read_count = fields.Integer(required=True)
    unread_count = fields.Integer(required=True)


class SmsChoiceSchema(Schema):
    kind = fields.String(required=True, metadata={"enum": [str(kind) for kind in kinds_with_sms()]})
    on = fields.Boolean(required=True)
    may_change = fields.Boolean(required=True)


class NoticeSettingsSchema(Schema):
    language = fields.String(required=True, metadata={"enum": list(i18n.LANGUAGES)})
    sms = fields.List(fields.Nested(SmsChoiceSchema), required=True)
    quiet_from = fields.String(required=True, metadata={"description": "HH:MM in Asia/Shanghai"})
    quiet_until = fields.String(required=True)


SmsSwitchesSchema = RequestSchema.from_dict({str(kind): YesNo() for kind in kinds_with_sms()}, name="SmsSwitches")


class UpdateNoticeSettingsSchema(RequestSchema):
    language = Choice(*i18n.LANGUAGES)
    sms = fields.Nested(SmsSwitchesSchema, metadata={"description": "whether each kind is sent as SMS too"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> UpdateNoticeSettings:
        return UpdateNoticeSettings(language=data.get("language"), sms=data.get("sms", {}))
