"""Every operation shows what it takes and what it answers, and what it shows is true to its schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from backend.http import examples

METHODS = {"get", "post", "put", "patch", "delete"}
PHONE = re.compile(r"(?<![0-9a-f-])1[3-9][0-9]{9}(?![0-9a-f-])", re.ASCII)
A_DEMO_PHONE = re.compile(r"138000000[0-9]{2}", re.ASCII)  # nobody's: the demo county has the first of them
IDENTITY_NUMBER = re.compile(r"(?<![0-9a-f])[1-9][0-9]{5}(19|20)[0-9]{9}[0-9X](?![0-9a-f])", re.ASCII)
SAY_SO = "backend/<feature>/examples.json shows each operation: {parameters, request, response}"


@pytest.fixture(scope="module")
def document(app: Flask) -> Any:
    return app.test_client().get("/openapi.json").json


def operations(document: Any) -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
    """(operationId, operation, its parameters and its path's)."""
    for methods in document["paths"].values():
        for method, operation in methods.items():
            if method in METHODS:
                yield (
                    operation["operationId"],
                    operation,
                    [*operation.get("parameters", []), *methods.get("parameters", [])],
                )


def answers(operation: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        response["content"]["application/json"]
        for status, response in operation["responses"].items()
        if status.startswith("2") and "application/json" in response.get("content", {})
    ]


def resolved(document: Any, schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return dict(document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
    return schema


def faults(document: Any, schema: dict[str, Any], example: Any) -> list[str]:
    whole = {**schema, "components": document["components"]}
    validator = Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"/{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(example)]


def beyond(document: Any, schema: dict[str, Any], example: Any, where: str = "") -> Iterator[str]:
    """Names that the example has and the schema has not."""
    schema = resolved(document, schema)
    alternatives = [
        each for key in ("anyOf", "oneOf", "allOf") for each in schema.get(key, []) if each.get("type") != "null"
    ]
    for alternative in alternatives:
        yield from beyond(document, alternative, example, where)
    if isinstance(example, list) and "items" in schema:
        for each in example:
            yield from beyond(document, schema["items"], each, f"{where}[]")
    if isinstance(example, dict) and "properties" in schema:
        for name, value in example.items():
            if name in schema["properties"]:
                yield from beyond(document, schema["properties"][name], value, f"{where}/{name}")
            elif not schema.get("additionalProperties"):
                yield f"{where}/{name}"


def test_every_body_is_shown(document: Any) -> None:
    bare = [
        name
        for name, operation, _ in operations(document)
        for content in operation.get("requestBody", {}).get("content", {}).values()
        if "example" not in content
    ]
    assert bare == [], SAY_SO


def test_every_answer_is_shown(document: Any) -> None:
    bare = [name for name, operation, _ in operations(document) if any("example" not in a for a in answers(operation))]
    assert bare == [], SAY_SO


def test_every_parameter_that_does_not_explain_itself_is_shown(document: Any) -> None:
    bare = [
        f"{name}: {parameter['name']}"
        for name, _, parameters in operations(document)
        for parameter in parameters
        if "example" not in parameter and not {"enum", "example"} & parameter.get("schema", {}).keys()
    ]
    assert bare == [], SAY_SO


def test_what_is_shown_fits_its_schema(document: Any) -> None:
    wrong = {}
    for name, operation, parameters in operations(document):
        shown = [*answers(operation), *operation.get("requestBody", {}).get("content", {}).values(), *parameters]
        for each in shown:
            if "example" in each:
                schema = each["schema"]
                complaints = [*faults(document, schema, each["example"]), *beyond(document, schema, each["example"])]
                wrong |= {f"{name} {each.get('name', '')}": complaints} if complaints else {}
    assert wrong == {}


def test_what_is_shown_shows_everything(document: Any) -> None:
    """A field that came later is in the example too: whoever builds against it meets it there."""
    incomplete = {}
    for name, operation, _ in operations(document):
        for content in answers(operation):
            fields = resolved(document, content["schema"]).get("properties", {})
            if missing := fields.keys() - content.get("example", {}).keys():
                incomplete[name] = missing
    assert incomplete == {"actAs": {"refresh_token"}}, "who acts for another keeps the refresh token that they have"


def test_what_is_shown_is_taken(app: Flask) -> None:
    """The very schemas that read requests read these."""
    refused = {}
    for view in app.view_functions.values():
        for parameter in getattr(view, "_apidoc", {}).get("arguments", {}).get("parameters", []):
            if parameter["in"] != "json":
                continue
            schema = parameter["schema"]() if isinstance(parameter["schema"], type) else parameter["schema"]
            first, *rest = view.__name__.split("_")
            name = first + "".join(map(str.capitalize, rest))
            if complaints := schema.validate(examples.by_operation()[name]["request"]):
                refused[name] = complaints
    assert refused == {}


def test_nothing_is_shown_of_an_operation_that_is_not_there(document: Any) -> None:
    assert examples.by_operation().keys() - {name for name, *_ in operations(document)} == set()


def test_nobody_real_is_shown(document: Any) -> None:
    shown = str(document)
    assert [number[0] for number in PHONE.finditer(shown) if not A_DEMO_PHONE.fullmatch(number[0])] == []
    assert IDENTITY_NUMBER.search(shown) is None


def test_the_schemas_themselves_are_well_made(document: Any) -> None:
    for name, schema in document["components"]["schemas"].items():
        validator_for(schema, default=Draft202012Validator).check_schema(schema), name
