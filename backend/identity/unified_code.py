"""统一社会信用代码: eighteen characters of an organisation, the last one checking the others (GB 32100-2015)."""

from __future__ import annotations

import re
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Without I, O, S, V and Z, which look like figures."""

FORM: Final = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}", re.ASCII)


def is_unified_code(written: str) -> bool:
    """Whether the form is right and the last character follows from the others: MOD 31 over powers of three."""
    if FORM.fullmatch(written) is None:
        return False
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(written[:17]))
    return ALPHABET[-total % 31] == written[17]
