"""公民身份号码: eighteen characters, the last one checking the others (GB 11643-1999, ISO 7064 MOD 11-2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

FORM: Final = re.compile(r"[1-9][0-9]{5}[0-9]{8}[0-9]{3}[0-9X]", re.ASCII)
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS: Final = "10X98765432"

PROVINCES: Final = frozenset({
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, *range(81, 84),
})  # fmt: skip
"""First two figures (GB/T 2260), with 81, 82 and 83 of residence permits (GB 11643, 港澳台居民居住证)."""

OLDEST: Final = date(1880, 1, 1)
"""So that the standard's own example, which is nobody's, is one: 440524188001010014."""


class NotAResidentId(ValueError):
    """No such number can exist. Never says the number itself."""


@dataclass(frozen=True, slots=True)
class ResidentId:
    number: str
    born_on: date

    def __repr__(self) -> str:
        return f"ResidentId(…{self.tail})"

    @property
    def tail(self) -> str:
        return self.number[-4:]


def read(written: str, *, today: date) -> ResidentId:
    """The number as it is written on the card; a small x at its end is taken for a large one.

    Raises NotAResidentId: form, province, a day that was never, or the check character.
    """
    number = written.upper() if written.endswith("x") else written
    if FORM.fullmatch(number) is None or int(number[:2]) not in PROVINCES or number[14:17] == "000":
        raise NotAResidentId
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise NotAResidentId from None
    if not OLDEST <= born_on <= today or number[17] != check_character(number[:17]):
        raise NotAResidentId
    return ResidentId(number, born_on)


def check_character(seventeen: str) -> str:
    total = sum(weight * int(figure) for weight, figure in zip(WEIGHTS, seventeen, strict=True))
    return CHECK_CHARACTERS[total % 11]


def masked_name(name: str) -> str:
    """张*丰: the first character and the last, of two the first alone."""
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def age_on(born_on: date, day: date) -> int:
    """Whole years; who was born on 29 February has their day on 1 March of other years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
