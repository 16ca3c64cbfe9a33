"""Serial ranges as PostgreSQL keeps them: [first, last + 1)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.dialects.postgresql import Range

from backend.kernel.serials import SerialRange


def from_range(stored: Range[int]) -> SerialRange:
    assert stored.lower is not None and stored.upper is not None, "serial ranges have both ends"
    return SerialRange(stored.lower, stored.upper - 1)


def to_range(serials: SerialRange) -> Range[int]:
    return Range(serials.first, serials.last + 1, bounds="[)")


def from_ranges(stored: Iterable[Range[int]]) -> tuple[SerialRange, ...]:
    return tuple(from_range(each) for each in stored)
