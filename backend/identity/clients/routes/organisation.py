"""Machines sign in and ask who they are; those who look after them register, change keys, end."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import Response, current_app, g, jsonify, request
from marshmallow import ValidationError

from backend.http.auth import public, requires
from backend.http.body import field_faults
from backend.http.command import execute, perform
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses, takes_form
from backend.http.problem import FieldFault, problem, status_of
from backend.http.service_pages import TOKEN_PATH
from backend.identity.clients import queries, service
from backend.identity.clients.errors import (
    AssertionSeen,
    ClientHeld,
    ClientKeyEndsTooEarly,
    ClientKeyKnown,
    ClientKeyLimit,
    ClientKeyNotFound,
    ClientKeyRefused,
    ClientLimit,
    ClientNotFound,
    ClientQuotaTooHigh,
    ClientRevoked,
    ClientUnproved,
    LastClientKey,
    ScopeNotForOrganisation,
    ScopeRefused,
)
from backend.identity.clients.payloads import AddClientKey, AskForToken, EndClient, RegisterClient, RetireClientKey
from backend.identity.clients.schemas import (
    AddClientKeySchema,
    AskForTokenSchema,
    ClientSchema,
    ClientsSchema,
    EndClientSchema,
    KeyRetirementSchema,
    RegisterClientSchema,
    TokenIssuedSchema,
)
from backend.identity.errors import OrganisationClosed, OrganisationNotFound
from backend.kernel.errors import DomainError

blueprint = Blueprint("clients", __name__, description="Machine clients: sign-in with a key, keys, quotas")

WORDS: Final[dict[type[DomainError], str]] = {
    ClientUnproved: "invalid_client", AssertionSeen: "invalid_client", ScopeRefused: "invalid_scope",
}  # fmt: skip
"""What RFC 6749 section 5.2 calls our refusals."""
CLIENTS: Final = "/organisations/<uuid:organisation_id>/clients"
CLIENT: Final = f"{CLIENTS}/<string:client_id>"


@blueprint.route("/oauth/token", methods=["POST"])
@public
@blueprint.response(200, TokenIssuedSchema)
@refuses(*WORDS)
@takes_form(AskForTokenSchema)
def issue_client_token() -> Response:
    """An access token of ten minutes for a machine that proves its key (RFC 6749, RFC 7523)."""
    try:
        issued = perform(service.issue_client_token, _token_request())
    except tuple(WORDS) as refused:
        return _oauth(problem(status_of(type(refused)), refused.code, refused.facts), WORDS[type(refused)])
    except _NotARequest as wrong:
        return _oauth(problem(400, "invalid-request", {}, wrong.faults), wrong.word)
    response = jsonify(TokenIssuedSchema().dump(issued))
    response.headers["Cache-Control"] = "no-store"
    return response


class _NotARequest(Exception):
    def __init__(self, word: str, faults: list[FieldFault]) -> None:
        super().__init__(word)
        self.word, self.faults = word, faults


def _token_request() -> AskForToken:
    twice = [FieldFault(f"/{name}", "given-twice") for name, values in request.form.lists() if len(values) > 1]
    if twice:
        raise _NotARequest("invalid_request", twice)
    try:
        said = AskForTokenSchema().load(request.form.to_dict())
    except ValidationError as error:
        asked = request.form.get("grant_type")
        another = asked is not None and asked != "client_credentials"
        raise _NotARequest("unsupported_grant_type" if another else "invalid_request",
                           field_faults(error.messages)) from error  # fmt: skip
    public_url: str = current_app.extensions["settings"].public_url
    return AskForToken(**said, audiences=(f"{public_url}{TOKEN_PATH}", public_url))


def _oauth(refusal: Response, word: str) -> Response:
    """A problem like every other that also says what OAuth libraries look for."""
    said = refusal.get_json()
    refusal.set_data(jsonify({**said, "error": word, "error_description": said["detail"]}).get_data())
    return refusal


@blueprint.route("/client")
@requires(Permission.READ_CLIENT)
@blueprint.response(200, ClientSchema)
def get_client() -> Any:
    """Who I am, as a machine: scopes, keys, what is left of my quota."""
    return queries.myself(g.principal)


@blueprint.route(CLIENTS)
@requires(Permission.READ_CLIENTS)
@blueprint.response(200, ClientsSchema)
@refuses(OrganisationNotFound)
def list_clients(organisation_id: UUID) -> Any:
    """An organisation's machine clients, newest first."""
    return {"items": queries.clients_of(g.principal, organisation_id),
            "scopes_offered": queries.scopes_offered(organisation_id)}  # fmt: skip


@blueprint.route(CLIENTS, methods=["POST"])
@requires(Permission.KEEP_CLIENTS)
@keyed
@blueprint.arguments(RegisterClientSchema)
@blueprint.response(201, ClientSchema)
@refuses(OrganisationNotFound, OrganisationClosed, ScopeNotForOrganisation, ClientLimit, ClientQuotaTooHigh,
         ClientKeyRefused, ClientKeyEndsTooEarly)  # fmt: skip
def register_client(data: dict[str, Any], organisation_id: UUID) -> Response:
    """Let a machine act for the organisation. Only the public half of its key comes here."""
    wish = RegisterClient(organisation_id=organisation_id, **data)
    return execute(service.register_client, wish, reply=ClientSchema(), status=201)


@blueprint.route(CLIENT)
@requires(Permission.READ_CLIENTS)
@blueprint.response(200, ClientSchema)
@refuses(OrganisationNotFound, ClientNotFound)
def get_client_of_organisation(organisation_id: UUID, client_id: str) -> Any:
    """One machine client: state, keys, last use, quota."""
    return queries.client_of(g.principal, organisation_id, client_id)


@blueprint.route(f"{CLIENT}/keys", methods=["POST"])
@requires(Permission.KEEP_CLIENTS)
@keyed
@blueprint.arguments(AddClientKeySchema)
@blueprint.response(201, ClientSchema)
@refuses(OrganisationNotFound, ClientNotFound, ClientRevoked, ClientKeyRefused, ClientKeyKnown, ClientKeyLimit,
         ClientKeyEndsTooEarly)  # fmt: skip
def add_client_key(data: dict[str, Any], organisation_id: UUID, client_id: str) -> Response:
    """The next key; the one before stays good until it is retired."""
    wish = AddClientKey(organisation_id, client_id, **data)
    return execute(service.add_client_key, wish, reply=ClientSchema(), status=201)


@blueprint.route(f"{CLIENT}/keys/<string:kid>/retirement", methods=["POST"])
@requires(Permission.KEEP_CLIENTS)
@keyed
@blueprint.arguments(KeyRetirementSchema)
@blueprint.response(200, ClientSchema)
@refuses(OrganisationNotFound, ClientNotFound, ClientKeyNotFound, LastClientKey)
def retire_client_key(_: dict[str, Any], organisation_id: UUID, client_id: str, kid: str) -> Response:
    """From now on this key proves nothing."""
    return execute(service.retire_client_key, RetireClientKey(organisation_id, client_id, kid), reply=ClientSchema())


@blueprint.route(f"{CLIENT}/suspension", methods=["POST"])
@requires(Permission.KEEP_CLIENTS)
@keyed
@blueprint.arguments(EndClientSchema)
@blueprint.response(200, ClientSchema)
@refuses(OrganisationNotFound, ClientNotFound, ClientRevoked)
def suspend_client(data: dict[str, Any], organisation_id: UUID, client_id: str) -> Response:
    """Shut the machine out at once, until it is let in again."""
    return execute(service.suspend_client, EndClient(organisation_id, client_id, **data), reply=ClientSchema())


@blueprint.route(f"{CLIENT}/resumption", methods=["POST"])
@requires(Permission.KEEP_CLIENTS)
@keyed
@blueprint.arguments(EndClientSchema)
@blueprint.response(200, ClientSchema)
@refuses(OrganisationNotFound, ClientNotFound, ClientRevoked, ClientHeld)
def resume_client(data: dict[str, Any], organisation_id: UUID, client_id: str) -> Response:
    """Let a suspended machine in again."""
    return execute(service.resume_client, EndClient(organisation_id, client_id, **data), reply=ClientSchema())


@blueprint.route(f"{CLIENT}/revocation", methods=["POST"])
@requires(Permission.KEEP_CLIENTS)
@keyed
@blueprint.arguments(EndClientSchema)
@blueprint.response(200, ClientSchema)
@refuses(OrganisationNotFound, ClientNotFound, ClientRevoked)
def revoke_client(data: dict[str, Any], organisation_id: UUID, client_id: str) -> Response:
    """Shut the machine out at once and for good."""
    return execute(service.revoke_client, EndClient(organisation_id, client_id, **data), reply=ClientSchema())
