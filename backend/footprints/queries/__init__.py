"""Reads about footprints: factors, the form, statements."""

from backend.footprints.payloads import OffsetNeed
from backend.footprints.queries.factors import form, list_factors
from backend.footprints.queries.statements import footprint, list_footprints, offset_need, receipt

__all__ = ["OffsetNeed", "footprint", "form", "list_factors", "list_footprints", "offset_need", "receipt"]
