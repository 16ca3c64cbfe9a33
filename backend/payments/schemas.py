"""What crosses the wire about payments."""

from __future__ import annotations

from marshmallow import Schema

from backend.http.fields import Choice, Identifier, Instant, RequestSchema, fields


class StartPaymentSchema(RequestSchema):
    gateway = Choice("wechat", "alipay", required=True, metadata={"example": "wechat"})
    channel = Choice("native", "h5", "jsapi", required=True, metadata={"example": "native"})


class AttemptSchema(Schema):
    attempt_id = Identifier(required=True)
    payment_id = Identifier(required=True)
    gateway = fields.String(required=True)
    channel = fields.String(required=True)
    code_url = fields.String(required=True, allow_none=True, metadata={"description": "native: to be shown as a QR"})
    pay_url = fields.String(required=True, allow_none=True, metadata={"description": "h5: where to send the browser"})
    out_trade_no = fields.String(required=True, metadata={"description": "the payment's id without dashes"})
    expires_at = Instant(required=True)
    state = fields.String(required=True)


class RefundSchema(Schema):
    refund_id = Identifier(required=True)
    amount_fen = fields.Integer(required=True)
    state = fields.String(required=True)
    reason = fields.String(required=True)


class SubjectSchema(Schema):
    kind = fields.String(required=True)
    id = Identifier(required=True)


class PaymentSchema(Schema):
    payment_id = Identifier(required=True)
    state = fields.String(
        required=True, metadata={"enum": ["created", "paying", "paid", "refunding", "refunded", "closed", "late"]}
    )
    amount_fen = fields.Integer(required=True)
    currency = fields.String(required=True)
    gateway = fields.String(required=True, allow_none=True)
    out_trade_no = fields.String(required=True)
    gateway_transaction = fields.String(required=True, allow_none=True)
    paid_at = Instant(required=True, allow_none=True)
    expires_at = Instant(required=True)
    subject = fields.Nested(SubjectSchema, required=True)
    refunds = fields.List(fields.Nested(RefundSchema), required=True)
    last_attempt_failed = fields.Boolean(required=True)
    abilities = fields.List(fields.String(), required=True)


class AcknowledgedSchema(Schema):
    """What a gateway wants to hear."""

    code = fields.String(required=True)
    message = fields.String(required=True)
