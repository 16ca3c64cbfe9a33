"""What everybody may know about the programme itself."""

from __future__ import annotations

from typing import Any

from flask import Response, g

from backend.http.auth import public, requires
from backend.http.command import execute
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed
from backend.programme import queries, service
from backend.programme.payloads import DecideDay
from backend.programme.schemas import DecideDaySchema, HelpSchema, WorkingDaysQuerySchema, WorkingDaysSchema

blueprint = Blueprint("programme", __name__, description="The programme itself")


@blueprint.route("/help")
@public
@blueprint.response(200, HelpSchema)
def get_help() -> Any:
    """Whom to call or visit. What the county has not published is null, never made up."""
    return queries.help_desk()


@blueprint.route("/office/working-days")
@requires(Permission.ENTER_OFFICE)
@blueprint.arguments(WorkingDaysQuerySchema, location="query")
@blueprint.response(200, WorkingDaysSchema)
def get_working_days(asked: dict[str, Any]) -> Any:
    """Of one year, the holidays and the weekends that are worked, each with its source."""
    return queries.working_days(g.principal, asked["year"])


@blueprint.route("/office/working-days", methods=["POST"])
@requires(Permission.DECIDE_DAYS)
@keyed
@blueprint.arguments(DecideDaySchema)
@blueprint.response(200, WorkingDaysSchema)
def decide_day(wish: DecideDay) -> Response:
    """Say that a day is worked or not. It wins over what was shipped; terms that run keep their day."""
    return execute(service.decide_day, wish, reply=WorkingDaysSchema())
