"""What each operation takes and answers, shown once: ``backend/<feature>/examples.json``, by operation.

One file beside each feature's schemas, in JSON, as it goes over the wire:

    {"getBatch": {"parameters": {"number": "0000001"}, "request": {...}, "response": {...}}}

``tests/architecture/test_api_examples.py`` holds that every operation has its examples and that each fits its schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

FEATURES: Final = Path(__file__).parent.parent
AN_ID: Final = "019aa8b1-0001-7000-8000-000000000001"


@cache
def by_operation() -> dict[str, dict[str, Any]]:
    """Every feature's examples; an operation is shown in one place."""
    shown: dict[str, dict[str, Any]] = {}
    for file in sorted(FEATURES.glob("*/examples.json")):
        for operation, example in json.loads(file.read_text(encoding="utf-8")).items():
            if operation in shown:
                raise ValueError(f"{file}: {operation} is shown twice")
            shown[operation] = example
    return shown


def show(operation: dict[str, Any], parameters: list[dict[str, Any]]) -> None:
    """Put the examples of one operation into the document; ``parameters`` are its own and those of its path."""
    example = by_operation().get(operation["operationId"], {})
    for parameter in parameters:
        known = example.get("parameters", {})
        if parameter["name"] in known:
            parameter["example"] = known[parameter["name"]]
        elif parameter.get("schema", {}).get("format") == "uuid":
            parameter.setdefault("example", AN_ID)
    if "request" in example:
        for content in operation["requestBody"]["content"].values():
            content["example"] = example["request"]
    if "response" in example:
        for content in _answers(operation):
            content["example"] = example["response"]


def _answers(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for status, response in operation["responses"].items():
        if str(status).startswith("2") and "application/json" in response.get("content", {}):
            yield response["content"]["application/json"]
