"""What crosses the wire about quotes and orders."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, post_load

from backend.http.fields import Choice, Identifier, Instant, RequestSchema, Text, Whole, fields
from backend.http.serials import SerialRangeSchema
from backend.offsets.payloads import Beneficiary, PlaceOffsetOrder, QuoteOffset
from backend.points.schemas import AwardLineSchema

MOST_KG = 100_000
"""Far above any daily limit: a typing mistake is refused by its field, not by the shelf."""


class QuoteOffsetSchema(RequestSchema):
    quantity_kg = Whole(least=1, most=MOST_KG, load_default=None, metadata={"example": 230})
    footprint_id = Identifier(load_default=None, allow_none=True)
    offer_id = Identifier(load_default=None, allow_none=True)

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> QuoteOffset:
        return QuoteOffset(**data)


class QuotedLineSchema(Schema):
    offer_id = Identifier(required=True)
    batch_number = fields.String(required=True)
    project_name = fields.String(required=True)
    quantity_kg = fields.Integer(required=True)
    price_fen_per_t = fields.Integer(required=True)
    amount_fen = fields.Integer(required=True)


class QuotedFootprintSchema(Schema):
    footprint_id = Identifier(required=True)
    period = fields.String(required=True)
    emissions_g = fields.Integer(required=True)
    claimed_kg = fields.Integer(required=True)


class QuotedSchema(Schema):
    quote_id = Identifier(required=True)
    quantity_kg = fields.Integer(required=True)
    amount_fen = fields.Integer(required=True)
    price_fen_per_t = fields.Integer(required=True)
    currency = fields.String(required=True)
    lines = fields.List(fields.Nested(QuotedLineSchema), required=True)
    points_estimate = fields.Integer(required=True)
    points_lines = fields.List(fields.Nested(AwardLineSchema), required=True)
    expires_at = Instant(required=True)
    footprint = fields.Nested(QuotedFootprintSchema, required=True, allow_none=True)
    daily_left_kg = fields.Integer(required=True, metadata={"description": "what today's limit leaves"})


class BeneficiaryWishSchema(RequestSchema):
    kind = Choice("nickname", "real-name", "none", "organisation", required=True, metadata={"example": "nickname"})
    text = Text(longest=40, load_default=None, allow_none=True)

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> Beneficiary:
        return Beneficiary(**data)


class PlaceOffsetOrderSchema(RequestSchema):
    quote_id = Identifier(required=True)
    purpose = Choice("footprint", "voluntary", "duty", "event", "programme", required=True,
                     metadata={"example": "footprint"})  # fmt: skip
    beneficiary = fields.Nested(BeneficiaryWishSchema, required=True)
    footprint_id = Identifier(load_default=None, allow_none=True)

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> PlaceOffsetOrder:
        return PlaceOffsetOrder(**data)


class NothingSchema(RequestSchema):
    """An empty object."""


class ShownBeneficiarySchema(Schema):
    kind = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)


class OrderedFootprintSchema(Schema):
    footprint_id = Identifier(required=True)
    period = fields.String(required=True)


class OrderedProjectSchema(Schema):
    name = fields.String(required=True)
    place = fields.String(required=True)


class OrderPaymentSchema(Schema):
    payment_id = Identifier(required=True)
    state = fields.String(required=True)
    amount_fen = fields.Integer(required=True)
    gateway = fields.String(required=True, allow_none=True)
    paid_at = Instant(required=True, allow_none=True)


class OrderRetirementSchema(Schema):
    retirement_id = Identifier(required=True)
    quantity_kg = fields.Integer(required=True)
    serials = fields.List(fields.Nested(SerialRangeSchema), required=True)
    retired_at = Instant(required=True)


class OrderCertificateSchema(Schema):
    number = fields.String(required=True)
    path = fields.String(required=True)


class OrderPointsSchema(Schema):
    awarded = fields.Integer(required=True)
    entry_id = Identifier(required=True, allow_none=True)
    reasons = fields.List(fields.Nested(AwardLineSchema), required=True)


class OrderSchema(Schema):
    order_id = Identifier(required=True)
    number = fields.String(required=True)
    state = fields.String(
        required=True, metadata={"enum": ["placed", "paid", "retired", "expired", "cancelled", "refunded"]}
    )
    purpose = fields.String(required=True)
    purpose_text = fields.String(required=True)
    beneficiary = fields.Nested(ShownBeneficiarySchema, required=True)
    quantity_kg = fields.Integer(required=True)
    amount_fen = fields.Integer(required=True)
    price_fen_per_t = fields.Integer(required=True)
    placed_at = Instant(required=True)
    expires_at = Instant(required=True)
    footprint = fields.Nested(OrderedFootprintSchema, required=True, allow_none=True)
    project = fields.Nested(OrderedProjectSchema, required=True)
    batch_number = fields.String(required=True)
    payment = fields.Nested(OrderPaymentSchema, required=True)
    retirement = fields.Nested(OrderRetirementSchema, required=True, allow_none=True)
    certificate = fields.Nested(OrderCertificateSchema, required=True, allow_none=True)
    points = fields.Nested(OrderPointsSchema, required=True, allow_none=True)
    abilities = fields.List(fields.String(), required=True)


class ReceiptRefundSchema(Schema):
    amount_fen = fields.Integer(required=True)
    state = fields.String(required=True)
    settled_at = Instant(required=True, allow_none=True)


class PaymentReceiptSchema(Schema):
    receipt_no = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": ["paid", "refunded"]})
    payer_masked = fields.String(required=True)
    amount_fen = fields.Integer(required=True)
    amount_in_capitals = fields.String(required=True, metadata={"example": "人民币贰拾叁元整"})
    currency = fields.String(required=True)
    ordered_at = Instant(required=True)
    paid_at = Instant(required=True)
    gateway = fields.String(required=True)
    gateway_transaction = fields.String(required=True)
    item = fields.String(required=True)
    seller = fields.String(required=True)
    order_number = fields.String(required=True)
    certificate_number = fields.String(required=True, allow_none=True)
    refunds = fields.List(fields.Nested(ReceiptRefundSchema), required=True)
