"""`make screens`: every screen as a small picture in docs/screens, a phone's and a desktop's.

Not collected by `make test`. One screen that cannot be shown does not keep the others from being: all are tried, what
went wrong is said at the end. The day is always the same and so is the story, so that a picture made again differs only
where the screen does, or where it shows what is drawn by lot (codes, serials of a payment).
"""

from __future__ import annotations

import io
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Error

from tests.e2e.looking import Device
from tests.e2e.screens import SCREENS
from tests.e2e.story import MORNING, Story, lived
from tests.support.standin import StandIn
from tests.support.world import World

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
SIZES: dict[int, dict[str, Any]] = {
    390: {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    1280: {"viewport": {"width": 1280, "height": 860}},
}
COLOURS = 96


@pytest.fixture(scope="module")
def instant() -> datetime:
    return MORNING


@pytest.fixture
def story(world: World, standin: StandIn, address: str) -> Story:
    return lived(world, standin, address)


def test_every_screen_is_drawn(browser: Browser, story: Story) -> None:
    drawn, failed = set(), []
    for width, how in SIZES.items():
        for _, screens in groupby(SCREENS, key=lambda screen: screen.device):
            batch = list(screens)
            device = Device(browser, story, batch[0], **how)
            for screen in batch:
                file = FOLDER / f"{screen.name}-{width}.png"
                try:
                    page = device.looks_at(screen)
                    file.write_bytes(smaller(page.screenshot(animations="disabled", caret="hide")))
                    drawn.add(file)
                except (AssertionError, Error) as error:
                    failed.append(f"{file.name}: {str(error).strip().splitlines()[0]}")
            device.close()
    if not failed:
        for file in set(FOLDER.glob("*.png")) - drawn:
            file.unlink()
    size_kb = sum(file.stat().st_size for file in drawn) // 1024
    print(f"\n{len(drawn)} pictures in {FOLDER}, {size_kb:,} KB")
    assert failed == []


def smaller(png: bytes) -> bytes:
    """The same picture with a palette: a quarter of the size, and nobody sees it."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    few = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, "PNG", optimize=True)
    return file.getvalue()
