"""What one cell may say, read as strictly as a request: ASCII digits, bounded, a day that exists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from backend.kernel.quantities import LARGEST

WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
DECIMAL: Final = re.compile(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?", re.ASCII)
DAY: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", re.ASCII)
UNPRINTABLE: Final = frozenset({"Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp"})


class CellWrong(Exception):
    """A cell does not say what its column takes: a code of the ``field`` sentences, and its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


Take = Callable[[str], Any]
"""From a cell's text, never empty, to its value. Raises CellWrong."""


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` stands in the heading (or one of ``also``), ``field`` is what the code calls it."""

    name: str
    field: str
    take: Take
    is_required: bool = True
    also: Sequence[str] = ()


def text(longest: int) -> Take:
    def take(said: str) -> str:
        if any(unicodedata.category(letter) in UNPRINTABLE for letter in said if letter != "\n"):
            raise CellWrong("unprintable-characters")
        cleaned = unicodedata.normalize("NFC", said).strip()
        if not 1 <= len(cleaned) <= longest:
            raise CellWrong("wrong-length", shortest=1, longest=longest)
        return cleaned

    return take


def whole(least: int = 0, most: int = LARGEST) -> Take:
    def take(said: str) -> int:
        if WHOLE.fullmatch(said) is None:
            raise CellWrong("cell-not-whole", least=least, most=most)
        if not least <= int(said) <= most:
            raise CellWrong("out-of-range", least=least, most=most)
        return int(said)

    return take


def decimal(least: str = "0", most: str = "1000000000") -> Take:
    def take(said: str) -> Decimal:
        if DECIMAL.fullmatch(said) is None:
            raise CellWrong("cell-not-a-number")
        if not Decimal(least) <= Decimal(said) <= Decimal(most):
            raise CellWrong("out-of-range", least=least, most=most)
        return Decimal(said)

    return take


def day(said: str) -> date:
    """2026-11-22, and as spreadsheets here write it: 2026/11/22, 2026.1.2."""
    found = DAY.fullmatch(said)
    try:
        if found is None:
            raise CellWrong("not-a-day")
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise CellWrong("not-a-day") from error


def choice(*choices: str) -> Take:
    def take(said: str) -> str:
        if said not in choices:
            raise CellWrong("not-one-of", choices=", ".join(choices))
        return said

    return take
