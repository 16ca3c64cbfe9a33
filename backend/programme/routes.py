"""What everybody may know about the programme itself."""

from __future__ import annotations

from typing import Any

from backend.http.auth import public
from backend.http.openapi import Blueprint
from backend.programme import queries
from backend.programme.schemas import HelpSchema

blueprint = Blueprint("programme", __name__, description="The programme itself")


@blueprint.route("/help")
@public
@blueprint.response(200, HelpSchema)
def get_help() -> Any:
    """Whom to call or visit. What the county has not published is null, never made up."""
    return queries.help_desk()
