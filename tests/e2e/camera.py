"""A film for Chromium's fake camera: a QR code held up at a counter."""

from __future__ import annotations

from pathlib import Path

import qrcode
from PIL import Image

FRAME = (1280, 720)
COUNTER_TOP = (190, 190, 185)


def films(text: str, file: Path, frames: int = 12) -> Path:
    """Write an MJPEG (JPEGs one after another) in which the code moves and turns a little."""
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_H, box_size=12, border=4)
    made.add_data(text)
    code = made.make_image().get_image().convert("RGB")
    with file.open("wb") as film:
        for number in range(frames):
            frame = Image.new("RGB", FRAME, COUNTER_TOP)
            frame.paste(code, ((FRAME[0] - code.width) // 2 + 3 * number - 18, (FRAME[1] - code.height) // 2))
            frame.rotate(number - frames // 2, fillcolor=COUNTER_TOP).save(film, "JPEG", quality=90, subsampling=2)
    return file
