"""Everything that the document allows, and much that it does not, by everybody who may knock: no mistake of ours.

Schemathesis makes the requests (examples, coverage, fuzzing, chains of operations). Beside its own checks every answer
must be one that the operation documents: the status and the problem's code. ``--hypothesis-seed=N`` repeats a run.

The short form asks every operation of the document once as everybody, whatever they may do, however long that takes
(seconds). Then, for a minute that all roles share, it goes on with what opens to each: how far it gets depends on the
machine. The long form (``make soak``) has two hundred examples an operation and chains of operations,
for all of them as everybody, twenty minutes a role; only that looks for rare combinations.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from werkzeug.serving import make_server

from backend.http.grants import GRANTS
from backend.kernel.principal import Role
from tests.support.neighbourhood import Neighbourhood, a_neighbourhood
from tests.support.offices import POSITIONS
from tests.support.standin import StandIn
from tests.support.world import World

ROLES = {"anonymous": None, "citizen": Role.CITIZEN, "own-clerk": Role.MERCHANT_CLERK}
PHASES = ["examples", "coverage", "fuzzing", "stateful"]
SEED = 20221017  # the day of the county's notice
A_MINUTE_S, A_LONG_RUN_S = 60, 1200

# It would end the session that everything else is asked with; flows/test_signing_in.py tells of it.
NOT_ASKED = "signOut"


@dataclass
class Heard:
    """What came back in one run."""

    cases: int = 0
    operations: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    complaints: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def neighbourhood(app: Flask, keys_folder: Any, standin: StandIn) -> Neighbourhood:
    return a_neighbourhood(World(app, keys_folder / "sms.jsonl"), standin)


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """The service on a port: some requests exist only on a wire."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--hypothesis-seed") or SEED)


def may_enter(app: Flask, role: str) -> set[str]:
    """The operations that open to a role; what is open to everybody is asked by a stranger."""
    opened = set()
    for view in app.view_functions.values():
        if "access" in getattr(view, "_apidoc", {}):
            permission = view._apidoc["access"]["permission"]
            anybody = permission is None and role == "anonymous"
            if anybody or (permission is not None and permission in GRANTS.get(ROLES.get(role, role), set())):
                first, *rest = view.__name__.split("_")
                opened.add(first + "".join(map(str.capitalize, rest)))
    return opened - {NOT_ASKED}


def fuzzes(
    hers: Neighbourhood,
    address: str,
    role: str,
    *,
    seed: int,
    examples: int,
    seconds: int,
    only: set[str] | None = None,
) -> Heard:
    config = SchemathesisConfig(seed=seed, max_time=seconds)
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json", config=config)
    schema = schema.include(operation_id=sorted(only)) if only else schema.exclude(operation_id=NOT_ASKED)
    token = hers.token_of(role)
    schema.config.update(headers={"Authorization": f"Bearer {token}"} if token else {}, workers=1)
    schema.config.phases.update(phases=PHASES)
    schema.config.generation.update(max_examples=examples)
    # A form is not all: whether an order may be placed, the programme's rules decide (422), and the document says so.
    schema.config.checks.update(excluded_check_names=["positive_data_acceptance"])
    # Which draft was seen is asked before what is wrong with the change to it: 412 and 428 refuse as well.
    for check in (schema.config.checks.negative_data_rejection, schema.config.checks.missing_required_header):
        check.expected_statuses = [*check.expected_statuses, "412", "428"]
    heard = Heard()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _hear(event.recorder, schema.raw_schema, heard)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            heard.complaints["schemathesis itself"] = str(
                getattr(event, "value", None) or getattr(event, "exception", "")
            )
    return heard


def asks_each_once(hers: Neighbourhood, address: str, role: str, *, seed: int) -> Heard:
    """One example of every operation of the document, of a token that may come in or not. No limit of time."""
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json", config=SchemathesisConfig(seed=seed))
    heard, token = Heard(), hers.token_of(role)
    for offered in schema.get_all_operations():
        one = offered.ok()
        its_id = one.definition.raw["operationId"]
        # Who signs out has a session for that alone.
        bearer = hers.world.citizen().token if token and its_id == NOT_ASKED else token
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        document = schema.raw_schema["paths"][one.path][one.method.lower()]

        @hypothesis.seed(seed)
        @hypothesis.settings(
            max_examples=1, database=None, deadline=None, phases=[hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        )  # fmt: skip
        @hypothesis.given(case=one.as_strategy())
        def ask(case: Any) -> None:
            response = case.call(headers=headers)  # noqa: B023
            heard.cases += 1
            heard.statuses[response.status_code] += 1
            heard.operations.add(its_id)  # noqa: B023
            for complaint in _undocumented(document, response):  # noqa: B023
                heard.complaints[f"{its_id}: {complaint}"] = case.as_curl_command()  # noqa: B023

        ask()
    return heard


def _hear(recorder: Any, document: dict[str, Any], heard: Heard) -> None:
    for its_id, interaction in recorder.interactions.items():
        case, response = recorder.cases[its_id].value, interaction.response
        if response is None:
            continue
        heard.cases += 1
        heard.statuses[response.status_code] += 1
        operation = document["paths"].get(case.operation.path, {}).get(case.method.lower())
        if operation is None:
            continue  # a method that the address does not take: 405, of which the document has no more to say
        heard.operations.add(operation["operationId"])
        for complaint in _undocumented(operation, response):
            heard.complaints[f"{operation['operationId']}: {complaint}"] = case.as_curl_command()
    for its_id, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                case = recorder.cases[its_id].value
                name = f"{case.method} {case.operation.path}: {check.name}"
                heard.complaints.setdefault(
                    name, f"{check.failure_info.failure} {check.failure_info.code_sample}"[:900]
                )


def _undocumented(operation: dict[str, Any], response: Any) -> Iterator[str]:
    status = str(response.status_code)
    if response.status_code >= 500:
        yield f"{status}"
    elif status not in operation["responses"]:
        yield f"{status} is not documented"
    elif response.status_code >= 400:
        code = response.json()["code"]
        if code not in operation["responses"][status]["content"]["application/problem+json"]["examples"]:
            yield f"{status} {code} is not documented"


@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_anybody_sends_is_answered_by_a_mistake(
    neighbourhood: Neighbourhood, address: str, role: str, seed: int, app: Flask
) -> None:
    once = asks_each_once(neighbourhood, address, role, seed=seed)
    print(f"seed {seed}, {role}, each once: {dict(once.statuses)}")
    assert once.complaints == {}, f"--hypothesis-seed={seed}"
    assert once.operations == every_operation(app), "each is asked, whatever the machine is doing"

    asked = may_enter(app, role)
    heard = fuzzes(neighbourhood, address, role, seed=seed, examples=2, seconds=share_s(app), only=asked)
    print(f"seed {seed}, {role}: {heard.cases} cases, {len(heard.operations)} operations, {dict(heard.statuses)}")
    assert heard.complaints == {}, f"--hypothesis-seed={seed}"
    assert neighbourhood.world.books_balance()


def beyond_the_counter(app: Flask) -> dict[str, set[str]]:
    """By position, the operations that are asked by nobody before it."""
    asked = set().union(*(may_enter(app, role) for role in ROLES))
    found = {}
    for role in POSITIONS:
        found[str(role)] = may_enter(app, str(role)) - asked
        asked |= found[str(role)]
    return {role: operations for role, operations in found.items() if operations}


def test_nothing_that_an_office_sends_is_answered_by_a_mistake(
    neighbourhood: Neighbourhood, address: str, seed: int, app: Flask
) -> None:
    for role, operations in beyond_the_counter(app).items():
        heard = fuzzes(neighbourhood, address, role, seed=seed, examples=2, seconds=share_s(app), only=operations)
        print(f"seed {seed}, {role}: {heard.cases} cases, {sorted(operations)}, {dict(heard.statuses)}")
        assert heard.complaints == {}, f"{role} --hypothesis-seed={seed}"
    assert neighbourhood.world.books_balance()


def share_s(app: Flask) -> int:
    """Of the minute, for each who is asked for."""
    return A_MINUTE_S // (len(ROLES) + len(beyond_the_counter(app)))


def every_operation(app: Flask) -> set[str]:
    document = app.test_client().get("/openapi.json").json
    return {operation["operationId"] for methods in document["paths"].values()
            for operation in methods.values() if "operationId" in operation}  # fmt: skip


def test_every_role_asks_and_every_operation_is_asked_further(app: Flask) -> None:
    asked = set().union(*(may_enter(app, role) for role in (*ROLES, *map(str, POSITIONS))))
    assert every_operation(app) - asked == {NOT_ASKED, "getClient"}  # a machine's alone: flows/test_machines.py


@pytest.mark.soak
@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_anybody_sends_for_long_is_answered_by_a_mistake(
    neighbourhood: Neighbourhood, address: str, role: str, seed: int
) -> None:
    heard = fuzzes(neighbourhood, address, role, seed=seed, examples=200, seconds=A_LONG_RUN_S)
    print(f"seed {seed}, {role}: {heard.cases} cases, {len(heard.operations)} operations, {dict(heard.statuses)}")
    assert heard.complaints == {}, f"--hypothesis-seed={seed}"
    assert neighbourhood.world.books_balance()
