"""Certificate numbers: MX-2026-000001-7. The last digit checks year and number (ISO 7064 MOD 11,10)."""

from __future__ import annotations

import re
from typing import Final

from backend.kernel.check_digits import check_digit, is_checked

_FORM: Final = re.compile(r"[Mm][Xx]-?([0-9]{4})-?([0-9]{6,12})-?([0-9])", re.ASCII)


def number_for(year: int, place: int) -> str:
    return f"MX-{year}-{place:06d}-{check_digit(f'{year}{place:06d}')}"


def parse_number(written: str) -> str | None:
    """The number that somebody wrote, in its usual form; None when it is none or mistyped."""
    found = _FORM.fullmatch(written.strip())
    if found is None or not is_checked("".join(found.groups())):
        return None
    year, place, check = found.groups()
    return f"MX-{year}-{place}-{check}"
