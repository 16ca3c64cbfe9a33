"""Reading requests strictly: what was signed, hashed or validated is exactly what is used.

JSON with a duplicate key, NaN, Infinity, an overflowing float, a lone surrogate or absurd
nesting is refused before any schema sees it.
"""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

from flask import Request, g, request
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser

from backend.http.problem import BadInput, FieldFault, Refused

DEEPEST: Final = 20


def json_body() -> Any:
    """The request's JSON, parsed once; None when it has no body."""
    if "json_body" not in g:
        g.json_body = _parse(request)
    return g.json_body


def _parse(request: Request) -> Any:
    raw = request.get_data(cache=True)
    if not raw:
        return None
    if request.mimetype != "application/json":
        raise Refused(415, "http-415")
    document = strict_json(raw)
    if document is None:
        raise BadInput([FieldFault("", "not-an-object")])  # null is not the same as nothing
    return document


def strict_json(raw: bytes) -> Any:
    """Parse, or refuse with a field fault that says what is wrong."""
    try:
        document = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_no_duplicates,
            parse_constant=_no_constants,
            parse_float=_finite,
            parse_int=_bounded,
        )
    except UnicodeDecodeError as error:
        raise BadInput([FieldFault("", "json-not-utf8")]) from error
    except RecursionError as error:
        raise BadInput([FieldFault("", "json-too-deep", {"max": DEEPEST})]) from error
    except json.JSONDecodeError as error:
        raise BadInput([FieldFault("", "json-malformed", {"line": error.lineno, "column": error.colno})]) from error
    _no_depth(document, 1)
    return document


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadInput([FieldFault(f"/{name}", "json-duplicate-key", {"name": name})])
        found[name] = value
    return found


def _no_constants(name: str) -> NoReturn:
    raise BadInput([FieldFault("", "json-not-a-number", {"value": name})])


def _finite(digits: str) -> float:
    value = float(digits)
    if value in {float("inf"), float("-inf")}:
        _no_constants(digits[:20])
    return value


def _bounded(digits: str) -> int:
    if len(digits) > 40:
        raise BadInput([FieldFault("", "json-not-a-number", {"value": digits[:20] + "…"})])
    return int(digits)


def _no_depth(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise BadInput([FieldFault("", "json-too-deep", {"max": DEEPEST})])
    if isinstance(value, dict):
        for inner in value.values():
            _no_depth(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _no_depth(inner, depth + 1)


class StrictParser(FlaskParser):
    """webargs over our own reading of JSON; validation errors become field faults."""

    DEFAULT_VALIDATION_STATUS = 400

    def load_json(self, req: Request, schema: Schema) -> Any:
        document = json_body()
        return {} if document is None else document

    def handle_error(
        self,
        error: ValidationError,
        req: Request,
        schema: Schema,
        *,
        error_status_code: int | None,
        error_headers: Any,
    ) -> NoReturn:
        by_location: Any = error.messages  # webargs puts the location above marshmallow's own messages
        raise BadInput(field_faults(by_location.get("json", by_location.get("query", {}))))


def field_faults(messages: Any, pointer: str = "") -> list[FieldFault]:
    """Flatten marshmallow's nested messages to a list of JSON pointers with codes."""
    if isinstance(messages, dict):
        faults: list[FieldFault] = []
        for name, inner in messages.items():
            step = "" if name == "_schema" else "/" + str(name).replace("~", "~0").replace("/", "~1")
            faults += field_faults(inner, pointer + step)
        return faults
    if isinstance(messages, list):
        return [fault for inner in messages for fault in field_faults(inner, pointer)]
    return [FieldFault(pointer, str(messages), getattr(messages, "facts", {}))]
