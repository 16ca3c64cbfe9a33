"""Which encoding a table in text has: UTF-8 where it is, else what Excel writes in China."""

from __future__ import annotations

import re
from typing import Final

CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", re.ASCII)
"""What no table holds: who has these is a picture, a program, or UTF-16 without its mark."""


def decoded(body: bytes) -> str | None:
    """The text, without its mark of order; None if it is none. GB18030 takes almost anything: UTF-8 is tried first."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _text(body, "utf-16")
    return _text(body, "utf-8-sig") or _text(body, "gb18030")


def _text(body: bytes, encoding: str) -> str | None:
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if CONTROLS.search(text) else text
