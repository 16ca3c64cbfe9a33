"""JSON as gateways must write it: one meaning for every text, so that what was signed is what is used."""

import json
from typing import Any


class NotStrict(ValueError):
    """Not UTF-8, not JSON, not an object, or JSON that two readers could read differently."""


def read_object(text: bytes) -> dict[str, Any]:
    """The JSON object in `text`; duplicate keys, NaN, Infinity and fractions are refused: amounts are integers."""
    try:
        value = json.loads(
            text.decode("utf-8"),
            object_pairs_hook=_without_duplicates,
            parse_constant=_refuse,
            parse_float=_refuse,
        )
    except (ValueError, RecursionError) as trouble:
        raise NotStrict(str(trouble)) from trouble
    if not isinstance(value, dict):
        raise NotStrict("not an object")
    return value


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotStrict("duplicate key")
    return value


def _refuse(literal: str) -> Any:
    raise NotStrict(f"number {literal[:20]}")
