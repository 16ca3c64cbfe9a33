"""Offsets' commands, a file a verb."""

from backend.offsets.service.cancelling import finish_cancellation, refuse_uncancellable
from backend.offsets.service.fulfilling import OffsetOrders
from backend.offsets.service.placing import place_offset_order
from backend.offsets.service.quoting import quote_offset

__all__ = ["OffsetOrders", "finish_cancellation", "place_offset_order", "quote_offset", "refuse_uncancellable"]
