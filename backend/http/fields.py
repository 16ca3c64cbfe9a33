"""Marshmallow fields that take exactly what they say: ASCII digits, finite, bounded, NFC, no control characters.

Marshmallow's own fields are kinder than money allows: they read full-width digits, ``1_0``, ``1e5``, ``1.9`` as
an integer, NUL and lone surrogates. Messages are codes; the words live in the locale files under ``field.<code>``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from marshmallow import RAISE, Schema, ValidationError, fields

from backend.kernel import clock
from backend.kernel.quantities import LARGEST

DECIMAL: Final = re.compile(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?", re.ASCII)
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
INSTANT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
"""Days outside are typing errors, and near the ends of the calendar neither zones nor the day after can be reckoned."""
BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that nobody sees: a name of them would stand on a certificate as nothing."""
IDENTIFIER: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)


class Fault(str):
    """A message of marshmallow that is a code and carries facts for its sentence."""

    facts: Mapping[str, Any]

    def __new__(cls, code: str, **facts: Any) -> Fault:
        fault = super().__new__(cls, code)
        fault.facts = facts
        return fault


def refuse(code: str, **facts: Any) -> ValidationError:
    return ValidationError([Fault(code, **facts)])


WORDLESS: Final = {"required": "required", "null": "null-not-allowed", "validator_failed": "invalid-value"}
fields.Field.default_error_messages.update(WORDLESS)
fields.List.default_error_messages["invalid"] = "not-a-list"
fields.Nested.default_error_messages["type"] = "not-an-object"
fields.Dict.default_error_messages["invalid"] = "not-an-object"
fields.Boolean.default_error_messages["invalid"] = "not-a-boolean"


class RequestSchema(Schema):
    """What comes in: unknown fields are refused, loading gives the payload that ``build`` makes."""

    error_messages = {"unknown": "unknown-field", "type": "not-an-object"}  # noqa: RUF012 - marshmallow's protocol

    class Meta:
        unknown = RAISE


class Whole(fields.Integer):
    """A JSON integer in a range; never a string, a float or a boolean."""

    def __init__(self, *, least: int = 0, most: int = LARGEST, **more: Any) -> None:
        more.setdefault("metadata", {}).update(minimum=least, maximum=most)
        super().__init__(strict=True, **more)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> int:
        if type(value) is not int:
            raise refuse("not-an-integer", least=self.least, most=self.most)
        if not self.least <= value <= self.most:
            raise refuse("out-of-range", least=self.least, most=self.most)
        return value


class Quantity(fields.Decimal):
    """A decimal string: ASCII digits, at most nine behind the point, bounded."""

    def __init__(self, *, least: str = "0", most: str = "1000000000", **more: Any) -> None:
        more.setdefault("metadata", {}).update(type="string", pattern="^(0|[1-9][0-9]{0,14})(\\.[0-9]{1,9})?$")
        super().__init__(as_string=True, **more)
        self.least, self.most = Decimal(least), Decimal(most)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Decimal:
        if not isinstance(value, str) or DECIMAL.fullmatch(value) is None:
            raise refuse("not-a-decimal")
        number = Decimal(value)
        if not self.least <= number <= self.most:
            raise refuse("out-of-range", least=self.least, most=self.most)
        return number


class Text(fields.String):
    """Text for people: NFC, no control characters, no surrogates, no direction overrides, bounded."""

    def __init__(self, *, longest: int, shortest: int = 1, multiline: bool = False, **more: Any) -> None:
        more.setdefault("metadata", {}).update(minLength=shortest, maxLength=longest)
        super().__init__(**more)
        self.shortest, self.longest, self.multiline = shortest, longest, multiline

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        if not isinstance(value, str):
            raise refuse("not-text")
        if any(_unprintable(character, multiline=self.multiline) for character in value):
            raise refuse("unprintable-characters")
        cleaned = unicodedata.normalize("NFC", value).strip()
        if not self.shortest <= len(cleaned) <= self.longest:
            raise refuse("wrong-length", shortest=self.shortest, longest=self.longest)
        return cleaned


class Pattern(fields.String):
    """Text of a fixed form, ASCII only."""

    def __init__(self, pattern: str, *, code: str = "wrong-form", example: str = "", **more: Any) -> None:
        more.setdefault("metadata", {}).update(pattern=f"^{pattern}$")
        super().__init__(**more)
        self.pattern, self.fault, self.sample = re.compile(pattern, re.ASCII), code, example

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        if not isinstance(value, str) or self.pattern.fullmatch(value) is None:
            raise refuse(self.fault, example=self.sample)
        return value


class Choice(fields.String):
    """One of a closed list."""

    def __init__(self, *choices: str, **more: Any) -> None:
        nothing = [None] if "load_default" in more and more["load_default"] is None else []
        more.setdefault("metadata", {}).update(enum=[*choices, *nothing])
        super().__init__(**more)
        self.choices = choices

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        if not isinstance(value, str) or value not in self.choices:
            raise refuse("not-one-of", choices=", ".join(self.choices))
        return value


class Identifier(fields.UUID):
    """A UUID in its usual text form."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> UUID:
        if not isinstance(value, str) or IDENTIFIER.fullmatch(value.lower()) is None:
            raise refuse("not-an-id")
        return UUID(value)


class Instant(fields.AwareDateTime):
    """RFC 3339 with an offset; shown in the programme's zone."""

    def __init__(self, **more: Any) -> None:
        super().__init__(format="iso", **more)

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **_: Any) -> str | None:
        return None if value is None else value.astimezone(clock.PROGRAMME_ZONE).isoformat()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> datetime:
        if not isinstance(value, str) or INSTANT.fullmatch(value) is None:
            raise refuse("not-an-instant")
        try:
            instant = datetime.fromisoformat(value)
        except ValueError as error:
            raise refuse("not-an-instant") from error
        if not FIRST_YEAR <= instant.year <= LAST_YEAR:
            raise refuse("not-an-instant")
        return instant


class Day(fields.Date):
    """A Shanghai day, YYYY-MM-DD."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> date:
        if not isinstance(value, str) or DAY.fullmatch(value) is None:
            raise refuse("not-a-day")
        try:
            day = date.fromisoformat(value)
        except ValueError as error:
            raise refuse("not-a-day") from error
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise refuse("not-a-day")
        return day


class YesNo(fields.Boolean):
    """true or false, nothing that looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> bool:
        if type(value) is not bool:
            raise refuse("not-a-boolean")
        return value


def _unprintable(character: str, *, multiline: bool) -> bool:
    if multiline and character == "\n":
        return False
    if character in BLANK:
        return True
    # Cc: controls; Cs: surrogates; Cf: invisible and direction-changing marks; Co, Cn: private, unassigned.
    return unicodedata.category(character) in {"Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp"}


__all__ = [
    "Choice",
    "Day",
    "Identifier",
    "Instant",
    "Pattern",
    "Quantity",
    "RequestSchema",
    "Text",
    "Whole",
    "YesNo",
    "fields",
    "refuse",
]
