"""每一屏 / Every screen is for everybody: read aloud, without glasses, with a thumb, in a narrow hand."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.looking import Device
from tests.e2e.measuring import measured, refused_by
from tests.e2e.screens import SCREENS, Screen
from tests.e2e.story import MORNING, Story, lived
from tests.support.standin import StandIn
from tests.support.world import World

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
NARROW, WIDE = {"width": 360, "height": 760}, {"width": 1280, "height": 860}
DEVICES = [list(screens) for _, screens in groupby(SCREENS, key=lambda screen: screen.device)]


@pytest.fixture(scope="module")
def instant() -> datetime:
    return MORNING


@pytest.fixture(scope="module")
def story(app: Any, keys_folder: Path, standin: StandIn, address: str) -> Story:
    return lived(World(app, keys_folder / "sms.jsonl"), standin, address)


@pytest.mark.parametrize("screens", DEVICES, ids=lambda screens: "-".join(map(str, screens[0].device)))
def test_every_screen_is_for_everybody(browser: Browser, story: Story, axe: str, screens: list[Screen]) -> None:
    device = Device(browser, story, screens[0], **PHONE)
    wrong: dict[str, list[str]] = {}
    try:
        for screen in screens:
            device.page.set_viewport_size(PHONE["viewport"])
            page = device.looks_at(screen)
            found = [f"390: {each}" for each in measured(page, elder=screen.elder) + refused_by(axe, page)]
            page.set_viewport_size(NARROW)
            found += [f"360: {each}" for each in measured(page, elder=screen.elder) + refused_by(axe, page)]
            page.set_viewport_size(WIDE)
            found += [f"1280: {each}" for each in measured(page, elder=screen.elder)]
            if page.locator("html").get_attribute("lang") != screen.language[:2].replace("zh", "zh-CN"):
                found.append("speaks another language than it says")
            if found:
                wrong[screen.name] = found
    finally:
        device.close()
    assert not wrong, "\n".join(f"{name} {each}" for name, found in wrong.items() for each in found)
    assert device.complaints == []
