"""Draw web/public/icons/*.png from web/public/icon.svg with the tests' Chromium; run it after changing the drawing.

    PYTHONPATH=. .venv/bin/python web/dev/draw_icons.py
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.support.chromium import LAUNCH_ARGUMENTS, chromium_executable

PUBLIC = Path(__file__).parents[1] / "public"
GROUND = "#1E4D3B"
# A launcher may cut a maskable icon down to a circle of 80 %; iOS rounds the corners by itself and shows no transparency.
ICONS = {
    "192.png": (192, 1.0, False),
    "512.png": (512, 1.0, False),
    "maskable-192.png": (192, 0.88, True),
    "maskable-512.png": (512, 0.88, True),
    "apple-touch.png": (180, 1.0, True),
}
COLOURS = 48


def main() -> None:
    drawing = (PUBLIC / "icon.svg").read_text(encoding="utf-8")
    executable, environment = chromium_executable(Path.home() / ".cache" / "tanhui-chromium")
    (PUBLIC / "icons").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(executable), env=environment, args=list(LAUNCH_ARGUMENTS)
        )
        for name, (size, scale, fills) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            ground = GROUND if fills else "transparent"
            page.set_content(
                f"<body style='margin:0;background:{ground}'>"
                f"<div style='width:{size}px;height:{size}px;transform:scale({scale})'>{drawing}</div>"
            )
            picture = Image.open(io.BytesIO(page.screenshot(omit_background=True)))
            page.close()
            # Few colours: a fifth of the size, and no eye sees it.
            picture.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(PUBLIC / "icons" / name, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
