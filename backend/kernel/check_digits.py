"""ISO 7064 MOD 11,10: one decimal digit that catches every mistyped digit and nearly every swap of two neighbours.

Certificate numbers and serial texts end in one, so that a typing mistake is not taken for another kilogram.
"""

from __future__ import annotations


def check_digit(digits: str) -> str:
    """The digit to write behind ``digits`` (ASCII decimals)."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def is_checked(digits: str) -> bool:
    """Whether the last of ``digits`` is the check digit of those before it."""
    return len(digits) > 1 and check_digit(digits[:-1]) == digits[-1]
