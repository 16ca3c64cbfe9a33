"""Text for people lives in backend/locales/*.json, keyed alike in every language."""

from __future__ import annotations

import json
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, Final

LOCALES: Final = Path(__file__).parent.parent / "locales"
LANGUAGES: Final = ("zh-CN", "en")
DEFAULT: Final = "zh-CN"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def speak(language: str) -> None:
    """Choose the reader's language for the request or task that runs now."""
    _language.set(language if language in LANGUAGES else DEFAULT)


def language() -> str:
    return _language.get()


@cache
def catalogue(language: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((LOCALES / f"{language}.json").read_text(encoding="utf-8"))
    return words


def has_text(key: str) -> bool:
    return key in catalogue(DEFAULT)


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:  # a sentence with one fact missing is better than no sentence
        return "…"


def text(key: str, /, **facts: Any) -> str:
    """The sentence for ``key`` in the reader's language; the key itself when nobody wrote one."""
    return text_in(language(), key, **facts)


def text_in(language: str, key: str, /, **facts: Any) -> str:
    """The same, whoever reads."""
    return catalogue(language).get(key, key).format_map(_Facts(facts))


def choose(zh: str, en: str) -> str:
    """Of a name that data carries in both languages, the reader's."""
    return en if language() == "en" else zh
