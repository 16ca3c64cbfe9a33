"""What crosses the wire about activities."""

from __future__ import annotations

import unicodedata
from typing import Any

from marshmallow import Schema, post_load

from backend.activities.models import OWN_REFERENCE
from backend.activities.payloads import RecordActivity
from backend.http.fields import Day, Identifier, Instant, Pattern, RequestSchema, Text, fields, refuse
from backend.points.schemas import KIND, AwardLineSchema, Measures


class Receipt(Text):
    """A reference that somebody else gave: a ticket's number, a trip's id."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        receipt = super()._deserialize(value, attr, data, **more)
        # A full-width twin of a number is the same receipt to whoever reads it, and another to the index.
        if receipt.startswith(OWN_REFERENCE) or receipt != unicodedata.normalize("NFKC", receipt):
            raise refuse("wrong-form", example="T20261122-0042")
        return receipt


class EvidenceSchema(RequestSchema):
    note = Text(longest=200, multiline=True, load_default=None, allow_none=True)
    file_id = Identifier(load_default=None, allow_none=True,
                         metadata={"description": "one's own, brought as evidence and used once"})  # fmt: skip


class RecordActivitySchema(RequestSchema):
    kind = Pattern(KIND, example="mobility.walk", required=True, metadata={"example": "mobility.walk"})
    measures = Measures(required=True, metadata={"example": {"steps": "7250"}})
    source_reference = Receipt(
        longest=80, load_default=None, allow_none=True,
        metadata={"description": "the receipt, if there is one: it counts once, whoever brings it"},
    )  # fmt: skip
    occurred_at = Instant(required=True, metadata={"example": "2026-11-22T09:41:00+08:00"})
    evidence = fields.Nested(EvidenceSchema, load_default=None, allow_none=True)

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> RecordActivity:
        evidence = data.pop("evidence") or {}
        return RecordActivity(**data, note=evidence.get("note"), file_id=evidence.get("file_id"))


class ActivityRecordedSchema(Schema):
    activity_id = Identifier(required=True)
    state = fields.String(required=True)
    tier = fields.String(required=True)
    reduction_g = fields.Integer(required=True, allow_none=True)
    points = fields.Integer(required=True)
    lines = fields.List(fields.Nested(AwardLineSchema), required=True)
    points_balance = fields.Integer(required=True)
    entry_id = Identifier(required=True, allow_none=True, metadata={"description": "to be explained, if it earned"})


class ActivitySchema(Schema):
    activity_id = Identifier(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    measures = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    occurred_at = Instant(required=True)
    recorded_at = Instant(required=True)
    points = fields.Integer(required=True)
    reduction_g = fields.Integer(required=True, allow_none=True)
    state = fields.String(required=True)
    tier = fields.String(required=True)
    source_reference = fields.String(required=True, allow_none=True)
    withdrawn_at = Instant(required=True, allow_none=True)
    withdrawable_until = Day(required=True, allow_none=True,
                             metadata={"description": "the last day on which it can be taken back"})  # fmt: skip
    entry_id = Identifier(required=True, allow_none=True, metadata={"description": "to be explained, if it earned"})
    evidence_file_id = Identifier(required=True, allow_none=True,
                                  metadata={"description": "the photo or paper that was brought with it"})  # fmt: skip
    abilities = fields.List(fields.String(metadata={"enum": ["withdraw"]}), required=True)


class WithdrawActivitySchema(RequestSchema):
    """Nothing to say beyond the wish."""


class ActivityTakenBackSchema(Schema):
    activity = fields.Nested(ActivitySchema, required=True)
    points_taken_back = fields.Integer(required=True)
    points_owed = fields.Integer(
        required=True, metadata={"description": "of these, what was spent already: the next awards pay it first"}
    )
    points_balance = fields.Integer(required=True, metadata={"description": "what can be spent now"})
    entry_id = Identifier(required=True, allow_none=True, metadata={"description": "to be explained, if it had earned"})
