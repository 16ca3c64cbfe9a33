"""The QR code of a certificate: its public page, with the signed facts behind the number sign.

A browser does not send what stands behind ``#``, so a check without the network is possible and none is recorded.
"""

from __future__ import annotations

import io
from typing import Final

import qrcode
from qrcode.constants import ERROR_CORRECT_L
from qrcode.image.svg import SvgPathFillImage

from backend.kernel import settings

LONGEST: Final = 1800
"""Longer codes are too fine for a phone's camera: such a certificate's code leads to its page alone."""


def page_url(number: str) -> str:
    return f"{settings.current().public_url}/c/{number}"


def qr_text(number: str, jws: str) -> str:
    text = f"{page_url(number)}#{jws}"
    return text if len(text) <= LONGEST else page_url(number)


def qr_svg(text: str) -> str:
    """A self-contained SVG, black on white."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_L, border=2, image_factory=SvgPathFillImage)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    out = io.BytesIO()
    code.make_image().save(out)
    return out.getvalue().decode()
