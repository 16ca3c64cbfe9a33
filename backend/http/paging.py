"""Lists: ``?limit=&cursor=`` in, ``{items, next_cursor}`` out. A cursor is opaque and names the last row seen."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from marshmallow import Schema, fields, post_load

from backend.http.fields import IDENTIFIER, INSTANT, refuse

Row = TypeVar("Row")

DEFAULT_LIMIT: Final = 20
LARGEST_LIMIT: Final = 100
LAST_SEEN: Final = re.compile(f"(?P<at>{INSTANT.pattern}) (?P<row>{IDENTIFIER.pattern})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is wanted: rows after ``(recorded_at, id)``, newest first."""

    limit: int = DEFAULT_LIMIT
    after: tuple[datetime, UUID] | None = None


class Limit(fields.Integer):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> int:
        if not isinstance(value, str) or not value.isascii() or not value.isdigit() or not 1 <= int(value[:9]) <= 100:
            raise refuse("out-of-range", least=1, most=LARGEST_LIMIT)
        return int(value)


class Cursor(fields.Field[tuple[datetime, UUID]]):
    """Opaque text that only ``page`` writes."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("metadata", {}).update(type="string")
        super().__init__(**more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> tuple[datetime, UUID]:
        try:
            text = base64.urlsafe_b64decode(str(value).encode("ascii") + b"==").decode("ascii")
            seen = LAST_SEEN.fullmatch(text)
            if seen is None:
                raise refuse("not-a-cursor")
            return datetime.fromisoformat(seen["at"]), UUID(seen["row"])
        except ValueError as error:
            raise refuse("not-a-cursor") from error


class WindowSchema(Schema):
    limit = Limit(load_default=DEFAULT_LIMIT, metadata={"minimum": 1, "maximum": LARGEST_LIMIT})
    cursor = Cursor(load_default=None)

    @post_load
    def _window(self, data: dict[str, Any], **_: Any) -> Any:
        window = Window(data.pop("limit"), data.pop("cursor"))
        return (window, data) if data else window


def page(rows: Sequence[Row], window: Window, key: Callable[[Row], tuple[datetime, UUID]]) -> dict[str, Any]:
    """Cut ``limit + 1`` rows to a page that says whether there is more."""
    shown = list(rows[: window.limit])
    more = len(rows) > window.limit
    return {"items": shown, "next_cursor": _cursor(*key(shown[-1])) if more else None}


def _cursor(at: datetime, row: UUID) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()} {row}".encode("ascii")).decode().rstrip("=")


def page_schema(item: type[Schema], name: str) -> type[Schema]:
    """``{items: [item], next_cursor}`` under a name of its own in the OpenAPI document."""
    return Schema.from_dict(
        {"items": fields.List(fields.Nested(item), required=True), "next_cursor": fields.String(allow_none=True)},
        name=name,
    )
