"""The OpenAPI 3.1 document, made from the code: access, idempotency keys and every problem an operation may answer."""

from __future__ import annotations

import http
import json
import threading
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from typing import Any, Final, TypeVar

import flask_smorest
from flask import Flask, Response
from flask_smorest.spec import prepare_response
from marshmallow import Schema, fields

from backend.http import examples, query_string
from backend.http.auth import ProofTooOld
from backend.http.body import StrictParser
from backend.http.example_facts import example_problem
from backend.http.grants import GRANTS, PRIVILEGED, Permission
from backend.http.problem import status_of
from backend.http.scopes import asks_for_a_signature, opening
from backend.kernel import i18n
from backend.kernel.errors import DomainError, SecondFactorRequired, Stale
from backend.kernel.principal import Role
from backend.kernel.scopes import Scope

View = TypeVar("View", bound=Callable[..., Any])

PROBLEM_TYPE: Final = "application/problem+json"
METHODS: Final = frozenset({"get", "post", "put", "patch", "delete"})
SIGNATURE_PROBLEMS: Final = frozenset({
    "signature-required", "signature-malformed", "signature-incomplete", "signature-stale", "signature-wrong",
    "signature-key-unknown", "signature-replayed", "content-digest-wrong",
})  # fmt: skip


class ReasonSchema(Schema):
    code = fields.String(required=True)
    text = fields.String(required=True)
    facts = fields.Dict(required=True)


class FieldErrorSchema(Schema):
    field = fields.String(required=True, metadata={"description": "JSON pointer into the request"})
    code = fields.String(required=True)
    detail = fields.String(required=True)
    mend = fields.String(required=True)


class ProblemSchema(Schema):
    """RFC 9457, in the reader's language."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "stable; what programs look at"})
    mend = fields.String(required=True, metadata={"description": "what to do about it"})
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)
    errors = fields.List(fields.Nested(FieldErrorSchema))
    request_id = fields.String(required=True)
    error = fields.String(metadata={"description": "at the token endpoint alone: the word of RFC 6749 section 5.2"})
    error_description = fields.String()


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # it ships no types
    """flask-smorest's, reading strictly and documenting access, keys and problems."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare_doc_cbks.append(self._document_access_and_problems)
        self.before_request(query_string.refuse_unknown)

    def register_views_in_doc(self, api: Any, *args: Any, **options: Any) -> None:
        """Not now: few processes are ever asked for the document (``Api.spec``)."""
        api.describes(partial(super().register_views_in_doc, api, *args, **options))

    # flask-smorest has no types; these three decorators give back the view that they take.

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Register the view under a path."""
        decorate: Callable[[View], View] = super().route(rule, **options)
        return decorate

    def arguments(self, schema: type[Schema] | Schema, **options: Any) -> Callable[[View], View]:
        """Load what came in with ``schema`` and hand it to the view."""
        decorate: Callable[[View], View] = super().arguments(schema, **options)
        if options.get("location") != "query":
            return decorate
        known = schema() if isinstance(schema, type) else schema
        names = [field.data_key or name for name, field in known.load_fields.items()]
        return lambda view: query_string.reads(decorate(view), names)

    def takes(self, body: dict[str, Any]) -> Callable[[View], View]:
        """Document a body that the view reads itself: a form with a file."""
        decorate: Callable[[View], View] = self.doc(requestBody=body)
        return decorate

    def response(
        self, status: int, schema: type[Schema] | Schema | None = None, **options: Any
    ) -> Callable[[View], View]:
        """Dump what the view returns with ``schema``; with a ``content_type`` of its own the view gives a file."""
        content_type = options.get("content_type", "application/json")
        if content_type == "application/json":
            decorate: Callable[[View], View] = super().response(status, schema, **options)
            return decorate
        file = {"type": "string", "contentMediaType": content_type}
        as_file: Callable[[View], View] = super().response(status, schema or file, **options)
        return lambda view: query_string.takes_any_query(as_file(view))

    @staticmethod
    def _document_access_and_problems(
        doc: dict[str, Any], info: dict[str, Any], *, method: str, spec: Any, **_: Any
    ) -> dict[str, Any]:
        permission = info.get("access", {}).get("permission")
        guarded = permission is not None
        keyed = info.get("keyed", False)
        problems: dict[int, set[str]] = {}
        for code, status in info.get("refusals", {}).items():
            problems.setdefault(status, set()).add(code)
        if guarded:
            problems.setdefault(401, set()).update({"bearer-token-required", "bearer-token-invalid"})
            problems.setdefault(403, set()).add("forbidden")
            if info["access"]["permission"] in PRIVILEGED:
                problems[403] |= {ProofTooOld.code, SecondFactorRequired.code}
            if opening(permission) or permission in GRANTS[Role.CLIENT]:
                problems.setdefault(429, set()).add("client-quota-reached")
            if asks_for_a_signature(permission):
                problems[401] |= SIGNATURE_PROBLEMS
        if keyed:
            doc.setdefault("parameters", []).append(
                {"name": "Idempotency-Key", "in": "header", "required": True,
                 "description": "16 to 64 visible ASCII characters, made and kept by the device before it sends.",
                 "schema": {"type": "string", "minLength": 16, "maxLength": 64, "pattern": "^[!-~]{16,64}$"},
                 "example": "5f0c7a1e9d3b4c62"}
            )  # fmt: skip
            problems.setdefault(400, set()).update({"idempotency-key-required", "idempotency-key-malformed"})
            problems.setdefault(409, set()).update({"idempotency-key-reused", "request-in-progress"})
        if info.get("matched", False):
            doc.setdefault("parameters", []).append(
                {"name": "If-Match", "in": "header", "required": True, "description": "The ETag that one has seen.",
                 "schema": {"type": "string", "pattern": '^(W/)?"[1-9][0-9]{0,8}"$'}, "example": '"1"'}
            )  # fmt: skip
            problems.setdefault(412, set()).add(Stale.code)
            problems.setdefault(428, set()).add("if-match-required")
        if not info.get("query", {}).get("any"):
            problems.setdefault(400, set()).add("invalid-request")
        if "requestBody" in doc or "requestBody" in info.get("manual_doc", {}):
            problems.setdefault(413, set()).add("http-413")
            problems.setdefault(415, set()).add("http-415")
        problems.setdefault(503, set()).update({"database-unavailable", "busy"})
        responses = doc.setdefault("responses", {})
        for status, codes in sorted(problems.items()):
            responses[str(status)] = _problem_response(status, sorted(codes))
        responses.pop(422, None) if 422 not in problems else None
        responses["default"] = _problem_response(500, ["internal-error"])
        if guarded:
            doc["security"] = [{"bearer": []}, *_of_machines(permission)]
        elif "access" in info:
            doc["security"] = []
        return doc


def _of_machines(permission: Permission) -> list[dict[str, list[str]]]:
    """How a machine comes through this door, if it does: by a scope, with a signature where the scope asks for one."""
    if permission in GRANTS[Role.CLIENT]:
        return [{"client": []}]
    signed: dict[str, list[str]] = {"signature": []} if asks_for_a_signature(permission) else {}
    return [{"client": [str(scope)], **signed} for scope in opening(permission)]


def _problem_response(status: int, codes: list[str]) -> dict[str, Any]:
    """The same few problems are answered everywhere: the document shows each once and leads to it."""
    return {
        "description": "; ".join(f"`{code}`: {i18n.text_in('en', f'problem.{code}.title')}" for code in codes),
        "content": {
            PROBLEM_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {code: {"$ref": f"#/components/examples/{code}"} for code in codes},
            }
        },
    }  # fmt: skip


def refuses(*kinds: type[DomainError] | str, **edge: int) -> Callable[[View], View]:
    """Document which problems an operation may answer: error classes, or ``code=status`` for the edge's own."""

    def decorate(view: View) -> View:
        documentation = deepcopy(getattr(view, "_apidoc", {}))
        refusals = documentation.setdefault("refusals", {})
        refusals.update({kind.code: status_of(kind) for kind in kinds if isinstance(kind, type)})
        refusals.update({code.replace("_", "-"): status for code, status in edge.items()})
        vars(view)["_apidoc"] = documentation
        return view

    return decorate


def takes_form(schema: type[Schema]) -> Callable[[View], View]:
    """Document a form that the view reads by itself."""

    def decorate(view: View) -> View:
        documentation = deepcopy(getattr(view, "_apidoc", {}))
        content = {"application/x-www-form-urlencoded": {"schema": schema}}
        documentation.setdefault("manual_doc", {})["requestBody"] = {"required": True, "content": content}
        vars(view)["_apidoc"] = documentation
        return view

    return decorate


def keyed(view: View) -> View:
    """Document that the operation takes an Idempotency-Key (its view goes through ``execute``)."""
    documentation = deepcopy(getattr(view, "_apidoc", {}))
    documentation["keyed"] = True
    vars(view)["_apidoc"] = documentation
    return view


def matched(view: View) -> View:
    """Document that the operation takes the ETag that its caller has seen; the view reads ``If-Match`` itself."""
    documentation = deepcopy(getattr(view, "_apidoc", {}))
    documentation["matched"] = True
    vars(view)["_apidoc"] = documentation
    return view


class Api(flask_smorest.Api):  # type: ignore[misc]  # it ships no types
    """flask-smorest's, with problems as application/problem+json and our own handlers for errors.

    The document is made when somebody asks for it: that takes longer than all the rest of making an application.
    """

    def __init__(self) -> None:
        self._spec: Any = None
        self._parts: list[Callable[[], None]] = []
        self._is_asked_for = False
        self._describing = threading.RLock()
        self._written: str | None = None
        super().__init__()

    def describes(self, part: Callable[[], None]) -> None:
        """Add a part of the document, to be made with it."""
        self._parts.append(part)

    def has_all(self) -> None:
        """Called when every blueprint is registered: from now on whoever reads ``spec`` finds the whole document."""
        self._is_asked_for = True

    @property
    def spec(self) -> Any:
        """apispec's document. It is the same from the start to the end of a process: made once."""
        with self._describing:
            if self._is_asked_for and self._parts:
                parts, self._parts = self._parts, []
                for describe in parts:
                    describe()
                _name_operations(self._app, self._spec)
            return self._spec

    @spec.setter
    def spec(self, spec: Any) -> None:
        self._spec = spec

    def _register_error_handlers(self) -> None:
        """backend.http.problem has them all."""

    def _openapi_json(self) -> Response:
        """Most of a megabyte: written once."""
        if self._written is None:
            self._written = json.dumps(self.spec.to_dict(), ensure_ascii=False, separators=(",", ":"))
        return Response(self._written, mimetype="application/json")

    def _register_responses(self) -> None:
        for status in http.HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            content_type = "application/json"
            if status >= 400:
                response["schema"], content_type = {"$ref": "#/components/schemas/Problem"}, PROBLEM_TYPE
            prepare_response(response, self.spec, content_type)
            self.spec.components.response(status.name, response, lazy=True)


def init_app(app: Flask) -> Api:
    app.config.update(
        API_TITLE="Tanhui 碳惠", API_VERSION="1.0", OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/", OPENAPI_JSON_PATH="openapi.json",
    )  # fmt: skip
    api = Api()
    api.init_app(
        app,
        spec_kwargs={
            "info": {"description": "Carbon inclusion of Mingxi County: footprints, forest carbon tickets, points."},
            "servers": [{"url": "/"}],
        },
    )
    api.spec.components.schema("Problem", schema=ProblemSchema)
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    api.spec.components.security_scheme("client", {
        "type": "oauth2", "description": "A machine: client credentials with private_key_jwt (RFC 7523).",
        "flows": {"clientCredentials": {
            "tokenUrl": "/api/v1/oauth/token",
            "scopes": {str(scope): i18n.text_in("en", f"scope.{scope}") for scope in Scope},
        }},
    })  # fmt: skip
    api.spec.components.security_scheme("signature", {
        "type": "http", "scheme": "signature",
        "description": "HTTP message signature (RFC 9421) over @method, @target-uri and content-digest, with created "
                       "and nonce, by a key of the client.",
    })  # fmt: skip
    return api


def _name_operations(app: Flask, spec: Any) -> None:
    """operationId of every operation from its view's name, as the contract spells them: camelCase.

    What depends on the path is documented here too: a view does not know under which it is found.
    """
    paths: dict[str, Any] = spec._paths  # apispec has no public way to walk what was registered
    for path, operations in paths.items():
        for method, operation in operations.items():
            if method in METHODS:
                operation.setdefault("operationId", _operation_id(app, path, method))
                if "{" in path:
                    _document_no_such_address(operation["responses"])
                examples.show(operation, [*operation.get("parameters", []), *operations.get("parameters", [])])
    for code, status in problems_of(paths):
        if code not in spec.components.examples:
            spec.components.example(code, {"value": example_problem(status, code, language="en")})


def problems_of(paths: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Every problem that some operation answers, with its status, as often as it is answered."""
    for operations in paths.values():
        for method, operation in operations.items():
            if method in METHODS:
                for status, response in operation["responses"].items():
                    for code in response.get("content", {}).get(PROBLEM_TYPE, {}).get("examples", {}):
                        yield code, 500 if status == "default" else int(status)


def _document_no_such_address(responses: dict[str, Any]) -> None:
    """What is no id at all leads nowhere: the edge answers before the operation could say "no such order"."""
    own = responses.get("404", {}).get("content", {}).get(PROBLEM_TYPE, {}).get("examples", {})
    responses["404"] = _problem_response(404, sorted({*own, "http-404"}))


def _operation_id(app: Flask, path: str, method: str) -> str:
    endpoint: str = next(
        rule.endpoint for rule in app.url_map.iter_rules()
        if _to_openapi(rule.rule) == path and method.upper() in (rule.methods or ())
    )  # fmt: skip
    first, *rest = endpoint.rsplit(".", 1)[-1].split("_")
    return first + "".join(word.capitalize() for word in rest)


def _to_openapi(rule: str) -> str:
    out = ""
    for part in rule.split("<"):
        name, closing, tail = part.partition(">")
        out += "{" + name.rsplit(":", 1)[-1] + "}" + tail if closing else part
    return out
