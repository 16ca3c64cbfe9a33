"""What a hand does on a page before it looks as a picture should, and what the service is made to answer.

English and Chinese names of a button stand together only where a screen is looked at in both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route

from tests.e2e.story import Story

Hand = Callable[[Page, Story], None]


def nothing(page: Page, story: Story) -> None:
    """The screen as it opens."""


def presses(name: str | re.Pattern[str]) -> Hand:
    return lambda page, story: page.get_by_role("button", name=name).first.click()


def in_turn(*hands: Hand) -> Hand:
    def all_of_them(page: Page, story: Story) -> None:
        for hand in hands:
            hand(page, story)

    return all_of_them


def opens_a_row(page: Page, story: Story) -> None:
    page.locator("main button.li").first.click()


def types_the_code(page: Page, story: Story) -> None:
    page.get_by_role("button", name=re.compile("输数字|Type")).click()
    page.get_by_label(re.compile("付款码 12 位数字|12 digits")).fill(story.fresh_code())
    page.get_by_text(re.compile("码有效|Good and unused")).first.wait_for()


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
        "type": "about:blank", "title": "系统忙", "status": 503, "code": "busy", "detail": "现在排队的人多，没有办成。",
        "request_id": "0191-2f3a", "mend": "过一会儿再试。",
    }  # fmt: skip
    route.fulfill(status=503, content_type="application/problem+json", json=problem)


def waits(page: Page, story: Story) -> None:
    """Until what is typed has been sent: forms ask for a price or an estimate when nobody types for a moment."""
    page.wait_for_timeout(700)


def waits_for_the_skeleton(page: Page, story: Story) -> None:
    page.wait_for_selector('[aria-busy="true"]')
    page.wait_for_timeout(600)


def is_collected(page: Page, story: Story) -> None:
    """The counter takes points while the code is shown; the phone asks every few seconds."""
    story.the_counter_collects()
    page.clock.fast_forward(3_000)
    page.get_by_text("再出一个码").wait_for()


def hears_of_points(page: Page, story: Story) -> None:
    """As if what there is had come since this device was last looked at."""
    page.evaluate("""() => localStorage.setItem('tanhui.points-seen.' + localStorage.getItem('tanhui.person'),
        JSON.stringify({ at: '2026-01-01T00:00:00Z', told: [] }))""")
    page.reload()
    page.get_by_text("到账").first.wait_for()


def pays_without_an_answer(page: Page, story: Story) -> None:
    page.get_by_role("button", name=re.compile(r"^付款 .*元$")).click()
    page.get_by_text("没有收到回话").first.wait_for()


def hears_what_became_of_it(page: Page, story: Story) -> None:
    """What was sent without an answer is repeated after a while, wherever one is now."""
    page.clock.fast_forward(60_000)
    page.get_by_text("下成了，钱还没有付").wait_for()


def starts_without_network(page: Page, story: Story) -> None:
    page.reload()
    page.context.set_offline(True)
    page.get_by_role("heading", level=1, name="没有网络").wait_for()


takes_a_snack: Hand = in_turn(
    presses(re.compile("擂茶小食一份|A leicha snack")), presses(re.compile("收 20 分|20 points: scan"))
)
