"""Complaint numbers: TS-2026-000042-6. The last digit checks year and number (ISO 7064 MOD 11,10)."""

from __future__ import annotations

from backend.kernel.check_digits import check_digit


def number_for(year: int, place: int) -> str:
    return f"TS-{year}-{place:06d}-{check_digit(f'{year}{place:06d}')}"
