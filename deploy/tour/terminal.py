"""Printing that stays in columns with Chinese in it, and in colour where somebody looks."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence

LABEL_WIDTH = 18
INDENT = "    "


class Terminal:
    """Numbered steps, facts under them, tables. Plain text when the output is no terminal or NO_COLOR is set."""

    def __init__(self) -> None:
        self.coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self.steps = 0

    def heading(self, text: str, under: str) -> None:
        self._line()
        self._line(self._styled("1;32", text))
        self._line(self._styled("2", under))

    def step(self, title: str, what: str) -> None:
        self.steps += 1
        self._line()
        self._line(f"{self._styled('1;32', f'{self.steps:>2}')}  {self._styled('1', title)}  {self._styled('2', what)}")

    def fact(self, label: str, value: object, note: str = "") -> None:
        tail = f"  {self._styled('2', note)}" if note else ""
        self._line(f"{INDENT}{self._styled('2', padded(label, LABEL_WIDTH))}{value}{tail}")

    def table(self, rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
        """Rows in columns as wide as their widest cell; columns named in ``right`` are flush right."""
        cells = [tuple(row) for row in rows]
        widths = [max(width(row[at]) for row in cells) for at in range(len(cells[0]))] if cells else []
        for row in cells:
            shown = [padded(cell, widths[at], right=at in right) for at, cell in enumerate(row)]
            self._line(f"{INDENT}{'  '.join(shown).rstrip()}")

    def done(self, text: str) -> None:
        self._line(f"{INDENT}{self._styled('32', '✓')} {text}")

    def end(self, text: str) -> None:
        self._line()
        self._line(self._styled("1;32", text))
        self._line()

    def stopped(self, text: str) -> None:
        sys.stdout.flush()
        print(f"\n{self._styled('1;31', '✗')} {text}", file=sys.stderr, flush=True)

    def _styled(self, style: str, text: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.coloured else text

    def _line(self, text: str = "") -> None:
        print(text, flush=True)


def width(text: str) -> int:
    """Columns that a text takes: two for a wide character, none for a combining one."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def padded(text: str, columns: int, *, right: bool = False) -> str:
    blank = " " * max(0, columns - width(text))
    return blank + text if right else text + blank
