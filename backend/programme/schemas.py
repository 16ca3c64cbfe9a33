"""What crosses the wire about the programme itself."""

from __future__ import annotations

import re
from typing import Any, Final

from marshmallow import Schema, post_load

from backend.http.fields import Choice, Day, RequestSchema, Text, fields, refuse
from backend.programme.payloads import DecideDay

FIRST_YEAR, LAST_YEAR = 2021, 2099
DAY_KINDS = ("work", "rest")
YEAR: Final = re.compile(r"[1-9][0-9]{3}", re.ASCII)


class Year(fields.Integer):
    """A year in a query string, where every value is text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> int:
        if not isinstance(value, str) or YEAR.fullmatch(value) is None:
            raise refuse("not-an-integer", least=FIRST_YEAR, most=LAST_YEAR)
        if not FIRST_YEAR <= int(value) <= LAST_YEAR:
            raise refuse("out-of-range", least=FIRST_YEAR, most=LAST_YEAR)
        return int(value)


class HelpSchema(Schema):
    phone = fields.String(
        required=True, allow_none=True, metadata={"description": "as the county writes it; null: none is set yet"}
    )
    hours = fields.String(required=True, allow_none=True)
    address = fields.String(required=True, allow_none=True)
    office = fields.String(required=True, allow_none=True, metadata={"description": "who leads the programme"})
    source = fields.String(required=True, allow_none=True)
    verified = fields.Boolean(required=True)


class WorkingDaysQuerySchema(RequestSchema):
    year = Year(required=True, metadata={"minimum": FIRST_YEAR, "maximum": LAST_YEAR, "example": 2026})


class DecideDaySchema(RequestSchema):
    on = Day(required=True, metadata={"example": "2026-12-07"})
    kind = Choice(*DAY_KINDS, required=True)
    name = Text(longest=40, required=True, metadata={"example": "换届放假"})
    reason = Text(longest=200, shortest=5, required=True, metadata={"example": "县政府办公室 2026 年 12 号通知"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> DecideDay:
        return DecideDay(**data)


class DayToldSchema(Schema):
    on = Day(required=True)
    kind = fields.String(required=True, metadata={"enum": list(DAY_KINDS)})
    name = fields.String(required=True)
    reason = fields.String(required=True, metadata={"description": "the paper that says so"})
    is_decided = fields.Boolean(required=True, metadata={"description": "by the county, whose word wins"})


class WorkingDaysSchema(Schema):
    year = fields.Integer(required=True)
    is_known = fields.Boolean(
        required=True, metadata={"description": "whether its holidays are; if not, weekends alone are reckoned with"}
    )
    days = fields.List(
        fields.Nested(DayToldSchema), required=True, metadata={"description": "that are not what their weekday says"}
    )
    abilities = fields.List(fields.String(), required=True)
