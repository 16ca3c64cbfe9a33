"""Every failure leaves as application/problem+json (RFC 9457), in the reader's language."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from flask import Flask, Response, g, jsonify
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from werkzeug.exceptions import HTTPException

from backend.kernel import i18n
from backend.kernel.errors import (
    Conflict,
    DomainError,
    Forbidden,
    InvalidInput,
    NotFound,
    RuleViolation,
    Stale,
    TooMany,
    Unauthenticated,
    Unavailable,
)
from backend.kernel.transaction import Busy, abandon, is_unavailable

log = structlog.get_logger()

STATUS: Final[dict[type[DomainError], int]] = {
    InvalidInput: 400,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Stale: 412,
    RuleViolation: 422,
    TooMany: 429,
    Unavailable: 503,
}
OUR_NAME: Final = re.compile(r"[a-z_]*|[0-9]{1,3}", re.ASCII)
HTTP_CODES: Final = (400, 404, 405, 406, 408, 411, 413, 414, 415, 417, 429, 431)
"""What the framework itself may refuse; each has its words."""


class Refused(HTTPException):
    """The edge itself says no, before any command runs."""

    def __init__(self, status: int, problem_code: str, **facts: Any) -> None:
        super().__init__()
        self.code, self.problem_code, self.facts = status, problem_code, facts


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One thing that is wrong with one field; ``field`` is a JSON pointer into the request."""

    field: str
    code: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class BadInput(Exception):
    """The request does not have the form that the operation takes."""

    def __init__(self, faults: Iterable[FieldFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"invalid-request {self.faults}")


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(BadInput, _bad_input)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(NoFreeConnection, _no_free_connection)
    app.register_error_handler(Exception, _unexpected)
    app.teardown_appcontext(_let_go)


def status_of(kind: type[DomainError]) -> int:
    return next(status for base, status in STATUS.items() if issubclass(kind, base))


def _domain(error: DomainError) -> Response:
    log.info("refused", code=error.code, facts=error.facts)
    at = getattr(error, "field", None) or error.facts.get("field")
    faults = [FieldFault(str(at), error.code, error.facts)] if at else []
    faults += [FieldFault(each.field, each.code, each.facts) for each in getattr(error, "faults", ())]
    return problem(status_of(type(error)), error.code, error.facts, faults)


def _bad_input(error: BadInput) -> Response:
    log.info("refused", code="invalid-request", fields=[f"{_loggable(fault)}: {fault.code}" for fault in error.faults])
    return problem(400, "invalid-request", {}, error.faults)


def _loggable(fault: FieldFault) -> str:
    """The field as far as its name is ours: what a caller made up as a name may be somebody's telephone number."""
    if fault.code in {"unknown-field", "json-duplicate-key"}:
        return "?"
    return "/".join(step if OUR_NAME.fullmatch(step) else "?" for step in fault.field.split("/"))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status >= 500:
        return _unexpected(error)
    code = getattr(error, "problem_code", f"http-{status}")
    response = problem(status, code, getattr(error, "facts", {}))
    if status == 405 and (methods := getattr(error, "valid_methods", None)):
        response.headers["Allow"] = ", ".join(methods)
    return response


def _database(error: DBAPIError) -> Response:
    abandon()
    if is_unavailable(error):
        log.warning("database-unavailable", error=type(error.orig).__name__)
        return problem(503, "database-unavailable", {"retry_after_s": 2})
    return _unexpected(error)


def _let_go(_: BaseException | None) -> None:
    """Before the session is closed: a connection that was cut meanwhile must not spoil the answer that it gave."""
    abandon()


def _no_free_connection(_: NoFreeConnection) -> Response:
    """A read outside of any command waited in vain for one of our sessions."""
    log.warning("no-free-connection")
    return problem(503, Busy.code, {"retry_after_s": 1})


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected", error=type(error).__name__)
    return problem(500, "internal-error", {})


def problem(status: int, code: str, facts: Mapping[str, Any], faults: Iterable[FieldFault] = ()) -> Response:
    shown = {name: value for name, value in facts.items() if name != "field"}
    detail = i18n.text(f"problem.{code}.detail", **shown)
    mend = i18n.text(f"problem.{code}.mend", **shown)
    body: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": i18n.text(f"problem.{code}.title", **shown),
        "status": status,
        "detail": detail,
        "code": code,
        "mend": mend,
        "reasons": [{"code": code, "text": detail, "facts": shown}],
        "request_id": g.get("request_id", ""),
    }
    errors = [_described(fault) for fault in faults]
    if errors:
        body["errors"] = errors
        if code == "invalid-request":
            body["reasons"] = [{"code": e["code"], "text": e["detail"], "facts": {"field": e["field"]}} for e in errors]
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    response.headers["Content-Language"] = i18n.language()
    response.headers["Cache-Control"] = "no-store"
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="tanhui"'
    if retry_after := facts.get("retry_after_s"):
        response.headers["Retry-After"] = str(retry_after)
    return response


def _described(fault: FieldFault) -> dict[str, Any]:
    family = "field" if i18n.has_text(f"field.{fault.code}.detail") else "problem"
    return {
        "field": fault.field,
        "code": fault.code,
        "detail": i18n.text(f"{family}.{fault.code}.detail", **fault.facts),
        "mend": i18n.text(f"{family}.{fault.code}.mend", **fault.facts),
    }
