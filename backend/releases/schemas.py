"""What crosses the wire about releases."""

from __future__ import annotations

import re
from typing import Any, Final

from marshmallow import Schema, post_load, validates_schema

from backend.http.fields import Choice, Day, Identifier, Instant, RequestSchema, Text, fields, refuse
from backend.http.paging import WindowSchema
from backend.kernel.quantities import LARGEST
from backend.releases.models import ReleaseState
from backend.releases.payloads import DraftRelease, ExportRows, ImportRows
from backend.releases.ports import KINDS

STATES: Final = tuple(str(state) for state in ReleaseState)
STANDINGS: Final = ("coming", "in-force", "superseded")
FORMS: Final = ("text", "decimal", "day", "year", "whole", "yes-no", "json")
VALUE_FORMS: Final = ("text", "whole", "yes-no", "choice", "time", "telephone")
MOST_ROWS: Final = 200
MOST_ITEMS: Final = 60
LONGEST: Final = 1000
DEEPEST: Final = 6
NAME: Final = re.compile(r"[a-z][a-z0-9_.-]{0,59}", re.ASCII)
ROW: Final = {"key": "offset.daily_limit_kg", "value": "500", "source": "县生态环境局 2026 年 12 号文", "grade": "A",
              "verified": True, "note": ""}  # fmt: skip


class Rows(fields.Field[list[dict[str, Any]]]):
    """Rows of a table: JSON objects of texts, whole numbers, yes and no; which columns, their table knows."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("metadata", {}).update(
            type="array", items={"type": "object"}, minItems=1, maxItems=MOST_ROWS, example=[ROW]
        )
        super().__init__(**more)
        self._text = Text(longest=LONGEST, shortest=0)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list):
            raise refuse("not-a-list")
        if not 1 <= len(value) <= MOST_ROWS:
            raise refuse("wrong-length", shortest=1, longest=MOST_ROWS)
        if not all(isinstance(row, dict) for row in value):
            raise refuse("not-an-object")
        return [self._read(row, 1) for row in value]

    def _read(self, value: Any, depth: int) -> Any:
        if depth > DEEPEST:
            raise refuse("json-too-deep", max=DEEPEST)
        if isinstance(value, str):
            return self._text.deserialize(value)
        if value is None or type(value) is bool:
            return value
        if type(value) is int:
            if abs(value) > LARGEST:
                raise refuse("out-of-range", least=-LARGEST, most=LARGEST)
            return value
        if isinstance(value, list | dict) and len(value) > MOST_ITEMS:
            raise refuse("wrong-length", shortest=0, longest=MOST_ITEMS)
        if isinstance(value, list):
            return [self._read(each, depth + 1) for each in value]
        if isinstance(value, dict):
            if not all(NAME.fullmatch(name) for name in value):
                raise refuse("unknown-field")
            return {name: self._read(each, depth + 1) for name, each in value.items()}
        raise refuse("not-an-integer", least=-LARGEST, most=LARGEST)


class DraftReleaseSchema(RequestSchema):
    kind = Choice(*KINDS, required=True)
    in_force_from = Day(required=True, metadata={"example": "2026-12-01"})
    rows = Rows(required=True)
    note = Text(longest=400, shortest=0, load_default="", metadata={"example": "按县里新文件调整每日上限"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> DraftRelease:
        return DraftRelease(**data)


class ChangeReleaseSchema(RequestSchema):
    in_force_from = Day(load_default=None, allow_none=True, metadata={"example": "2026-12-01"})
    rows = Rows(load_default=None, allow_none=True)
    note = Text(longest=400, shortest=0, load_default=None, allow_none=True, metadata={"example": "改到十二月起"})


class ReleaseStepSchema(RequestSchema):
    """Nothing to say beyond the wish."""


class RejectReleaseSchema(RequestSchema):
    reason = Text(longest=500, shortest=5, required=True, metadata={"example": "来源没有写文号，补上再提交。"})


class ExportReleaseRowsSchema(RequestSchema):
    form = Choice("xlsx", "csv", required=True)
    release_id = Identifier(load_default=None, allow_none=True)
    kind = Choice(*KINDS, load_default=None, allow_none=True)
    on = Day(load_default=None, allow_none=True, metadata={"example": "2026-12-01"})

    @validates_schema
    def _one_of_two(self, data: dict[str, Any], **_: Any) -> None:
        if (data["release_id"] is None) == (data["kind"] is None):
            raise refuse("exactly-one-of", choices="release_id, kind")

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> ExportRows:
        return ExportRows(**data)


class ImportReleaseRowsSchema(RequestSchema):
    kind = Choice(*KINDS, required=True)
    file_id = Identifier(required=True)
    in_force_from = Day(required=True, metadata={"example": "2026-12-01"})
    note = Text(longest=400, shortest=0, load_default="", metadata={"example": "按县里新文件调整每日上限"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> ImportRows:
        return ImportRows(**data)


class ReleaseWorkStartedSchema(Schema):
    job_id = Identifier(required=True, metadata={"description": "ask GET /jobs/{job_id}; its result names the file"})


class ReleasesQuerySchema(WindowSchema):
    kind = Choice(*KINDS, load_default=None)
    state = Choice(*STATES, load_default=None)


class ReleaseHistoryQuerySchema(WindowSchema):
    kind = Choice(*KINDS, load_default=None)


class ReleasePersonSchema(Schema):
    role = fields.String(required=True)
    office = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    is_me = fields.Boolean(required=True)


class ReleaseSchema(Schema):
    release_id = Identifier(required=True)
    kind = fields.String(required=True, metadata={"enum": list(KINDS)})
    kind_name = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    standing = fields.String(
        required=True, allow_none=True,
        metadata={"enum": [*STANDINGS, None], "description": "of an approved one, today"},
    )  # fmt: skip
    label = fields.String(required=True, allow_none=True, metadata={"description": "by which results name it"})
    in_force_from = Day(required=True)
    in_force_until = Day(
        required=True, allow_none=True, metadata={"description": "the day from which a later release adds its word"}
    )
    note = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "what If-Match names, in quotation marks"})
    rows_count = fields.Integer(required=True)
    content_hash = fields.String(required=True, metadata={"description": "SHA-256 of the canonical JSON"})
    made_by = fields.Nested(ReleasePersonSchema, required=True)
    checked_by = fields.Nested(ReleasePersonSchema, required=True, allow_none=True)
    checker_roles = fields.List(fields.String(), required=True)
    recorded_at = Instant(required=True)
    submitted_at = Instant(required=True, allow_none=True)
    decided_at = Instant(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    shipped_with = fields.String(required=True, allow_none=True)
    abilities = fields.List(fields.String(), required=True)


class ReleaseFieldChangeSchema(Schema):
    field = fields.String(required=True)
    name = fields.String(required=True)
    before = fields.String(required=True, allow_none=True)
    after = fields.String(required=True, allow_none=True)
    unit = fields.String(required=True)
    before_code = fields.String(
        required=True, allow_none=True, metadata={"description": "as sheets write it, where before says it in words"}
    )
    after_code = fields.String(required=True, allow_none=True)


class ReleaseKindSchema(Schema):
    kind = fields.String(required=True, metadata={"enum": list(KINDS)})
    kind_name = fields.String(required=True)
    label = fields.String(required=True, allow_none=True, metadata={"description": "the newest that is in force"})
    in_force_from = Day(required=True, allow_none=True)
    coming = fields.Integer(required=True, metadata={"description": "approved, and in force from a later day"})
    submitted = fields.Integer(required=True)
    waiting_for_me = fields.Integer(required=True)
    drafts = fields.Integer(required=True)
    maker_roles = fields.List(fields.String(), required=True)
    checker_roles = fields.List(fields.String(), required=True)
    abilities = fields.List(fields.String(), required=True)


class ReleaseKindsSchema(Schema):
    items = fields.List(fields.Nested(ReleaseKindSchema), required=True)


class ReleaseTableQuerySchema(RequestSchema):
    kind = Choice(*KINDS, required=True, metadata={"example": "settings"})
    on = Day(load_default=None, metadata={"example": "2026-12-01"})


class ReleaseColumnSchema(Schema):
    name = fields.String(required=True, metadata={"description": "a path into the row: caps.acts_per_day"})
    title = fields.String(required=True)
    form = fields.String(required=True, metadata={"enum": list(FORMS)})
    longest = fields.Integer(required=True)
    may_be_empty = fields.Boolean(required=True)
    choices = fields.List(fields.String(), required=True)
    words = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True,
        metadata={"description": "what codes of this column mean, in the reader's language"},
    )  # fmt: skip


class ReleaseHintSchema(Schema):
    form = fields.String(required=True, metadata={"enum": list(VALUE_FORMS)})
    least = fields.Integer(required=True, allow_none=True)
    most = fields.Integer(required=True, allow_none=True)
    choices = fields.List(fields.String(), required=True)
    words = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class ReleaseTableRowSchema(Schema):
    key = fields.String(required=True)
    title = fields.String(required=True)
    unit = fields.String(required=True, metadata={"description": "of its value, in words"})
    values = fields.Dict(required=True)
    words = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True,
        metadata={"description": "by path, what stands for the values that are codes"},
    )  # fmt: skip
    hint = fields.Nested(ReleaseHintSchema, required=True, allow_none=True)


class ReleaseTableSchema(Schema):
    kind = fields.String(required=True, metadata={"enum": list(KINDS)})
    kind_name = fields.String(required=True)
    on = Day(required=True)
    columns = fields.List(fields.Nested(ReleaseColumnSchema), required=True)
    rows = fields.List(fields.Nested(ReleaseTableRowSchema), required=True)


class ReleaseRowChangeSchema(Schema):
    key = fields.String(required=True)
    title = fields.String(required=True)
    change = fields.String(required=True, metadata={"enum": ["added", "changed", "removed", "same"]})
    fields_ = fields.List(fields.Nested(ReleaseFieldChangeSchema), required=True, attribute="fields",
                          data_key="fields")  # fmt: skip


class ReleaseFaultSchema(Schema):
    field = fields.String(required=True, metadata={"description": "JSON pointer into the draft"})
    code = fields.String(required=True)
    detail = fields.String(required=True)
    mend = fields.String(required=True)


class ReleaseCaseSchema(Schema):
    release = fields.Nested(ReleaseSchema, required=True)
    rows = fields.List(fields.Dict(), required=True)
    changes = fields.List(fields.Nested(ReleaseRowChangeSchema), required=True)
    faults = fields.List(fields.Nested(ReleaseFaultSchema), required=True)
    published = fields.List(fields.String(), required=True)


class PublishedStepSchema(Schema):
    role = fields.String(required=True)
    office = fields.String(required=True, allow_none=True)


class PublishedReleaseSchema(Schema):
    release_id = Identifier(required=True)
    kind = fields.String(required=True, metadata={"enum": list(KINDS)})
    kind_name = fields.String(required=True)
    label = fields.String(required=True)
    in_force_from = Day(required=True)
    in_force_until = Day(required=True, allow_none=True)
    standing = fields.String(required=True, metadata={"enum": list(STANDINGS)})
    content_hash = fields.String(required=True)
    made_by = fields.Nested(PublishedStepSchema, required=True)
    approved_by = fields.Nested(PublishedStepSchema, required=True, allow_none=True)
    approved_at = Instant(required=True)
    shipped_with = fields.String(required=True, allow_none=True)
    published = fields.List(fields.String(), required=True)
    note = fields.String(required=True, metadata={"description": "why, in the words of who drafted it"})
    rows_count = fields.Integer(required=True)


class PublishedCaseSchema(Schema):
    release = fields.Nested(PublishedReleaseSchema, required=True)
    changes = fields.List(fields.Nested(ReleaseRowChangeSchema), required=True)
