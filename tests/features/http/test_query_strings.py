"""What stands behind the question mark is known, and stands once. Nothing is left out in silence."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from structlog.testing import capture_logs

from tests.support.world import World

# A file's address is passed on, and messengers write names of their own behind it; a gateway has its signature.
TAKE_WHAT_COMES = {"getCertificateQr", "receivePaymentNotification"}


def operations(app: Flask) -> list[tuple[str, str, str, Any]]:
    """(operationId, method, address that nothing is behind, operation)."""
    document = app.test_client().get("/openapi.json").json
    return [
        (operation["operationId"], method.upper(), re.sub(r"\{[^}]*_id\}", "0" * 8 + "-0000-7000-8000-" + "0" * 12,
         path.removeprefix("/api/v1")).replace("{", "").replace("}", ""), operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in {"get", "post", "put", "patch", "delete"}
    ]  # fmt: skip


def test_a_name_that_nobody_reads_is_refused_everywhere(app: Flask, world: World) -> None:
    taken = set()
    for name, method, path, _ in operations(app):
        answer = world.request(method, path, query={"cursr": "x"}, body={} if method != "GET" else None)
        if (answer.status_code, answer.json["code"]) != (400, "invalid-request"):
            taken.add(name)
            continue
        assert {"field": "/cursr", "code": "unknown-field"}.items() <= answer.json["errors"][0].items()
    files = {name for name, *_, operation in operations(app) if is_file(operation)}
    assert taken == TAKE_WHAT_COMES | files


def is_file(operation: Any) -> bool:
    content = operation["responses"].get("200", {}).get("content", {"application/json": {}})
    return "application/json" not in content


def test_that_it_is_refused_is_documented(app: Flask) -> None:
    silent = {name for name, *_, operation in operations(app)
              if "invalid-request" not in str(operation["responses"].get("400"))}  # fmt: skip
    may_be = {name for name, *_, operation in operations(app) if is_file(operation)} | {"receivePaymentNotification"}
    assert silent <= may_be


@pytest.mark.parametrize("query", ["limit=5&limit=6", "limit=5&limit=5", "state=&state=recorded"])
def test_a_name_stands_once(world: World, query: str) -> None:
    refused = world.citizen().get(f"/footprints?{query}")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (400, "given-twice")


def test_a_name_is_told_back_as_it_was_written_and_is_not_logged(world: World) -> None:
    """Whoever mistypes learns where; what somebody made up as a name may be a telephone number."""
    with capture_logs() as logs:
        refused = world.get("/offers", **{"13577772222": "x"})
        world.request("POST", "/auth/sms-codes", body={"13577772222": "x", "phone": "1"})
        world.request("POST", "/auth/sms-codes", raw=b'{"13577772222": 1, "13577772222": 2}')
    assert refused.json["errors"][0]["field"] == "/13577772222"
    assert "13577772222" not in str(logs)
    assert "/phone: not-a-phone" in str(logs)


def test_what_nobody_can_read_is_refused_and_breaks_nothing(world: World) -> None:
    for query in ("%ff=1", "%00=1", "=", "=1", "&".join(f"a{n}=1" for n in range(1500)), "a[]=1", "é=é"):
        refused = world.request("GET", f"/offers?{query}")
        assert refused.status_code == 400, query
