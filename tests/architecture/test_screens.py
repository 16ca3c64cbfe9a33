"""Every page of the app is among the screens that are drawn and measured, in the languages and sizes it is made for."""

from __future__ import annotations

import re
from itertools import groupby

from tests.architecture.source import ROOT
from tests.e2e.screens import SCREENS

ROUTER = (ROOT / "web" / "src" / "router.ts").read_text("utf-8")
EXCEPTIONS: dict[str, str] = {}
"""Routes that nobody has to look at, and why."""


def routes() -> list[str]:
    return re.findall(r"^  \{ path: '([^']+)'", ROUTER, re.MULTILINE)


def pattern(route: str) -> re.Pattern[str]:
    """What a route matches; a parameter is one part of the path, the last route's is any."""
    return re.compile(re.sub(r":rest\(\.\*\)\*", ".*", re.sub(r":\w+(?!\w*\()", "[^/]+", route)), re.ASCII)


def route_of(path: str, known: list[str]) -> str:
    """The first that matches, where one with fewer parameters comes before."""
    plain = path.split("?")[0]
    return next(one for one in sorted(known, key=lambda route: route.count(":")) if pattern(one).fullmatch(plain))


def test_every_route_is_looked_at() -> None:
    known = routes()
    assert len(known) > 20
    looked_at = {route_of(screen.path, known) for screen in SCREENS}
    assert set(known) - looked_at == set(EXCEPTIONS)


def test_every_screen_has_a_name_of_its_own() -> None:
    names = [screen.name for screen in SCREENS]
    assert sorted(names) == sorted(set(names))


def test_a_device_is_taken_up_once() -> None:
    """What one person sees in one language stands together, so that nothing is loaded twice."""
    devices = [device for device, _ in groupby(SCREENS, key=lambda screen: screen.device)]
    assert len(devices) == len(set(devices))
