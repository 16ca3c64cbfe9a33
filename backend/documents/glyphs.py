"""Names are written in more scripts than the fonts have. What cannot be printed is printed as 〓, as typesetters do."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from backend.documents.typesetting import can_set

MISSING: Final = "〓"
_SURE: Final = re.compile(r"[ -~\u00a0\u4e00-\u9fa5\u3001\u3002\uff01-\uff5e\u2013\u2014\u2018-\u201d\u2026\u00b7]*")
"""Written so often that nobody need try."""


@lru_cache(maxsize=2048)
def printable(text: str) -> str:
    """The text with 〓 for every character that no font has. Raises DocumentsBusy."""
    if _SURE.fullmatch(text) or can_set(text):
        return text
    return "".join(each if _SURE.fullmatch(each) or can_set(each) else MISSING for each in text)
