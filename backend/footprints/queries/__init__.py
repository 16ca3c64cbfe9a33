"""Reads about footprints: factors, the form, statements."""

from backend.footprints.payloads import OffsetNeed
from backend.footprints.queries.factors import list_factors, offered_activities
from backend.footprints.queries.statements import footprint, list_footprints, offset_need, receipt

__all__ = ["OffsetNeed", "footprint", "list_factors", "list_footprints", "offered_activities", "offset_need", "receipt"]
