"""接口文档 / The API's documentation in a real browser: served by us, asking nobody, under the strict policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Phones

pytestmark = pytest.mark.usefixtures("app")

PATIENCE_MS = 60_000  # a megabyte of documentation, on a machine that has other things to do
DESK = {"viewport": {"width": 1280, "height": 900}, "is_mobile": False, "has_touch": False}


def is_refused(complaint: str, status: int) -> bool:
    """The browser notes each answer that is a no."""
    return f"the server responded with a status of {status} " in complaint


def test_an_operation_is_found_read_and_tried(phones: Phones) -> None:
    """What a console says, and whoever else is asked, is a complaint that the fixture reads at the end."""
    reader = phones.new(**DESK)
    page = reader.page
    citizen = reader.world.citizen()

    # A link to one operation opens it.
    reader.opens("/docs#/rewards/issuePayCode")
    expect(page).to_have_title("接口文档 · 碳惠")
    opened = page.locator("#operations-rewards-issuePayCode")
    opened.get_by_role("button", name="Try it out").click(timeout=PATIENCE_MS)

    # Each try of a command has a key of its own.
    keys = set()
    for _ in range(2):
        with page.expect_request("**/api/v1/pay-codes") as asked:
            opened.get_by_role("button", name="Execute").click()
        keys.add(asked.value.headers["idempotency-key"])
        page.wait_for_timeout(300)
    assert len(keys) == 2
    nobody_is_signed_in = [one for one in phones.complaints if is_refused(one, 401)]
    assert len(nobody_is_signed_in) == 2
    phones.complaints = [one for one in phones.complaints if one not in nobody_is_signed_in]

    # Persons have one way in, machines others beside it.
    page.get_by_role("button", name="Authorize").first.click()
    persons = page.locator(".modal-ux .auth-container").filter(
        has=page.get_by_role("heading", name="bearer", exact=False)
    )
    persons.first.locator("input").fill(citizen.token)
    persons.first.get_by_role("button", name="Apply credentials").click()
    page.locator(".modal-ux").get_by_role("button", name="Close").last.click()
    with page.expect_response("**/api/v1/pay-codes") as answered:
        opened.get_by_role("button", name="Execute").click()
    assert answered.value.status == 200
    assert len(answered.value.json()["digits"]) >= 6


def test_the_catalogue_of_problems_leads_to_the_operation(phones: Phones) -> None:
    reader = phones.new(locale="en")
    reader.opens("/problems")
    reader.reads_title("Problems")
    reader.follows("The code was used")
    reader.reads_title("The code was used")
    reader.follows("redeemPayCode")
    opened = reader.page.locator("#operations-rewards-redeemPayCode")
    expect(opened.get_by_text("Take points")).to_be_visible(timeout=PATIENCE_MS)
    assert reader.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_documentation_is_no_part_of_the_app(phones: Phones) -> None:
    """Who buys a kilogram does not download it."""
    citizen = phones.new()
    asked: list[str] = []
    citizen.page.on("request", lambda request: asked.append(request.url))
    citizen.opens("/")
    citizen.reads_title("把一天的碳")
    assert asked
    assert [url for url in asked if "/pages/" in url or "swagger" in url] == []
