"""Every screen of the app: where it is, who sees it, what a hand does before it looks as it should.

Both the pictures (`make screens`) and the gates (test_every_screen.py) go by this list, so a new page or state is added
here once. A path names ids of the story in braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Page, Route

from tests.e2e.story import Story

Hand = Callable[[Page, Story], None]


def nothing(page: Page, story: Story) -> None:
    """The screen as it opens."""


@dataclass(frozen=True)
class Screen:
    """One state of one page.

    ``does`` is what a hand does once the page is there; ``answers`` replaces what the API says to these addresses;
    ``refused`` says that the API's no is part of the picture, which the browser notes in its console.
    """

    name: str
    path: str
    who: str = "visitor"
    does: Hand = nothing
    answers: tuple[tuple[str, Callable[[Route], None]], ...] = ()
    language: str = "zh-CN"
    elder: bool = False
    refused: bool = False

    @property
    def device(self) -> tuple[str, str, bool]:
        """Screens of one device can be looked at one after another."""
        return self.who, self.language, self.elder


def presses(name: str | re.Pattern[str]) -> Hand:
    return lambda page, story: page.get_by_role("button", name=name).first.click()


def in_turn(*hands: Hand) -> Hand:
    def all_of_them(page: Page, story: Story) -> None:
        for hand in hands:
            hand(page, story)

    return all_of_them


def opens_a_row(page: Page, story: Story) -> None:
    page.locator("main button.li").first.click()


def fills(label: str, text: str) -> Hand:
    return lambda page, story: page.get_by_label(label, exact=True).fill(text)


def types_the_code(page: Page, story: Story) -> None:
    page.get_by_role("button", name="输数字").click()
    page.get_by_label("付款码 12 位数字").fill(story.fresh_code())
    page.get_by_text("码有效").first.wait_for()


def types_a_wrong_code(page: Page, story: Story) -> None:
    page.get_by_role("button", name="输数字").click()
    page.get_by_label("付款码 12 位数字").fill("123456789012")
    page.get_by_role("alert").first.wait_for()


def gets_a_code(page: Page, story: Story) -> None:
    page.get_by_label("手机号", exact=True).fill("13800000002")
    page.get_by_role("button", name="发验证码").click()
    page.get_by_text("秒后可重发").first.wait_for()


def records_a_walk(page: Page, story: Story) -> None:
    """A walk is reported once a day: for each time that somebody looks there is another day."""
    page.get_by_role("button", name=next(story.days), exact=True).click()
    page.get_by_label("步数").fill("7250")
    page.get_by_role("button", name="记下来").click()
    page.get_by_text("明细").first.wait_for()


def never(route: Route) -> None:
    """The answer does not come."""


def lost(route: Route) -> None:
    route.abort("connectionrefused")


def fails(route: Route) -> None:
    problem: dict[str, Any] = {
        "type": "about:blank", "title": "系统忙", "status": 503, "code": "busy", "detail": "请过一会儿再试。",
        "request_id": "0191-2f3a", "mend": "过一会儿再试。",
    }  # fmt: skip
    route.fulfill(status=503, content_type="application/problem+json", json=problem)


def waits(page: Page, story: Story) -> None:
    """Until what is typed has been sent: forms ask for a price or an estimate when nobody types for a moment."""
    page.wait_for_timeout(700)


def waits_for_the_skeleton(page: Page, story: Story) -> None:
    page.wait_for_selector('[aria-busy="true"]')
    page.wait_for_timeout(600)


takes_a_snack: Hand = in_turn(presses("擂茶小食一份"), presses("收 20 分"))
POINTS = "**/api/v1/points"
ENTRIES = "**/api/v1/points/entries*"

SCREENS: Final = (
    # Anybody, without an account
    Screen("home-visitor", "/"),
    Screen("sign-in", "/sign-in"),
    Screen("sign-in-code", "/sign-in?next=/me", does=gets_a_code),
    Screen("sign-in-agreement", "/sign-in?next=/points", does=presses("用户协议")),
    Screen("offset-visitor", "/offset", does=waits),
    Screen("rewards-visitor", "/rewards"),
    Screen("rules", "/rules"),
    Screen("factors", "/factors"),
    Screen("factor-facts", "/factors?", does=opens_a_row),
    Screen("registry", "/registry"),
    Screen("registry-batch", "/registry/batches/{batch}"),
    Screen("registry-serial", "/registry/serials/{serial}"),
    Screen("registry-unknown", "/registry/serials/MX9999999-99999999", refused=True),
    Screen("certificate", "/c/{certificate}"),
    Screen("certificate-verified", "/c/{certificate}?", does=presses("自己核验")),
    Screen("certificate-revoked", "/c/{revoked}"),
    Screen("certificate-unknown", "/c/MX-2026-000000-0", refused=True),
    Screen("me-visitor", "/me"),
    Screen("not-found", "/no-such-page"),
    # A citizen with a few months behind her
    Screen("home", "/", "citizen"),
    Screen("home-target", "/?", "citizen", does=presses("定目标")),
    Screen("footprints", "/footprints", "citizen"),
    Screen("footprint-form", "/footprints/new?period=2026-10", "citizen", does=waits),
    Screen("footprint-result", "/footprints/{footprint}", "citizen"),
    Screen("footprint-why", "/footprints/{footprint}?", "citizen", does=presses(re.compile("^用电"))),
    Screen("footprint-reduce", "/footprints/{footprint}?", "citizen", does=presses("怎么少排")),
    Screen("footprint-withdraw", "/footprints/{footprint}?", "citizen", does=presses("撤回重记")),
    Screen("offset", "/offset?footprint={footprint}", "citizen", does=waits),
    Screen("offset-about", "/offset?", "citizen", does=presses("碳票是什么")),
    Screen("orders", "/orders", "citizen"),
    Screen("order-to-pay", "/orders/{pending}", "citizen"),
    Screen("order-cancel", "/orders/{pending}?", "citizen", does=presses("取消订单")),
    Screen("order-paying", "/orders/{paying}", "citizen"),
    Screen("order-failed", "/orders/{failed}", "citizen"),
    Screen("order-cancelled", "/orders/{cancelled}", "citizen"),
    Screen("order-refunded", "/orders/{refunded}", "citizen"),
    Screen("order-unknown", "/orders/{unknown}", "citizen", refused=True),
    Screen("retired", "/orders/{retired}", "citizen"),
    Screen("receipt", "/orders/{retired}?", "citizen", does=presses("付款收据")),
    Screen("points", "/points", "citizen"),
    Screen("points-why", "/points?", "citizen", does=opens_a_row),
    Screen("points-loading", "/points?", "citizen", waits_for_the_skeleton, ((POINTS, never), (ENTRIES, never))),
    Screen("points-offline", "/points?", "citizen", answers=((POINTS, lost), (ENTRIES, lost)), refused=True),
    Screen("points-busy", "/points?", "citizen", answers=((POINTS, fails), (ENTRIES, fails)), refused=True),
    Screen("activity-form", "/activities/new?kind=mobility.walk", "citizen"),
    Screen("rewards", "/rewards", "citizen"),
    Screen("reward", "/rewards?", "citizen", does=presses(re.compile("擂茶一碗"))),
    Screen("redemptions", "/redemptions", "citizen"),
    Screen("pay-code", "/pay", "citizen"),
    Screen("me", "/me", "citizen"),
    # Somebody who came today
    Screen("home-new", "/", "newcomer"),
    Screen("footprints-empty", "/footprints", "newcomer"),
    Screen("orders-empty", "/orders", "newcomer"),
    Screen("points-empty", "/points", "newcomer"),
    Screen("redemptions-empty", "/redemptions", "newcomer"),
    Screen("activity-done", "/activities/new?kind=mobility.walk", "walker", does=records_a_walk),
    # A clerk at the counter
    Screen("counter", "/merchant", "clerk"),
    Screen("counter-code", "/merchant?", "clerk", does=in_turn(takes_a_snack, presses("输数字"))),
    Screen("counter-refused", "/merchant?", "clerk", does=in_turn(takes_a_snack, types_a_wrong_code), refused=True),
    Screen("counter-confirm", "/merchant?", "clerk", does=in_turn(takes_a_snack, types_the_code)),
    Screen("counter-done", "/merchant?", "clerk", does=in_turn(takes_a_snack, types_the_code, presses("确认收"))),
    Screen("counter-today", "/merchant/today", "clerk"),
    Screen("counter-reversal", "/merchant/today?", "clerk", does=opens_a_row),
    # Big letters, and English
    Screen("home-elder", "/", "citizen", elder=True),
    Screen("pay-code-elder", "/pay", "citizen", elder=True),
    Screen("points-elder", "/points", "citizen", elder=True),
    Screen("me-elder", "/me", "citizen", elder=True),
    Screen("footprint-form-elder", "/footprints/new", "citizen", waits, elder=True),
    Screen("home-en", "/", "citizen", language="en-GB"),
    Screen("footprint-result-en", "/footprints/{footprint}", "citizen", language="en-GB"),
    Screen("offset-en", "/offset", "citizen", waits, language="en-GB"),
    Screen("points-en", "/points", "citizen", language="en-GB"),
    Screen("certificate-en", "/c/{certificate}", "citizen", language="en-GB"),
)
