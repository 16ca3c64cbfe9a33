"""The public register, and one's own retirements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g, jsonify

from backend.http.auth import public, requires
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, refuses
from backend.registry import queries
from backend.registry.errors import BatchNotFound, RetirementNotFound, SerialNotFound, SerialUnreadable
from backend.registry.schemas import (
    BatchSchema,
    HitsSchema,
    RetirementSchema,
    SearchSchema,
    SerialHistorySchema,
    StatisticsSchema,
)

blueprint = Blueprint("registry", __name__, description="The public register of forest carbon tickets")


@blueprint.route("/registry/search")
@public
@blueprint.arguments(SearchSchema, location="query")
@blueprint.response(200, HitsSchema)
def search_registry(data: dict[str, Any]) -> Any:
    """Find a kilogram, a ticket, a certificate or a forest."""
    return {"items": queries.search(data["q"])}


@blueprint.route("/registry/serials/<string:serial>")
@public
@blueprint.response(200, SerialHistorySchema)
@refuses(SerialNotFound, SerialUnreadable)
def get_serial_history(serial: str) -> Any:
    """What became of one kilogram. Takes 2738415, 2,738,415 and MX00000027384156."""
    return queries.serial_page(serial)


@blueprint.route("/registry/batches/<string:number>")
@public
@blueprint.response(200, BatchSchema)
@refuses(BatchNotFound)
def get_batch(number: str) -> Any:
    """One ticket: its forest, where its kilograms rest, what happened to it."""
    return queries.batch_page(number)


@blueprint.route("/registry/statistics")
@public
@blueprint.response(200, StatisticsSchema)
def get_registry_statistics() -> Response:
    """The register in numbers."""
    response = jsonify(StatisticsSchema().dump(queries.statistics()))
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


@blueprint.route("/retirements/<uuid:retirement_id>")
@requires(Permission.READ_RETIREMENTS)
@blueprint.response(200, RetirementSchema)
@refuses(RetirementNotFound)
def get_retirement(retirement_id: UUID) -> Any:
    """A retirement of one's own."""
    return queries.own_retirement(g.principal, retirement_id)
