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


def test_an_address_with_an_id_says_what_no_id_answers(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if "{" in path and method in {"get", "post", "put", "patch", "delete"}:
                answers = operation["responses"]["404"]["content"]["application/problem+json"]["examples"]
                assert "http-404" in answers, f"{method} {path}"


def test_every_operation_that_reads_a_body_says_that_it_has_a_size(document: dict[str, Any]) -> None:
    reading = [operation for operations in document["paths"].values() for operation in operations.values()
               if isinstance(operation, dict) and "requestBody" in operation]  # fmt: skip
    notifications = document["paths"]["/api/v1/payment-notifications/{gateway}"]["post"]
    for operation in [*reading, notifications]:
        assert "413" in operation["responses"], operation["operationId"]
