"""Rules for everybody; one's own points, and why they are what they are."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import g

from backend.http.auth import public, requires
from backend.http.command import perform
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, refuses
from backend.http.paging import Window, page, page_schema
from backend.kernel import clock
from backend.points import explaining, queries, service
from backend.points.errors import MeasureOutOfRange, PointEntryNotFound
from backend.points.payloads import SimulateAward
from backend.points.schemas import (
    CapsLeftSchema,
    CapsQuerySchema,
    EntriesWindowSchema,
    ExplanationSchema,
    PointEntrySchema,
    PointsSchema,
    RulesSchema,
    SimulateAwardSchema,
    SimulatedSchema,
)

blueprint = Blueprint("points", __name__, description="Rules, points, and why")


@blueprint.route("/rules")
@public
@blueprint.response(200, RulesSchema)
def list_rules() -> dict[str, Any]:
    """The earn rules in force today, each with how an act gets here; and those that are switched off, with why."""
    today = clock.today()
    return {"items": queries.rules_in_force(today), "off": queries.rules_in_force(today, enabled=False),
            "self_report_days": queries.self_report_days(today)}  # fmt: skip


@blueprint.route("/points")
@requires(Permission.READ_POINTS)
@blueprint.response(200, PointsSchema)
def get_points() -> Any:
    """What I can spend, what is on its way, and every day on which some of it lapses."""
    return queries.points_of(g.principal.party_id)


@blueprint.route("/points/caps")
@requires(Permission.READ_POINTS)
@blueprint.arguments(CapsQuerySchema, location="query")
@blueprint.response(200, CapsLeftSchema)
def list_point_caps(asked: dict[str, Any]) -> dict[str, Any]:
    """What the caps still allow me for acts of a day (default: today) that my own word is enough for."""
    return {"items": queries.caps_left(g.principal.party_id, asked["on"] or clock.today())}


@blueprint.route("/points/entries")
@requires(Permission.READ_POINTS)
@blueprint.arguments(EntriesWindowSchema, location="query")
@blueprint.response(200, page_schema(PointEntrySchema, "PointEntries"))
def list_point_entries(asked: tuple[Window, dict[str, Any]]) -> dict[str, Any]:
    """My statement, newest first."""
    window, more = asked
    rows = queries.entries_of(g.principal, direction=more["direction"], limit=window.limit, after=window.after)
    return page(rows, window, lambda row: (row.recorded_at, row.entry_id))


@blueprint.route("/points/entries/<uuid:entry_id>/explanation")
@requires(Permission.READ_POINTS)
@blueprint.response(200, ExplanationSchema)
@refuses(PointEntryNotFound)
def explain_point_entry(entry_id: UUID) -> Any:
    """From the points to the rule's version, to what was done, down to serials and forest."""
    return explaining.explain(g.principal, entry_id)


@blueprint.route("/points/simulations", methods=["POST"])
@requires(Permission.SIMULATE_AWARD)
@blueprint.arguments(SimulateAwardSchema)
@blueprint.response(200, SimulatedSchema)
@refuses(MeasureOutOfRange)
def simulate_award(wish: SimulateAward) -> Any:
    """What an act would earn me now; nothing is kept."""
    return perform(service.simulate, wish)
