"""What crosses the wire about complaints."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, post_load, validates_schema
from marshmallow.validate import Length

from backend.complaints.models import ComplaintState
from backend.complaints.payloads import FileComplaint, Subject
from backend.complaints.ports import SUBJECTS
from backend.http.fields import Choice, Day, Identifier, Instant, RequestSchema, Text, fields, refuse
from backend.http.paging import WindowSchema

CORRECTION = "correction"
KINDS = ("complaint", "objection", "question", CORRECTION)
DATA = ("name", "phone", "birth-date", "footprint", "activity", "points", "order", "other")
"""What may be wrong about somebody, as a correction names it."""

MOST_FILES = 5
OUTCOMES = ("upheld", "partly-upheld", "rejected")
STATES = tuple(str(state) for state in ComplaintState)
LONGEST = 2000


def _words(shortest: int = 1) -> Text:
    return Text(longest=LONGEST, shortest=shortest, multiline=True, required=True,
                metadata={"example": "11 月 22 日在擂茶铺没有买东西，积分少了 200 分。"})  # fmt: skip


class ComplaintSubjectSchema(RequestSchema):
    kind = Choice(*SUBJECTS, required=True)
    id = Identifier(required=True)

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> Subject:
        return Subject(**data)


def _files() -> Any:
    return fields.List(
        Identifier(), load_default=(), validate=Length(max=MOST_FILES),
        metadata={"description": "one's own, brought as evidence and used once", "example": []},
    )  # fmt: skip


class FileComplaintSchema(RequestSchema):
    kind = Choice(*KINDS, required=True)
    text = _words(shortest=5)
    about = fields.Nested(ComplaintSubjectSchema, load_default=None, allow_none=True)
    datum = Choice(*DATA, load_default=None, allow_none=True, metadata={"description": "with a correction alone"})
    file_ids = _files()

    @validates_schema
    def _datum_of_a_correction(self, data: dict[str, Any], **_: Any) -> None:
        if (data["kind"] == CORRECTION) != (data["datum"] is not None):
            raise refuse("datum-of-a-correction")

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> FileComplaint:
        return FileComplaint(**data)


class ComplaintWordsSchema(RequestSchema):
    text = _words()


class ComplaintReplySchema(RequestSchema):
    text = _words()
    file_ids = _files()


class ComplaintStepSchema(RequestSchema):
    """Nothing to say beyond the wish."""


class AnswerComplaintSchema(RequestSchema):
    outcome = Choice(*OUTCOMES, required=True)
    text = _words(shortest=5)


class ComplaintSubjectViewSchema(Schema):
    kind = fields.String(required=True, metadata={"enum": list(SUBJECTS)})
    id = Identifier(required=True)


class ComplaintSchema(Schema):
    complaint_id = Identifier(required=True)
    number = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": list(KINDS)})
    datum = fields.String(required=True, allow_none=True, metadata={"enum": [*DATA, None]})
    about = fields.Nested(ComplaintSubjectViewSchema, required=True, allow_none=True)
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    summary = fields.String(required=True, metadata={"description": "how its text begins"})
    received_at = Instant(required=True)
    answer_due_on = Day(required=True)
    due_on = Day(required=True, allow_none=True, metadata={"description": "the last day for what the office does next"})
    is_overdue = fields.Boolean(required=True)
    abilities = fields.List(fields.String(), required=True)


class ComplaintAnswerSchema(Schema):
    round = fields.Integer(required=True, metadata={"description": "1, and 2 on appeal"})
    outcome = fields.String(required=True, metadata={"enum": list(OUTCOMES)})
    text = fields.String(required=True)
    recorded_at = Instant(required=True)


class ComplaintMessageSchema(Schema):
    kind = fields.String(required=True, metadata={"enum": ["question", "message", "appeal"]})
    by_office = fields.Boolean(required=True)
    text = fields.String(required=True)
    recorded_at = Instant(required=True)


class ComplaintCaseSchema(Schema):
    complaint = fields.Nested(ComplaintSchema, required=True)
    text = fields.String(required=True)
    file_ids = fields.List(Identifier(), required=True, metadata={"description": "what was brought with it"})
    holidays_known = fields.Boolean(
        required=True,
        metadata={"description": "false: that year has no published holidays yet, only weekends count"},
    )
    assigned_at = Instant(required=True, allow_none=True)
    appeal_until = Day(required=True, allow_none=True)
    appealed_at = Instant(required=True, allow_none=True)
    appeal_assigned_at = Instant(required=True, allow_none=True)
    closed_at = Instant(required=True, allow_none=True)
    withdrawn_at = Instant(required=True, allow_none=True)
    answers = fields.List(fields.Nested(ComplaintAnswerSchema), required=True)
    messages = fields.List(fields.Nested(ComplaintMessageSchema), required=True)


class ComplainantSchema(Schema):
    name = fields.String(required=True)
    phone_masked = fields.String(required=True, allow_none=True)


class ComplaintWorkItemSchema(Schema):
    complaint = fields.Nested(ComplaintSchema, required=True)
    is_mine = fields.Boolean(required=True)
    has_officer = fields.Boolean(required=True)


class ComplaintOfficeCaseSchema(Schema):
    case = fields.Nested(ComplaintCaseSchema, required=True)
    complainant = fields.Nested(ComplainantSchema, required=True)
    is_mine = fields.Boolean(required=True)
    has_officer = fields.Boolean(required=True)


class WorkListQuerySchema(WindowSchema):
    state = Choice(*STATES, load_default=None)
    due = Choice("overdue", "soon", load_default=None, metadata={"description": "soon: within two working days"})
