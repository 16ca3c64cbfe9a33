"""What crosses the wire about webhooks."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, post_load

from backend.http.fields import Choice, Identifier, Instant, Pattern, RequestSchema, fields
from backend.http.paging import WindowSchema, page_schema
from backend.notifications.webhooks.destinations import LONGEST
from backend.notifications.webhooks.kinds import ASKED_FOR, EventKind
from backend.notifications.webhooks.models import DeliveryState, EndpointState


class AddEndpointSchema(RequestSchema):
    url = Pattern(rf"[\x21-\x7e]{{1,{LONGEST}}}", required=True, example="https://till.example.com/tanhui",
                  metadata={"example": "https://hooks.mingxi-leicha.cn/tanhui"})  # fmt: skip
    kinds = fields.List(Choice(*ASKED_FOR), required=True, metadata={"example": ["redemption.done"]})


class EndpointChangeSchema(RequestSchema):
    """Nothing to say beyond the address."""


class ReplayPeriodSchema(RequestSchema):
    since = Instant(required=True, metadata={"example": "2026-11-22T00:00:00+08:00"})
    until = Instant(required=True, metadata={"example": "2026-11-23T00:00:00+08:00"})

    @post_load
    def _period(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return data


class EndpointKeySchema(Schema):
    kid = fields.String(required=True)
    public_key = fields.String(required=True, metadata={"description": "whpk_ and base64, as Standard Webhooks has it"})
    retires_at = Instant(required=True, allow_none=True)


class EndpointSchema(Schema):
    endpoint_id = Identifier(required=True)
    url = fields.String(required=True)
    kinds = fields.List(fields.String(metadata={"enum": list(EventKind)}), required=True)
    state = fields.String(required=True, metadata={"enum": list(EndpointState)})
    failing_since = Instant(required=True, allow_none=True)
    last_answer = fields.String(required=True, allow_none=True, metadata={"description": "to the newest message"})
    state_changed_at = Instant(required=True)
    pending = fields.Integer(required=True, metadata={"description": "messages on their way"})
    dead = fields.Integer(required=True, metadata={"description": "messages given up, to be replayed"})
    recorded_at = Instant(required=True)
    keys = fields.List(fields.Nested(EndpointKeySchema), required=True)
    abilities = fields.List(fields.String(), required=True)


class EndpointsSchema(Schema):
    items = fields.List(fields.Nested(EndpointSchema), required=True)


class DeliverySchema(Schema):
    delivery_id = Identifier(required=True)
    webhook_id = fields.String(required=True, metadata={"description": "the same at every try and in every replay"})
    kind = fields.String(required=True, metadata={"enum": list(EventKind)})
    sequence = fields.Integer(required=True)
    state = fields.String(required=True, metadata={"enum": list(DeliveryState)})
    body = fields.String(required=True, metadata={"description": "what is signed and sent, byte for byte"})
    attempts = fields.Integer(required=True)
    last_answer = fields.String(required=True, allow_none=True)
    recorded_at = Instant(required=True)
    due_at = Instant(required=True, allow_none=True)
    delivered_at = Instant(required=True, allow_none=True)
    abilities = fields.List(fields.String(), required=True)


class DeliveriesWindowSchema(WindowSchema):
    state = Choice(*DeliveryState, load_default=None)


class ReplayedSchema(Schema):
    count = fields.Integer(required=True)


DeliveriesSchema = page_schema(DeliverySchema, "WebhookDeliveries")
