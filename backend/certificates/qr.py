"""The QR code of a certificate: its public page, with the signed facts behind the number sign.

A browser does not send what stands behind ``#``, so a check without the network is possible and none is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

import qrcode
from qrcode.constants import ERROR_CORRECT_L
from qrcode.util import BitBuffer, QRData

from backend.kernel import settings

LONGEST: Final = 1800
"""Longer codes are too fine for a phone's camera: such a certificate's code leads to its page alone."""

OCTETS: Final = 4  # ISO 18004: byte mode
QUIET: Final = 2
MASK: Final = 3
"""Looking for the best of eight masks takes most of the time, and a signed text is as good as random under any."""


def page_url(number: str) -> str:
    return f"{settings.current().public_url}/c/{number}"


def qr_text(number: str, jws: str) -> str:
    text = f"{page_url(number)}#{jws}"
    return text if len(text) <= LONGEST else page_url(number)


@lru_cache(maxsize=64)
def qr_svg(text: str) -> str:
    """A self-contained SVG, black on white; one unit is one module."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_L, border=QUIET, mask_pattern=MASK)
    code.add_data(_Octets(text.encode(), OCTETS))
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows)
    dark = "".join(_stretches(y, row) for y, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}"'
        f' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{dark}"/></svg>'
    )


class _Octets(QRData):
    """The library writes a text bit by bit, four times over, which takes half of all the time; this, all at once."""

    def write(self, buffer: BitBuffer) -> None:
        taken = buffer.length % 8
        if taken:
            head, *rest = (int.from_bytes(self.data) << (8 - taken)).to_bytes(len(self.data) + 1)
            buffer.buffer[-1] |= head
            buffer.buffer.extend(rest)
        else:
            buffer.buffer.extend(self.data)
        buffer.length += 8 * len(self.data)


def _stretches(y: int, row: Sequence[bool | None]) -> str:
    """Dark modules of one row, neighbours as one rectangle: half the path, and no seams between them."""
    path, x = "", 0
    for is_dark, modules in groupby(row, bool):
        wide = len(list(modules))
        if is_dark:
            path += f"M{x} {y}h{wide}v1h-{wide}z"
        x += wide
    return path
