"""What complaints keep that a key of the service has sealed."""

from __future__ import annotations

from typing import Final

from backend.kernel.holdings import sealed

HOLDINGS: Final = (
    sealed("complaints_complaints", ("id",), "text_sealed", "complaint|{id}"),
    sealed("complaints_answers", ("complaint_id", "round"), "text_sealed", "complaint|{complaint_id}"),
    sealed("complaints_messages", ("id",), "text_sealed", "complaint-message|{id}"),
)
