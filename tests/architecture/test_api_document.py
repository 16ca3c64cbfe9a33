"""The API's document that clients are generated from is the one that the code gives, and a valid one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"


@pytest.fixture(scope="module")
def document(app: Flask) -> dict[str, Any]:
    served = app.test_client().get("/openapi.json")
    return dict(served.get_json())


def test_it_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    validate(document)
    assert document["openapi"] == "3.1.0"


def test_the_kept_copy_is_the_served_one(document: dict[str, Any]) -> None:
    kept = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    assert kept == document, "run make openapi"


def test_no_two_operations_share_an_id(document: dict[str, Any]) -> None:
    ids = [
        operation["operationId"]
        for path in document["paths"].values()
        for method, operation in path.items()
        if method != "parameters"
    ]
    assert len(ids) == len(set(ids))
