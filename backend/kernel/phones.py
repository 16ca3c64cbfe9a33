"""Mobile numbers of mainland China: one person, one spelling."""

from __future__ import annotations

import re
from typing import Final

WRITTEN: Final = re.compile(r"\+?[0-9][0-9 \-]{9,19}", re.ASCII)


class NotAPhoneNumber(ValueError):
    """Not a mobile number that can take an SMS here."""


def normalised(written: str) -> str:
    """E.164 (+8613812345678), whatever of +86, 0086, 86, spaces and dashes was typed."""
    if WRITTEN.fullmatch(written) is None:
        raise NotAPhoneNumber(written)
    import phonenumbers  # large tables of ranges: only whoever reads a number waits for them

    digits = re.sub(r"[ \-]", "", written)
    digits = "+" + digits[2:] if digits.startswith("00") else digits
    if re.fullmatch(r"861[0-9]{10}", digits, re.ASCII):
        digits = "+" + digits
    try:
        number = phonenumbers.parse(digits, "CN")
    except phonenumbers.NumberParseException as error:
        raise NotAPhoneNumber(written) from error
    mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    if number.country_code != 86 or number.extension or not phonenumbers.is_valid_number(number) or not mobile:
        raise NotAPhoneNumber(written)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def masked(e164: str) -> str:
    """138****2046: enough to recognise one's own, too little to call."""
    national = e164.removeprefix("+86")
    return f"{national[:3]}****{national[-4:]}"


def tail(e164_or_masked: str) -> str:
    return e164_or_masked[-4:]
