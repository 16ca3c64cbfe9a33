"""In which language the tour speaks: Chinese unless the terminal's locale is another."""

from __future__ import annotations

import os


def _language() -> str:
    # The order that programs go by: the whole, then messages, then the general wish.
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "zh_CN")
    plain = locale.split(".")[0] in {"C", "POSIX"}
    return "zh-CN" if plain or locale.lower().startswith("zh") else "en"


LANGUAGE = _language()


def say(zh: str, en: str) -> str:
    return en if LANGUAGE == "en" else zh
