"""Emission factors and the form for everybody; footprints for their owners."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g

from backend.footprints import periods, queries, service
from backend.footprints.errors import (
    ActivityTwice,
    ActivityUnknown,
    CountedTwice,
    FactorNotAvailable,
    FootprintAlreadyRecorded,
    FootprintNotFound,
    FootprintPeriodFuture,
    FootprintReplacesAnother,
    FootprintWithdrawn,
    QuantityTooLarge,
    QuantityTooSmall,
    RegionUnknown,
    UnitMismatch,
)
from backend.footprints.payloads import EstimateFootprint, RecordFootprint, WithdrawFootprint
from backend.footprints.schemas import (
    EstimateFootprintSchema,
    FactorQuerySchema,
    FactorsSchema,
    FootprintEstimateSchema,
    FootprintPageSchema,
    FootprintQuerySchema,
    FootprintSchema,
    FormQuerySchema,
    OfferedActivitiesSchema,
    ReceiptSchema,
    RecordFootprintSchema,
    WithdrawFootprintSchema,
)
from backend.http.auth import public, requires
from backend.http.command import execute, perform
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.paging import Window, page
from backend.identity.errors import GuardianNeeded
from backend.kernel import clock

blueprint = Blueprint("footprints", __name__, description="Emission factors and carbon footprints")

LINE_FAULTS = (ActivityUnknown, ActivityTwice, CountedTwice, UnitMismatch, QuantityTooLarge, QuantityTooSmall,
               RegionUnknown, FactorNotAvailable)  # fmt: skip


@blueprint.route("/emission-factors")
@public
@blueprint.arguments(FactorQuerySchema, location="query")
@blueprint.response(200, FactorsSchema)
def list_emission_factors(wish: dict[str, Any]) -> dict[str, Any]:
    """Every published factor with its source and grade."""
    return {"items": queries.list_factors(**wish)}


@blueprint.route("/footprint-activities")
@public
@blueprint.arguments(FormQuerySchema, location="query")
@blueprint.response(200, OfferedActivitiesSchema)
def list_footprint_activities(wish: dict[str, Any]) -> Any:
    """The form of a month (default: the last one that is over), with the factors that it is computed with."""
    period = wish["period"] or periods.before(periods.of(clock.today()))
    return queries.form(period)


@blueprint.route("/footprint-estimates", methods=["POST"])
@requires(Permission.RECORD_FOOTPRINT)
@blueprint.arguments(EstimateFootprintSchema)
@blueprint.response(200, FootprintEstimateSchema)
@refuses(FootprintPeriodFuture, *LINE_FAULTS)
def estimate_footprint(wish: EstimateFootprint) -> Any:
    """What a month comes to. Keeps nothing."""
    return perform(service.estimate_footprint, wish)


@blueprint.route("/footprints", methods=["POST"])
@requires(Permission.RECORD_FOOTPRINT)
@keyed
@blueprint.arguments(RecordFootprintSchema)
@blueprint.response(201, FootprintSchema)
@refuses(GuardianNeeded, FootprintPeriodFuture, FootprintAlreadyRecorded, FootprintNotFound, FootprintWithdrawn,
         FootprintReplacesAnother, *LINE_FAULTS)  # fmt: skip
def record_footprint(wish: RecordFootprint) -> Response:
    """Keep a month's footprint, or replace the one that is there."""
    return execute(service.record_footprint, wish, reply=FootprintSchema(), status=201)


@blueprint.route("/footprints")
@requires(Permission.READ_FOOTPRINTS)
@blueprint.arguments(FootprintQuerySchema, location="query")
@blueprint.response(200, FootprintPageSchema)
def list_footprints(wish: tuple[Window, dict[str, Any]]) -> dict[str, Any]:
    """One's own footprints, newest first, withdrawn ones too."""
    window, wanted = wish
    found = queries.list_footprints(g.principal, **wanted, limit=window.limit, after=window.after)
    # Only an estimate has neither id nor instant, and none of those is ever listed.
    return page(found, window, lambda each: (each.recorded_at, each.footprint_id))  # type: ignore[arg-type, return-value]


@blueprint.route("/footprints/<uuid:footprint_id>")
@requires(Permission.READ_FOOTPRINTS)
@blueprint.response(200, FootprintSchema)
@refuses(FootprintNotFound)
def get_footprint(footprint_id: UUID) -> Any:
    """One of one's own footprints."""
    return queries.footprint(g.principal, footprint_id)


@blueprint.route("/footprints/<uuid:footprint_id>/receipt")
@requires(Permission.READ_FOOTPRINTS)
@blueprint.response(200, ReceiptSchema)
@refuses(FootprintNotFound)
def get_footprint_receipt(footprint_id: UUID) -> Any:
    """The exact inputs, factors and text that the digest was made of."""
    return queries.receipt(g.principal, footprint_id)


@blueprint.route("/footprints/<uuid:footprint_id>/withdrawal", methods=["POST"])
@requires(Permission.RECORD_FOOTPRINT)
@keyed
@blueprint.arguments(WithdrawFootprintSchema)
@blueprint.response(200, FootprintSchema)
@refuses(FootprintNotFound, FootprintWithdrawn)
def withdraw_footprint(_: dict[str, Any], footprint_id: UUID) -> Response:
    """Take a footprint back; it stays readable, and the month can be recorded again."""
    return execute(service.withdraw_footprint, WithdrawFootprint(footprint_id), reply=FootprintSchema())
