"""The code is drawn faster than the library does it, and is the same code."""

from __future__ import annotations

import re

import pytest
import qrcode
from qrcode.constants import ERROR_CORRECT_L
from qrcode.util import MODE_8BIT_BYTE, QRData

from backend.certificates.qr import MASK, QUIET, qr_svg


@pytest.mark.parametrize(
    "text",
    ["https://x/c/MX-2026-000001-7", "ONLY CAPITALS", "0123456789", "溪边的风", *("aB3_-" * n for n in (7, 60, 300))],
)
def test_every_module_is_where_the_library_puts_it(text: str) -> None:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_L, border=QUIET, mask_pattern=MASK)
    code.add_data(QRData(text.encode(), MODE_8BIT_BYTE))
    code.make(fit=True)
    rows = code.get_matrix()
    dark = {
        (int(x) + step, int(y))
        for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)v1h-", qr_svg(text))
        for step in range(int(wide))
    }
    assert dark == {(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark}
