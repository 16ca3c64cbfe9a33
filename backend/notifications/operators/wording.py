"""The sentences of the locales as an operator wants them for approval."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from backend.kernel import i18n
from backend.notifications.operators.account import Operator
from backend.notifications.templates import sms_facts

_SIGN: Final = re.compile(r"【[^】]*】|\[[^\]]*\] ?")
"""The operator puts the approved sign in front of every message by itself."""

_PLACES: Final[Mapping[Operator, Callable[[int, str], str]]] = {
    Operator.ALIYUN: lambda number, name: "${" + name + "}",
    Operator.TENCENT: lambda number, name: "{" + str(number) + "}",
}


def wording(operator: Operator, template: str, language: str) -> str:
    """The text to paste: without our sign, its facts where the operator looks for them."""
    facts = sms_facts(template)
    places = {name: _PLACES[operator](number, name) for number, name in enumerate(facts, start=1)}
    words = i18n.text_in(language, f"sms.{template}", **places)
    sign = _SIGN.match(words)
    return words[sign.end() :] if sign else words
