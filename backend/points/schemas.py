"""What crosses the wire about points and rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, post_load

from backend.http.fields import Choice, Day, Identifier, Instant, Pattern, Quantity, RequestSchema, fields, refuse
from backend.http.paging import WindowSchema
from backend.http.serials import SerialRangeSchema
from backend.points.payloads import SimulateAward
from backend.points.queries import DIRECTIONS
from points_engine import TIERS
from points_engine.vocabulary import PURPOSES

MOST_MEASURES = 8


class Measures(fields.Dict):
    """Decimal strings by the name of what was measured."""

    def __init__(self, **more: Any) -> None:
        self.amount = Quantity(most="1000000000")
        super().__init__(keys=fields.String(), values=self.amount, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> dict[Any, Any]:
        if not isinstance(value, dict):
            raise refuse("not-an-object")
        if not 1 <= len(value) <= MOST_MEASURES:
            raise refuse("wrong-length", shortest=1, longest=MOST_MEASURES)
        found: dict[str, Decimal | None] = {}
        faults: dict[str | int, Any] = {}
        for name, number in value.items():
            try:
                found[name] = self.amount.deserialize(number)
            except ValidationError as error:
                faults[name] = error.messages
        if faults:
            raise ValidationError(faults)
        return found


KIND = r"[a-z][a-z0-9-]{0,29}(\.[a-z][a-z0-9-]{0,29}){1,3}"


class SimulateAwardSchema(RequestSchema):
    kind = Pattern(KIND, example="mobility.walk", required=True, metadata={"example": "mobility.walk"})
    measures = Measures(required=True, metadata={"example": {"steps": "7250"}})
    occurred_at = Instant(load_default=None, allow_none=True)
    purpose = Choice(*PURPOSES, load_default=None, allow_none=True)
    tier = Choice(
        *TIERS, load_default=None, allow_none=True,
        metadata={"description": "default: the citizen's own word where a rule takes it, else verified"},
    )  # fmt: skip

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> SimulateAward:
        return SimulateAward(**data)


class AwardLineSchema(Schema):
    rule = fields.String(required=True)
    rule_version = fields.Integer(required=True)
    points = fields.Integer(required=True)
    reason = fields.String(required=True)
    text = fields.String(required=True)
    facts = fields.Dict(keys=fields.String(), required=True)


class SimulatedSchema(Schema):
    points = fields.Integer(required=True)
    reduction_g = fields.Integer(required=True, allow_none=True)
    lines = fields.List(fields.Nested(AwardLineSchema), required=True)


class ExpiringSchema(Schema):
    business_date = Day(required=True, metadata={"description": "the last day on which they can be spent"})
    points = fields.Integer(required=True)


class PointsSchema(Schema):
    available = fields.Integer(required=True)
    held = fields.Integer(required=True)
    pending = fields.Integer(required=True)
    debt = fields.Integer(required=True)
    expiring = fields.List(fields.Nested(ExpiringSchema), required=True)
    tier = fields.String(required=True, allow_none=True)


class EntriesWindowSchema(WindowSchema):
    direction = Choice(*DIRECTIONS, load_default=None)


class PointEntrySchema(Schema):
    entry_id = Identifier(required=True)
    kind = fields.String(required=True)
    cause_kind = fields.String(required=True, metadata={
        "description": "the kind of behaviour that earned, or redemption, reversal, expiry, withdrawal, other",
        "example": "mobility.walk"})  # fmt: skip
    direction = fields.String(required=True, metadata={"enum": list(DIRECTIONS)})
    title = fields.String(required=True)
    note = fields.String(required=True, allow_none=True)
    points = fields.Integer(required=True, metadata={"description": "with its sign"})
    recorded_at = Instant(required=True)
    business_date = Day(required=True)
    expires_on = Day(required=True, allow_none=True)


class EquationSchema(Schema):
    quantity = fields.String(required=True)
    quantity_label = fields.String(required=True)
    rate = fields.String(required=True)
    rate_label = fields.String(required=True)
    result = fields.Integer(required=True, metadata={"description": "before caps"})


class AwardBehindSchema(Schema):
    award_id = Identifier(required=True)
    points = fields.Integer(required=True)
    expires_on = Day(required=True, allow_none=True)


class RuleBehindSchema(Schema):
    code = fields.String(required=True)
    version = fields.Integer(required=True)
    title = fields.String(required=True)
    valid_from = Day(required=True)
    caps_text = fields.String(required=True)


class CauseBehindSchema(Schema):
    kind = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)


class RetirementBehindSchema(Schema):
    retirement_id = Identifier(required=True)
    certificate_number = fields.String(required=True, allow_none=True)
    quantity_kg = fields.Integer(required=True)
    serials = fields.List(fields.Nested(SerialRangeSchema), required=True)
    batch_number = fields.String(required=True)
    project_name = fields.String(required=True)
    place = fields.String(required=True)


class RedemptionBehindSchema(Schema):
    redemption_id = Identifier(required=True)
    merchant_name = fields.String(required=True)
    title = fields.String(required=True)
    points = fields.Integer(required=True)
    redeemed_at = Instant(required=True)
    state = fields.String(required=True)


class LotBehindSchema(Schema):
    expires_on = Day(required=True)
    points = fields.Integer(required=True)


class StepSchema(Schema):
    icon = fields.String(
        required=True,
        metadata={"enum": ["award", "rule", "retirement", "serials", "forest", "activity", "shop", "reversal"]},
    )
    title = fields.String(required=True)
    text = fields.String(required=True)
    path = fields.String(required=True, allow_none=True)


class ExplanationSchema(Schema):
    entry_id = Identifier(required=True)
    kind = fields.String(required=True)
    direction = fields.String(required=True)
    points = fields.Integer(required=True)
    title = fields.String(required=True)
    recorded_at = Instant(required=True)
    equation = fields.Nested(EquationSchema, required=True, allow_none=True)
    award = fields.Nested(AwardBehindSchema, required=True, allow_none=True)
    rule = fields.Nested(RuleBehindSchema, required=True, allow_none=True)
    cause = fields.Nested(CauseBehindSchema, required=True, allow_none=True)
    retirement = fields.Nested(RetirementBehindSchema, required=True, allow_none=True)
    redemption = fields.Nested(RedemptionBehindSchema, required=True, allow_none=True)
    lots = fields.List(fields.Nested(LotBehindSchema), required=True)
    steps = fields.List(fields.Nested(StepSchema), required=True)


class CapsSchema(Schema):
    scope = fields.String(required=True)
    acts_per_day = fields.Integer()
    acts_per_month = fields.Integer()
    points_per_day = fields.Integer()
    points_per_month = fields.Integer()


class RuleReductionSchema(Schema):
    grams = fields.Integer(required=True)
    per = fields.Integer(required=True)


class RuleSchema(Schema):
    code = fields.String(required=True)
    version = fields.Integer(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    measure = fields.String(required=True)
    measure_label = fields.String(required=True)
    unit = fields.String(required=True)
    unit_label = fields.String(required=True)
    points = fields.Integer(required=True)
    per = fields.Integer(required=True)
    self_report_points_share = fields.String(required=True, allow_none=True)
    self_reportable = fields.Boolean(required=True)
    enabled = fields.Boolean(required=True)
    way = fields.String(required=True, metadata={
        "enum": ["self-report", "partner", "purchase", "off"],
        "description": "how an act gets here"})  # fmt: skip
    way_text = fields.String(required=True)
    most_per_report = fields.Integer(required=True, allow_none=True,
                                     metadata={"description": "what one self-report may say at most"})  # fmt: skip
    caps = fields.Nested(CapsSchema, required=True)
    caps_text = fields.String(required=True)
    reduction = fields.Nested(RuleReductionSchema, required=True, allow_none=True)
    valid_from = Day(required=True)
    valid_until = Day(required=True, allow_none=True)
    expiry_months = fields.Integer(required=True)
    grade = fields.String(required=True)
    verified = fields.Boolean(required=True)
    note = fields.String(required=True)


class RulesSchema(Schema):
    items = fields.List(fields.Nested(RuleSchema), required=True)
    off = fields.List(fields.Nested(RuleSchema), required=True, metadata={"description": "switched off: earn nothing"})
    self_report_days = fields.Integer(
        required=True, metadata={"description": "how many days before today a self-report may be about"}
    )


class CapsQuerySchema(RequestSchema):
    on = Day(load_default=None, metadata={"description": "the Shanghai day of the act; today"})


class CapLeftSchema(Schema):
    rule = fields.String(required=True)
    kind = fields.String(required=True)
    cap = fields.String(required=True, metadata={
        "enum": ["acts_per_day", "acts_per_month", "points_per_day", "points_per_month"]})  # fmt: skip
    limit = fields.Integer(required=True)
    used = fields.Integer(required=True)
    left = fields.Integer(required=True)
    text = fields.String(required=True)


class CapsLeftSchema(Schema):
    items = fields.List(fields.Nested(CapLeftSchema), required=True)
