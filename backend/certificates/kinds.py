"""What certificates there are."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    RETIREMENT = "retirement"
