"""What crosses the wire about rewards, pay codes and redemptions."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, ValidationError, post_load

from backend.http.fields import (
    Choice,
    Day,
    Fault,
    Identifier,
    Instant,
    Pattern,
    RequestSchema,
    Text,
    Whole,
    fields,
    refuse,
)
from backend.http.paging import WindowSchema, page_schema
from backend.rewards import codes
from backend.rewards.models import CATEGORIES, LIMIT_SPANS, PICTURES
from backend.rewards.payloads import InspectPayCode, IssuePayCode, RedeemPayCode

MOST_POINTS: Final = 1_000_000
OUT_TRADE_NO: Final = r"[0-9A-Za-z_-]{1,64}"


class PayCodeText(fields.String):
    """The text of the QR, or the twelve digits, with or without spaces between groups."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        try:
            return codes.normalised(value)
        except (codes.NotAPayCode, AttributeError) as error:
            raise refuse("not-a-pay-code") from error


class RewardsWindowSchema(WindowSchema):
    category = Choice(*CATEGORIES, load_default=None)
    merchant = Identifier(load_default=None, metadata={"description": "what this merchant gives"})


class MerchantSchema(Schema):
    party_id = Identifier(required=True)
    name = fields.String(required=True)
    place = fields.String(required=True)


class LimitSchema(Schema):
    count = fields.Integer(required=True)
    span = fields.String(required=True, metadata={"enum": list(LIMIT_SPANS)})


class RewardSchema(Schema):
    reward_id = Identifier(required=True)
    title = fields.String(required=True)
    description = fields.String(required=True)
    category = fields.String(required=True, metadata={"enum": list(CATEGORIES)})
    points = fields.Integer(required=True)
    worth_fen = fields.Integer(required=True, metadata={"description": "what the merchant is paid for it"})
    picture = fields.String(required=True, metadata={"enum": list(PICTURES)})
    stock = fields.Integer(required=True, allow_none=True, metadata={"description": "null: not limited"})
    limit = fields.Nested(LimitSchema, required=True, allow_none=True,
                          metadata={"description": "how many one person gets; null: not limited"})  # fmt: skip
    state = fields.String(required=True, metadata={"enum": ["available", "out-of-stock", "closed"]})
    merchant = fields.Nested(MerchantSchema, required=True)
    funder = fields.String(required=True, metadata={"description": "whose money it is"})
    terms = fields.String(required=True)


class RewardLimitLeftSchema(LimitSchema):
    reward_id = Identifier(required=True)
    left = fields.Integer(required=True, metadata={"description": "how many more this person gets"})
    next_on = fields.Date(required=True, allow_none=True, metadata={"description": "when the count begins anew"})


class RewardLimitsSchema(Schema):
    items = fields.List(fields.Nested(RewardLimitLeftSchema), required=True)


class IssuePayCodeSchema(RequestSchema):
    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> IssuePayCode:
        return IssuePayCode()


class PayCodeSchema(Schema):
    code = fields.String(required=True, metadata={"description": "the text of the QR"})
    digits = fields.String(required=True, metadata={"description": "twelve digits to read out instead"})
    expires_at = Instant(required=True)
    expires_in_s = fields.Integer(required=True)


class InspectPayCodeSchema(RequestSchema):
    code = PayCodeText(required=True, metadata={"example": "4821 7706 3954"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> InspectPayCode:
        return InspectPayCode(**data)


class CustomerSchema(Schema):
    name_masked = fields.String(required=True)
    phone_tail = fields.String(required=True)


class PayCodeInspectionSchema(Schema):
    valid = fields.Boolean(required=True)
    customer = fields.Nested(CustomerSchema, required=True)
    expires_at = Instant(required=True)
    expires_in_s = fields.Integer(required=True)


class RedeemPayCodeSchema(RequestSchema):
    """Exactly one of ``points`` and ``reward_id``."""

    code = PayCodeText(required=True, metadata={"example": "482177063954"})
    points = Whole(least=1, most=MOST_POINTS, metadata={"example": 200})
    reward_id = Identifier()
    out_trade_no = Pattern(OUT_TRADE_NO, required=True, example="LC-1122-0028",
                           metadata={"example": "LC-1122-0028", "description": "the till's own number"})  # fmt: skip

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> RedeemPayCode:
        if ("points" in data) == ("reward_id" in data):
            raise ValidationError({"points": [Fault("exactly-one-of", names="points, reward_id")]})
        return RedeemPayCode(**data)


class ReverseRedemptionSchema(RequestSchema):
    reason = Text(longest=200, load_default=None, allow_none=True)


class HandOverSchema(Schema):
    title = fields.String(required=True)
    text = fields.String(required=True)


class RewardTitleSchema(Schema):
    reward_id = Identifier(required=True)
    title = fields.String(required=True)


class RedemptionSchema(Schema):
    redemption_id = Identifier(required=True)
    out_trade_no = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": ["done", "reversed"]})
    points = fields.Integer(required=True)
    hand_over = fields.Nested(HandOverSchema, required=True)
    reward = fields.Nested(RewardTitleSchema, required=True, allow_none=True)
    customer = fields.Nested(CustomerSchema, required=True)
    payable_fen = fields.Integer(required=True, metadata={"description": "what the merchant is paid for it"})
    redeemed_at = Instant(required=True)
    reversible_until = Instant(required=True)
    reversed_at = Instant(required=True, allow_none=True)
    abilities = fields.List(fields.String(), required=True)


class RedemptionsWindowSchema(WindowSchema):
    out_trade_no = Pattern(OUT_TRADE_NO, example="LC-1122-0028", load_default=None)
    business_date = Day(load_default=None)


class RedemptionSummarySchema(Schema):
    business_date = fields.Date(required=True)
    count = fields.Integer(required=True, metadata={"description": "redeemed on that day and not reversed"})
    points = fields.Integer(required=True)
    payable_fen = fields.Integer(required=True)
    reversed_count = fields.Integer(required=True)


class MyRedemptionSchema(Schema):
    redemption_id = Identifier(required=True)
    state = fields.String(required=True, metadata={"enum": ["done", "reversed"]})
    points = fields.Integer(required=True)
    title = fields.String(required=True)
    reward = fields.Nested(RewardTitleSchema, required=True, allow_none=True)
    merchant = fields.Nested(MerchantSchema, required=True)
    redeemed_at = Instant(required=True)
    reversed_at = Instant(required=True, allow_none=True)
    entry_id = Identifier(required=True, metadata={"description": "for the explanation of the points"})


RewardsSchema = page_schema(RewardSchema, "Rewards")
RedemptionsSchema = page_schema(RedemptionSchema, "Redemptions")
MyRedemptionsSchema = page_schema(MyRedemptionSchema, "MyRedemptions")
