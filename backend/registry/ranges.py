"""Serial ranges as PostgreSQL keeps them: [first, last + 1)."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import Range

from backend.kernel.serials import SerialRange


def from_range(stored: Range[int]) -> SerialRange:
    first, behind = stored.lower, stored.upper
    assert first is not None, "a range of serials has a first"
    assert behind is not None, "a range of serials has a last"
    return SerialRange(first, behind - 1)


def to_range(serials: SerialRange) -> Range[int]:
    return Range(serials.first, serials.last + 1, bounds="[)")
