"""What crosses the wire about footprints."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, post_load

from backend.footprints import periods
from backend.footprints.payloads import Entry, EstimateFootprint, RecordFootprint
from backend.http.fields import Choice, Day, Identifier, Instant, Pattern, Quantity, RequestSchema, fields, refuse
from backend.http.paging import WindowSchema, page_schema

CODE: Final = r"[a-z0-9]+([.-][a-z0-9]+){0,6}"
REGION: Final = r"[A-Z]{2,5}(-[A-Z0-9]{1,10}){0,3}"
MOST_LINES: Final = 40


def _period(**more: Any) -> Pattern:
    return Pattern(periods.FORM, example="2026-10", metadata={"example": "2026-10"}, **more)


def _some_lines(lines: list[Any]) -> None:
    if not 1 <= len(lines) <= MOST_LINES:
        raise refuse("wrong-count", least=1, most=MOST_LINES)


class Digits(fields.String):
    """A decimal as a string, digit for digit as the source prints it: 0.5500 keeps its noughts."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> str | None:
        return None if value is None else format(value, "f")


class EntrySchema(RequestSchema):
    activity = Pattern(CODE, example="electricity.grid", required=True, metadata={"example": "electricity.grid"})
    quantity = Quantity(required=True, metadata={"example": "186"})
    unit = Pattern(r"[A-Za-z0-9-]{1,20}", example="kWh", required=True, metadata={"example": "kWh"})
    region = Pattern(REGION, example="CN-FJ", load_default=None, allow_none=True,
                     metadata={"description": "where it happened, if not in the county"})  # fmt: skip

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> Entry:
        return Entry(**data)


class EstimateFootprintSchema(RequestSchema):
    kind = Choice("citizen", required=True, metadata={"example": "citizen"})
    period = _period(required=True)
    lines = fields.List(fields.Nested(EntrySchema), required=True, validate=_some_lines,
                        metadata={"minItems": 1, "maxItems": MOST_LINES})  # fmt: skip

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> EstimateFootprint:
        return EstimateFootprint(**data)


class RecordFootprintSchema(RequestSchema):
    kind = Choice("citizen", required=True, metadata={"example": "citizen"})
    period = _period(required=True)
    lines = fields.List(fields.Nested(EntrySchema), required=True, validate=_some_lines,
                        metadata={"minItems": 1, "maxItems": MOST_LINES})  # fmt: skip
    replaces = Identifier(load_default=None, allow_none=True,
                          metadata={"description": "the month's live footprint, withdrawn together"})  # fmt: skip

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> RecordFootprint:
        return RecordFootprint(**data)


class WithdrawFootprintSchema(RequestSchema):
    """Nothing to say beyond the wish."""


class FactorQuerySchema(RequestSchema):
    activity = Pattern(CODE, example="electricity.grid", load_default=None)
    region = Pattern(REGION, example="CN-FJ", load_default=None)
    on = Day(load_default=None)


class FormQuerySchema(RequestSchema):
    period = _period(load_default=None)


class FootprintQuerySchema(WindowSchema):
    period = _period(load_default=None)
    state = Choice("recorded", "withdrawn", load_default=None)


class FactorSchema(Schema):
    id = fields.String(required=True, metadata={"description": "code@set/region/year; superseded, never changed",
                                                "example": "electricity.grid@default/CN-FJ/2022"})  # fmt: skip
    activity = fields.String(required=True)
    name = fields.String(required=True)
    value = Digits(required=True, allow_none=True, metadata={"example": "0.4092"})
    value_low = Digits(required=True, allow_none=True)
    value_high = Digits(required=True, allow_none=True)
    unit = fields.String(required=True, metadata={"example": "kg/kWh"})
    gas = fields.String(required=True)
    source = fields.String(required=True)
    source_no = fields.String(required=True)
    grade = fields.String(required=True, metadata={"enum": ["A", "B", "C", "D"]})
    verified = fields.Boolean(required=True)
    label = fields.String(required=True, allow_none=True, metadata={"description": "to be shown beside a weak figure"})
    region = fields.String(required=True)
    region_name = fields.String(required=True)
    year = fields.Integer(required=True, allow_none=True)
    valid_from = fields.Date(required=True, allow_none=True)
    valid_to = fields.Date(required=True, allow_none=True)
    calibre = fields.String(required=True)
    note = fields.String(required=True)


class UsedFactorSchema(FactorSchema):
    """A factor in use: with how near to the person it is."""

    level = fields.String(required=True, metadata={
        "enum": ["county", "city", "province", "grid", "nation", "world", "elsewhere", "foreign"]})  # fmt: skip
    level_name = fields.String(required=True)
    basis = fields.String(required=True, metadata={
        "enum": ["in-force", "newest-before", "newest"],
        "description": "in force in the month; else the newest that had begun; else the newest published"})  # fmt: skip

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        return super().get_attribute(obj if attr in {"level", "level_name", "basis"} else obj.factor, attr, default)


class FactorsSchema(Schema):
    items = fields.List(fields.Nested(FactorSchema), required=True)


class QuickSchema(Schema):
    quantity = Digits(required=True, metadata={"example": "14.5"})
    label = fields.String(required=True)


class OfferedActivitySchema(Schema):
    activity = fields.String(required=True)
    category = fields.String(required=True)
    category_name = fields.String(required=True)
    name = fields.String(required=True)
    hint = fields.String(required=True)
    unit = fields.String(required=True)
    unit_label = fields.String(required=True)
    max_quantity = Digits(required=True)
    default_quantity = fields.String(required=True, allow_none=True)
    quick = fields.List(
        fields.Nested(QuickSchema),
        required=True,
        metadata={"description": "amounts that people know by heart, in the unit of the line"},
    )
    overlaps = fields.List(fields.String(), required=True,
                           metadata={"description": "what describes the same thing: give one of them"})  # fmt: skip
    alternative_to = fields.String(
        required=True, allow_none=True,
        metadata={"description": "what this is another way of computing, for who chooses it on purpose"})  # fmt: skip
    factor = fields.Nested(UsedFactorSchema, required=True)


class OfferedActivitiesSchema(Schema):
    items = fields.List(fields.Nested(OfferedActivitySchema), required=True)
    more = fields.List(
        fields.Nested(OfferedActivitySchema),
        required=True,
        metadata={"description": "what some people have beside the short list, by category"},
    )


class LineSchema(Schema):
    activity = fields.String(required=True)
    name = fields.String(required=True)
    category = fields.String(required=True)
    quantity = fields.String(required=True)
    unit = fields.String(required=True)
    unit_label = fields.String(required=True)
    region = fields.String(required=True, allow_none=True)
    emissions_g = fields.Integer(required=True)
    share = Digits(required=True, metadata={"example": "0.331"})
    factor = fields.Nested(UsedFactorSchema, required=True)


class CategoryGramsSchema(Schema):
    home = fields.Integer(required=True)
    travel = fields.Integer(required=True)
    food = fields.Integer(required=True)
    things = fields.Integer(required=True)


class CategoryNamesSchema(Schema):
    home = fields.String(required=True)
    travel = fields.String(required=True)
    food = fields.String(required=True)
    things = fields.String(required=True)


class PreviousSchema(Schema):
    period = fields.String(required=True)
    emissions_g = fields.Integer(required=True)
    difference_g = fields.Integer(required=True, metadata={"description": "this month less that one"})


class BenchmarkSchema(Schema):
    name = fields.String(required=True)
    value_g = fields.Integer(required=True)
    period_label = fields.String(required=True)
    source = fields.String(required=True)
    grade = fields.String(required=True)
    verified = fields.Boolean(required=True)


class ComparedCategorySchema(Schema):
    category = fields.String(required=True)
    name = fields.String(required=True)
    value_g = fields.Integer(required=True)
    mine_g = fields.Integer(required=True)


class PlaceSchema(Schema):
    code = fields.String(required=True, metadata={"enum": ["county", "kunming", "nation"]})
    name = fields.String(required=True)
    value_g = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "a person's month there; null where nothing is published"},
    )
    mine_g = fields.Integer(required=True, allow_none=True,
                            metadata={"description": "what of this statement can be held to it"})  # fmt: skip
    scope = fields.String(required=True, metadata={"description": "what is compared and what is not"})
    by_category = fields.List(fields.Nested(ComparedCategorySchema), required=True)
    year = fields.Integer(required=True, allow_none=True)
    period_label = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    grade = fields.String(required=True, allow_none=True)
    verified = fields.Boolean(required=True, allow_none=True)
    label = fields.String(required=True, allow_none=True)


class ComparisonSchema(Schema):
    previous = fields.Nested(PreviousSchema, required=True, allow_none=True)
    benchmark = fields.Nested(BenchmarkSchema, required=True, allow_none=True)
    places = fields.List(
        fields.Nested(PlaceSchema),
        required=True,
        metadata={"description": "the county, the one published Chinese city, the country"},
    )


class IntervalSchema(Schema):
    low_g = fields.Integer(required=True)
    high_g = fields.Integer(required=True)


class OffsetStateSchema(Schema):
    claimed_kg = fields.Integer(required=True, metadata={"description": "already retired for this month"})
    open_kg = fields.Integer(required=True, metadata={"description": "what an offset would be offered for"})


class ReductionSchema(Schema):
    activity = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    saves_g = fields.Integer(required=True)


class FootprintEstimateSchema(Schema):
    kind = fields.String(required=True)
    period = fields.String(required=True)
    is_period_over = fields.Boolean(required=True)
    emissions_g = fields.Integer(required=True)
    lines = fields.List(fields.Nested(LineSchema), required=True, metadata={"description": "largest first"})
    by_category = fields.Nested(CategoryGramsSchema, required=True)
    category_names = fields.Nested(CategoryNamesSchema, required=True)
    comparison = fields.Nested(ComparisonSchema, required=True)
    interval = fields.Nested(IntervalSchema, required=True, allow_none=True)
    factor_set = fields.String(required=True)
    engine_version = fields.String(required=True)
    digest = fields.String(required=True)
    offset = fields.Nested(OffsetStateSchema, required=True)
    reductions = fields.List(fields.Nested(ReductionSchema), required=True, metadata={"description": "at most three"})


class FootprintSchema(FootprintEstimateSchema):
    footprint_id = Identifier(required=True)
    state = fields.String(required=True, metadata={"enum": ["recorded", "withdrawn"]})
    recorded_at = Instant(required=True)
    withdrawn_at = Instant(required=True, allow_none=True)
    replaces = Identifier(required=True, allow_none=True)
    abilities = fields.List(fields.String(), required=True)


FootprintPageSchema = page_schema(FootprintSchema, "FootprintPage")


class ReceiptSchema(Schema):
    footprint_id = Identifier(required=True)
    canonical = fields.String(required=True, metadata={"description": "the text whose SHA-256, in UTF-8, is digest"})
    digest = fields.String(required=True)
    engine_version = fields.String(required=True)
    factor_set = fields.String(required=True)
    factors = fields.List(fields.Nested(FactorSchema), required=True)
    lines = fields.List(fields.Nested(LineSchema), required=True)
    how_to_check = fields.String(required=True)
