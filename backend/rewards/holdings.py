"""What rewards keep that a key of the service has hashed."""

from __future__ import annotations

from typing import Final

from backend.kernel.holdings import HASHED, Holding

HOLDINGS: Final = tuple(
    Holding("code-pepper", "rewards_pay_codes", ("id",), column, HASHED, "used_at IS NULL AND expires_at > :as_of")
    for column in ("code_hash", "digits_hash")
)
