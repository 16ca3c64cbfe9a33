"""What every page for people is held to: large enough to read and to touch, no sideways scroll, nothing axe refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

LEAST_TEXT_PX: Final = {False: 14, True: 18}
LEAST_TARGET_PX: Final = 44
_MEASURING: Final = (Path(__file__).parent / "measuring.js").read_text(encoding="utf-8")


def measured(page: Page, *, elder: bool = False) -> list[str]:
    """What is wrong, a sentence each."""
    asked = {"leastText": LEAST_TEXT_PX[elder], "leastTarget": LEAST_TARGET_PX}
    found: list[str] = page.evaluate(_MEASURING, asked)
    return found


def refused_by(axe: str, page: Page) -> list[str]:
    """What axe calls serious or critical."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    violations = page.evaluate("axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations)")
    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:100]}"
        for one in violations
        if one["impact"] in {"serious", "critical"}
    ]
