"""Serials: one kilogram of a forest carbon ticket each, unique in the county.

People write them 2738415, 2,738,415 or MX00000027384156: thirteen digits and a check digit (ISO 7064 MOD 11,10).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from backend.kernel.check_digits import check_digit, is_checked

DIGITS: Final = 13
LARGEST_SERIAL: Final = 10**DIGITS - 1

_PLAIN: Final = re.compile(r"[0-9]{1,13}|[0-9]{1,3}(,[0-9]{3}){1,4}", re.ASCII)
_TEXT: Final = re.compile(r"[Mm][Xx]([0-9]{14})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class SerialRange:
    """Kilograms with consecutive serials, both ends included."""

    first: int
    last: int

    @property
    def quantity_kg(self) -> int:
        return self.last - self.first + 1


def serial_text(serial: int) -> str:
    """``MX``, thirteen digits and their check digit (ISO 7064 MOD 11,10)."""
    digits = f"{serial:0{DIGITS}d}"
    return f"MX{digits}{check_digit(digits)}"


def parse_serial(written: str) -> int | None:
    """The serial that somebody wrote, or None: no serial, or one with a typing mistake."""
    written = written.strip()
    if text := _TEXT.fullmatch(written):
        digits = text.group(1)
        serial = int(digits[:-1]) if is_checked(digits) else 0
    elif _PLAIN.fullmatch(written):
        serial = int(written.replace(",", ""))
    else:
        return None
    return serial if 0 < serial <= LARGEST_SERIAL else None


def joined(ranges: Iterable[SerialRange]) -> tuple[SerialRange, ...]:
    """In order, neighbours made one. The ranges do not overlap."""
    result: list[SerialRange] = []
    for each in sorted(ranges):
        if result and result[-1].last + 1 == each.first:
            result[-1] = SerialRange(result[-1].first, each.last)
        else:
            result.append(each)
    return tuple(result)


def take_lowest(ranges: Iterable[SerialRange], quantity_kg: int) -> tuple[list[SerialRange], list[SerialRange]]:
    """Cut ``quantity_kg`` off the low end: what is taken, what is left. Taken is less if there is not so much."""
    taken: list[SerialRange] = []
    left: list[SerialRange] = []
    for each in sorted(ranges):
        share = min(quantity_kg, each.quantity_kg)
        quantity_kg -= share
        if share:
            taken.append(SerialRange(each.first, each.first + share - 1))
        if share < each.quantity_kg:
            left.append(SerialRange(each.first + share, each.last))
    return taken, left
