"""What a file is called: for people alone. Nothing is ever stored under it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ENDINGS: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/zip": ".zip",
}
LONGEST: Final = 80
FORBIDDEN: Final = frozenset('<>:"|?*')
"""What some system takes for more than a letter of a name."""


def safe_name(given: str, media_type: str) -> str:
    """The last part of what was given, without what is no letter of a name, with the ending of what it is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    shown = "".join(letter for letter in last if _is_printable(letter) and letter not in FORBIDDEN)
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", shown, flags=re.ASCII).strip(" .")
    return (stem[:LONGEST].rstrip(" .") or "file") + ENDINGS[media_type]


def plain_name(name: str) -> str:
    """For programs that know no Unicode."""
    stem, _, ending = name.rpartition(".")
    ascii_only = re.sub(r"[^A-Za-z0-9._-]+", "-", stem, flags=re.ASCII).strip("-.")
    return f"{ascii_only or 'file'}.{ending}"


def _is_printable(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp"}
