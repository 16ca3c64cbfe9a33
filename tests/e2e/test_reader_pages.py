"""接口文档、付款演示 / Pages that are not the app's, for readers and payers: held to the same as every screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Phones
from tests.e2e.measuring import measured, refused_by
from tests.e2e.people import Phone
from tests.e2e.test_documentation import PATIENCE_MS, is_refused

pytestmark = pytest.mark.usefixtures("app")

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}


IN_SWAGGERS_OWN_MARKUP = (
    "nested-interactive", "label-content-name-mismatch", "button-name", "select-name", "scrollable-region-focusable",
)  # fmt: skip
"""What a stylesheet cannot mend: the parts of the documentation that are made by its library."""


def is_for_everybody(page: Page, axe: str) -> list[str]:
    found = []
    for size in (PHONE, DESK):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.wait_for_timeout(200)
        found += [f"{size['width']}: {each}" for each in measured(page) + refused_by(axe, page)]
    return found


def nothing(reader: Phone) -> None:
    """As it opens."""


def opens_and_tries_an_operation(reader: Phone) -> None:
    opened = reader.page.locator("#operations-points-listPointEntries")
    opened.get_by_role("button", name="Try it out").click(timeout=PATIENCE_MS)
    expect(opened.get_by_role("button", name="Execute")).to_be_visible()


def opens_the_keys(reader: Phone) -> None:
    reader.page.get_by_role("button", name="Authorize").first.click(timeout=PATIENCE_MS)
    expect(reader.page.locator(".modal-ux")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "does", "language"),
    [
        ("/docs#/points/listPointEntries", opens_and_tries_an_operation, "zh-CN"),
        ("/docs", opens_the_keys, "en"),
        ("/problems", nothing, "zh-CN"),
        ("/problems", nothing, "en"),
        ("/problems/pay-code-used", nothing, "en"),
        ("/problems/no-such-problem", nothing, "zh-CN"),
    ],
)
def test_a_page_for_readers(phones: Phones, axe: str, path: str, does: Callable[[Phone], None], language: str) -> None:
    reader = phones.new(locale=language)
    reader.opens(path)
    does(reader)
    excused = IN_SWAGGERS_OWN_MARKUP if path.startswith("/docs") else ()
    found = [one for one in is_for_everybody(reader.page, axe) if not one.partition(": ")[2].startswith(excused)]
    assert found == []
    phones.complaints = [one for one in phones.complaints if not is_refused(one, 404)]
