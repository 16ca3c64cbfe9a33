"""What a person does with the app, in the words of its buttons."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Page, expect

from tests.support.world import World

PATIENCE_MS = 20_000


class Phone:
    """One browser in somebody's hand."""

    def __init__(self, page: Page, address: str, world: World) -> None:
        self.page, self.address, self.world = page, address, world
        page.set_default_timeout(PATIENCE_MS)

    def opens(self, path: str) -> None:
        self.page.goto(self.address + path)

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=False).first.click()

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=False).first.click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text, exact=False).first).to_be_visible(timeout=PATIENCE_MS)

    def reads_title(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(text, timeout=PATIENCE_MS)

    def signs_in(self, phone: str, then: str = "/") -> None:
        self.opens(f"/sign-in?next={then}")
        self.page.get_by_label("手机号", exact=True).fill(phone)
        before = len(self.world.messages_to(f"+86{phone}"))
        self.presses("发验证码")
        self.sees("秒后可重发")
        self.page.get_by_label("验证码", exact=True).fill(self.the_newest_code(phone, before))
        self.page.get_by_role("checkbox").click()
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url(self.address + then)

    def the_newest_code(self, phone: str, before: int) -> str:
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while len(messages := self.world.messages_to(f"+86{phone}")) == before:
            assert time.monotonic() < deadline, "no message came"
            time.sleep(0.1)
        code: str = messages[-1]["code"]
        return code

    def records_a_month(self, **quantities: str) -> None:
        """``用电="186"`` and so on, by the labels of the form."""
        self.opens("/footprints/new")
        for label, quantity in quantities.items():
            self.page.get_by_label(label, exact=True).fill(quantity)

    def shows_a_pay_code(self) -> dict[str, Any]:
        """What the API gave for the code on the screen: {code, digits, ...}."""
        with self.page.expect_response("**/api/v1/pay-codes") as issued:
            self.opens("/pay")
        code: dict[str, Any] = issued.value.json()
        digits = code["digits"]
        expect(self.page.get_by_text(f"{digits[:4]} {digits[4:8]} {digits[8:]}")).to_be_visible()
        return code
