"""The two forms of a pay code: a word for the QR, and twelve digits to read out. Stored as keyed hashes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from backend.kernel import chance, crypto

PREFIX: Final = "MXP1."
WORD_CHARACTERS: Final = 43
DIGITS: Final = 12
LIFE: Final = timedelta(seconds=60)

WORD: Final = re.compile(r"MXP1\.[0-9A-Za-z]{43}", re.ASCII)
TYPED: Final = re.compile(r"[0-9]{12}", re.ASCII)


class NotAPayCode(ValueError):
    """Neither of the two forms."""


def fresh() -> tuple[str, str]:
    """A new word and new digits; the one does not tell the other."""
    return PREFIX + chance.token(WORD_CHARACTERS), chance.digits(DIGITS)


def normalised(written: str) -> str:
    """As issued: the spaces that people put between groups of digits are taken out. Raises NotAPayCode."""
    code = written.replace(" ", "")
    if not (is_digits(code) or WORD.fullmatch(code)):
        raise NotAPayCode
    return code


def is_digits(code: str) -> bool:
    return TYPED.fullmatch(code) is not None


def hashed(code: str) -> str:
    """What is stored: an HMAC whose pepper lies outside the database."""
    return crypto.keys().hash_code(code, purpose=_purpose(code))


def hashes(code: str) -> tuple[str, ...]:
    """What is searched: under every pepper that is still there."""
    return crypto.keys().code_hashes(code, purpose=_purpose(code))


def _purpose(code: str) -> str:
    return "pay-code-digits" if is_digits(code) else "pay-code"
