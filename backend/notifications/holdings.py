"""What notifications keep that a key of the service has sealed."""

from __future__ import annotations

from typing import Final

from backend.kernel.holdings import sealed

HOLDINGS: Final = (
    sealed("notifications_webhook_keys", ("id",), "private_sealed", "webhook-key|{id}"),
    sealed("notifications_notices", ("id",), "facts_sealed", "notice|{id}"),
)
