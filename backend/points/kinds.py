"""Kinds of entries in points, as the books name them."""

from typing import Final

EARNED: Final = "points.earned"
REDEEMED: Final = "points.redeemed"
RETURNED: Final = "points.returned"
LAPSED: Final = "points.lapsed"
EXPIRED: Final = "points.expired"
CLAWED_BACK: Final = "points.clawed-back"
