from __future__ import annotations

from backend.footprints.payloads import EstimateFootprint, FootprintView
from backend.footprints.queries.book import open_book
from backend.footprints.queries.statements import describe_estimate
from backend.footprints.service.computing import compute
from backend.kernel.principal import Principal


def estimate_footprint(principal: Principal, wish: EstimateFootprint) -> FootprintView:
    """What the lines come to; nothing is kept."""
    book = open_book()
    return describe_estimate(principal.party_id, compute(wish.kind, wish.period, wish.lines, book), book)
