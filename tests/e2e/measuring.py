"""What every page for people is held to: large enough to read and to touch, no sideways scroll, nothing axe refuses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

LEAST_TEXT_PX: Final = {False: 14, True: 18}
LEAST_TARGET_PX: Final = 44
OF_THE_WIDTH: Final = ("scrollable-region-focusable", "target-size", "meta-viewport")
"""Axe's rules whose answer may change with a page's width; names, roles and colours stay what they are."""
_MEASURING: Final = (Path(__file__).parent / "measuring.js").read_text(encoding="utf-8")


def measured(page: Page, *, elder: bool = False) -> list[str]:
    """What is wrong, a sentence each."""
    asked = {"leastText": LEAST_TEXT_PX[elder], "leastTarget": LEAST_TARGET_PX}
    found: list[str] = page.evaluate(_MEASURING, asked)
    return found


def refused_by(axe: str, page: Page, *, only: Sequence[str] = ()) -> list[str]:
    """What axe calls serious or critical; ``only`` by these of its rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    asked = {"resultTypes": ["violations"], **({"runOnly": list(only)} if only else {})}
    violations = page.evaluate("asked => axe.run(document, asked).then(result => result.violations)", asked)
    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:100]}"
        for one in violations
        if one["impact"] in {"serious", "critical"}
    ]
