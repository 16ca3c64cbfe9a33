"""What no operation may take, tried at every operation of the document: a new one is tried by itself.

The catalogue of bad input, and where each row is refused:

- fields that are not the caller's to set: here
- amounts that are no whole, finite, bounded number: here and test_strict_input.py
- text that nobody sees or that says two things: here and test_strict_input.py
- access tokens that are not ours: test_tokens.py
- floods of SMS and guessed codes: flows/test_sms_floods.py, flows/test_signing_in.py
- somebody else's things: test_whose_thing_it_is.py
- secrets and personal data left lying about: flows/test_what_is_left_lying_about.py
- anything at all: test_fuzzing.py
- names in a query that nobody reads: test_query_strings.py
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.support.neighbourhood import Neighbourhood, a_neighbourhood
from tests.support.offices import POSITIONS
from tests.support.standin import StandIn
from tests.support.world import World, fresh_key

METHODS = ("post", "put", "patch", "delete")
DECIMAL = "^(0|[1-9][0-9]{0,14})(\\.[0-9]{1,9})?$"
HERE = "\x00here\x00"

# As they stand on the wire: some of them no library would write.
NO_AMOUNTS = (
    "-1", "-0.5", "0.1", "1e308", "1E+400", "NaN", "Infinity", "-Infinity", '"１２"', '"1_0"', '" 5 "', '"5\\n"',
    "9223372036854775808", "-9223372036854775809", "1000000000000000000", "true", "[]", "[5]", "{}", '""',
    "1.0000000001", '"-0"', '"1e3"', '"0x10"', '"٣"', '"½"', '"1,000"',
)  # fmt: skip
NO_TEXTS = (
    '"a\\u0000b"', '"\\ud800"', '"a\\u202eb"', '"a\\u200db"', '"a\\u200bb"', '"\\u001b[31m"', '"\\ue000"', '"\\u007f"',
    "5", "true", "[]", "{}",
)  # fmt: skip


@pytest.fixture(scope="module")
def neighbourhood(app: Flask, keys_folder: Any, standin: StandIn) -> Neighbourhood:
    return a_neighbourhood(World(app, keys_folder / "sms.jsonl"), standin)


@pytest.fixture(scope="module")
def document(app: Flask) -> Any:
    return app.test_client().get("/openapi.json").json


def writing(document: Any) -> Iterator[tuple[str, str, str, dict[str, Any], Any]]:
    """(operationId, method, path, schema of the body, example of the body)."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}) if method in METHODS else {}
            if "application/json" in content:
                body = content["application/json"]
                yield (
                    operation["operationId"],
                    method.upper(),
                    path,
                    resolved(document, body["schema"]),
                    body["example"],
                )


def resolved(document: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """A schema itself, whatever it is wrapped in."""
    for wrapped in schema.get("anyOf", schema.get("allOf", [])):
        if wrapped.get("type") != "null":
            return resolved(document, wrapped)
    if "$ref" in schema:
        return dict(document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
    return schema


def is_of(schema: dict[str, Any], kind: str) -> bool:
    said = schema.get("type")
    return kind in said if isinstance(said, list) else said == kind


def is_amount(schema: dict[str, Any]) -> bool:
    return is_of(schema, "integer") or schema.get("pattern") == DECIMAL


def is_text(schema: dict[str, Any]) -> bool:
    return is_of(schema, "string") and not {"enum", "pattern", "format"} & schema.keys()


def places(document: Any, schema: dict[str, Any], example: Any, wanted: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Where in a body something of a kind stands: (pointer, the example with a mark at that place)."""
    for name, inner in resolved(document, schema).get("properties", {}).items():
        form, value = resolved(document, inner), example.get(name)
        if wanted(form):
            yield f"{at}/{name}", {**example, name: HERE}
        elif is_of(form, "array") and value:
            for pointer, marked in places(document, form["items"], value[0], wanted, f"{at}/{name}/0"):
                yield pointer, {**example, name: [marked, *value[1:]]}
        elif (
            isinstance(form.get("additionalProperties"), dict)
            and value
            and wanted(resolved(document, form["additionalProperties"]))
        ):
            for key in value:
                yield f"{at}/{name}/{key}", {**example, name: {**value, key: HERE}}
        elif isinstance(value, dict):
            for pointer, marked in places(document, form, value, wanted, f"{at}/{name}"):
                yield pointer, {**example, name: marked}


_came_in: dict[tuple[str, str], str] = {}


def sends(hers: Neighbourhood, method: str, path: str, raw: str) -> Any:
    """By whoever may come in, so that nothing but the body is to blame: by whoever did the last time, first."""
    last = [_came_in[method, path]] if (method, path) in _came_in else []
    for role in (*last, "owner", "own-clerk", *map(str, POSITIONS), "citizen-who-proved"):
        token = hers.token_of(role)
        answer = hers.world.request(method, hers.at(path), raw=raw.encode(), token=token, key=fresh_key())
        if answer.status_code != 403:
            _came_in[method, path] = role
            return answer
    raise AssertionError(f"nobody may {method} {path}")


def names_that_answers_have(document: Any) -> set[str]:
    return {name for schema in document["components"]["schemas"].values() for name in schema.get("properties", {})}


def test_a_field_that_is_not_the_callers_to_set_is_refused(neighbourhood: Neighbourhood, document: Any) -> None:
    """Whatever an answer shows (points, state, role, price, owner), sending it back is refused by its name."""
    hers, taken, tried = neighbourhood, {}, 0
    before = everything_of(hers)
    for name, method, path, schema, example in writing(document):
        foreign = sorted(names_that_answers_have(document) - schema.get("properties", {}).keys())
        answer = sends(hers, method, path, json.dumps({**example, **dict.fromkeys(foreign, 1)}))
        tried += len(foreign)
        told = {error["field"] for error in answer.json.get("errors", []) if error["code"] == "unknown-field"}
        if answer.status_code != 400 or told != {f"/{each}" for each in foreign}:
            taken[name] = (answer.status_code, sorted({f"/{each}" for each in foreign} - told))
    assert taken == {}
    assert tried > 2000
    assert everything_of(hers) == before


def test_an_amount_that_is_no_whole_bounded_number_is_refused(neighbourhood: Neighbourhood, document: Any) -> None:
    """With its field, at every amount that any operation takes; where decimals are taken, a decimal string is fine."""
    _refuses_everywhere(neighbourhood, document, is_amount, NO_AMOUNTS, least_places=5)


def test_a_text_that_nobody_sees_is_refused(neighbourhood: Neighbourhood, document: Any) -> None:
    _refuses_everywhere(neighbourhood, document, is_text, NO_TEXTS, least_places=5)


def _refuses_everywhere(
    hers: Neighbourhood, document: Any, wanted: Any, values: tuple[str, ...], *, least_places: int
) -> None:
    before, taken, seen = everything_of(hers), [], set()
    for name, method, path, schema, example in writing(document):
        for pointer, marked in places(document, schema, copy.deepcopy(example), wanted):
            seen.add(f"{name} {pointer}")
            for value in values:
                answer = sends(hers, method, path, json.dumps(marked).replace(json.dumps(HERE), value))
                told = (
                    {error["field"] for error in answer.json.get("errors", [])} if answer.status_code == 400 else None
                )
                if told is None or not any(pointer.startswith(field) for field in told):
                    taken.append(f"{name} {pointer} = {value}: {answer.status_code} {told}")
    assert len(seen) >= least_places, seen
    assert taken == []
    assert everything_of(hers) == before


def everything_of(hers: Neighbourhood) -> list[Any]:
    paths = ("/me", "/points", "/footprints", "/offset-orders", "/activities", "/my-redemptions")
    return [hers.owner.get(path).json for path in paths]
