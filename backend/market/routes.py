"""The retail shelf, open to everybody."""

from __future__ import annotations

from typing import Any

from backend.http.auth import public
from backend.http.openapi import Blueprint
from backend.market import queries
from backend.market.schemas import OffersSchema

blueprint = Blueprint("market", __name__, description="The retail shelf")


@blueprint.route("/offers")
@public
@blueprint.response(200, OffersSchema)
def list_offers() -> Any:
    """What is for sale by the kilogram, from which forest, at what price."""
    return {"items": queries.list_offers()}
