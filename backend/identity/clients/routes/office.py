"""Who watches over every organisation's machines: which there are, what they were refused, and who is held back."""

from __future__ import annotations

from typing import Any

from flask import Response, g

from backend.http.auth import requires
from backend.http.command import execute
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.paging import Window, page
from backend.identity.clients import office_queries, service
from backend.identity.clients.errors import ClientNotFound, ClientNotHeld, ClientRevoked
from backend.identity.clients.payloads import HoldClient
from backend.identity.clients.schemas import (
    HoldClientSchema,
    OfficeClientSchema,
    OfficeClientsSchema,
    OfficeClientsWindowSchema,
)

blueprint = Blueprint("office-clients", __name__, description="Machine clients of all organisations, for the office")


@blueprint.route("/office/clients")
@requires(Permission.WATCH_CLIENTS)
@blueprint.arguments(OfficeClientsWindowSchema, location="query")
@blueprint.response(200, OfficeClientsSchema)
def list_office_clients(asked: tuple[Window, dict[str, Any]]) -> Any:
    """Every machine client: whose it is, what it may, when it last called, how often it was refused."""
    window, narrowed = asked
    rows = office_queries.list_clients(g.principal, **narrowed, limit=window.limit + 1, after=window.after)
    return page(rows, window, lambda row: (row.client.recorded_at, row.row_id))


@blueprint.route("/office/clients/<string:client_id>/hold", methods=["POST"])
@requires(Permission.HOLD_CLIENTS)
@keyed
@blueprint.arguments(HoldClientSchema)
@blueprint.response(200, OfficeClientSchema)
@refuses(ClientNotFound, ClientRevoked)
def hold_client(data: dict[str, Any], client_id: str) -> Response:
    """Shut any machine out at once; its own managers cannot let it in again, and are told why."""
    return execute(service.hold_client, HoldClient(client_id, **data), reply=OfficeClientSchema())


@blueprint.route("/office/clients/<string:client_id>/release", methods=["POST"])
@requires(Permission.HOLD_CLIENTS)
@keyed
@blueprint.arguments(HoldClientSchema)
@blueprint.response(200, OfficeClientSchema)
@refuses(ClientNotFound, ClientRevoked, ClientNotHeld)
def release_client(data: dict[str, Any], client_id: str) -> Response:
    """Let a machine in again that the office has held back."""
    return execute(service.release_client, HoldClient(client_id, **data), reply=OfficeClientSchema())
