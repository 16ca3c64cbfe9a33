"""From a validated request to a committed effect: the only road that writes.

A command says no by raising, which undoes all it did; or, where what it did must stay (a try that was
spent, a code that was shown), by *returning* the refusal: that commits and still answers with the problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Response, g, jsonify, request
from marshmallow import Schema

from backend.http.body import json_body
from backend.http.problem import Refused
from backend.kernel import idempotency
from backend.kernel.errors import DomainError
from backend.kernel.idempotency import Answer
from backend.kernel.principal import Principal
from backend.kernel.transaction import run

Payload = TypeVar("Payload")
Result = TypeVar("Result")

REPLAYED: Final = "Idempotency-Replayed"
KEY: Final = re.compile(r"[\x21-\x7e]{16,64}", re.ASCII)


def execute(
    command: Callable[[Principal, Payload], Any], payload: Payload, *, reply: Schema, status: int = 200,
    stands_for: Any = None,
) -> Response:  # fmt: skip
    """Run the command once for this key: in one transaction, again after a lost race, replayed when repeated.

    ``stands_for`` is what tells one request from another where its body is no JSON: an upload's digest and fields.
    """
    principal: Principal = g.principal
    key, mark = _key_and_mark(stands_for)

    def once() -> tuple[Answer, bool] | DomainError:
        answered = idempotency.claim(principal.id, key, mark)
        if answered is not None:
            return answered, True
        result = command(principal, payload)
        if isinstance(result, DomainError):
            idempotency.release(principal.id, key)
            return result
        answer = Answer(status, reply.dump(result))
        idempotency.keep(principal.id, key, mark, answer)
        return answer, False

    outcome = run(once)
    if isinstance(outcome, DomainError):
        raise outcome
    return _respond(*outcome)


def replayed(stands_for: Any = None) -> Response | None:
    """The stored answer, if this very request was answered before.

    For operations that must ask somebody outside between two commands: a repeated request is answered
    from what is kept, whatever has become of the thing since.
    """
    key, mark = _key_and_mark(stands_for)
    principal: Principal = g.principal
    answer = run(lambda: idempotency.answered(principal.id, key, mark))
    return None if answer is None else _respond(answer, True)


def _key_and_mark(stands_for: Any) -> tuple[str, str]:
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        raise Refused(400, "idempotency-key-required")
    if KEY.fullmatch(key) is None:
        raise Refused(400, "idempotency-key-malformed")
    operation = f"{request.method} {request.path} as {g.principal.party_id}"
    return key, idempotency.fingerprint(operation, json_body() if stands_for is None else stands_for)


def _respond(answer: Answer, again: bool) -> Response:
    response = jsonify(answer.body)
    response.status_code = answer.status
    if again:
        response.headers[REPLAYED] = "true"
    return response


def perform(command: Callable[[Any, Payload], Result | DomainError], payload: Payload) -> Result:
    """Run a command that takes no key: sign-in, quotes and what else repeats without harm."""
    result = run(lambda: command(g.get("principal"), payload))
    if isinstance(result, DomainError):
        raise result
    return result
