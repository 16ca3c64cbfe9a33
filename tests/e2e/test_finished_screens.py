"""手机上的细处 / What a county would look for: sharing, keys alone, no wasted walk, the name, points that arrive."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from backend.kernel.principal import SYSTEM
from backend.rewards import queries as rewards_queries
from backend.rewards import service as rewards
from backend.rewards.payloads import CloseReward
from tests.e2e.conftest import Phones
from tests.e2e.people import Phone
from tests.support.world import World

ANNA, BEN, CARA = "13800138001", "13800138002", "13800138003"
NAME = "给外婆的林子"

pytestmark = pytest.mark.usefixtures("app")


def focused(page: Page) -> Any:
    return page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id")


def tabs_to(page: Page, name: str | re.Pattern[str], *, role: Any = "button", most: int = 60) -> None:
    """Press Tab until it is reached, as somebody without a mouse does."""
    wanted = page.get_by_role(role, name=name).first
    expect(wanted).to_be_visible()
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{name} was not reached with Tab; the focus is on {focused(page)}")


def pays_at_the_gateway(page: Page) -> None:
    page.wait_for_url("**/pay/**")
    page.get_by_role("button", name="付款").click()


def a_purchase_with_keys_alone(anna: Phone) -> str:
    """From the shelf to the certificate without touching the screen; returns the certificate's number."""
    page = anna.page
    anna.opens("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Tab")
    assert focused(page) == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H1"

    anna.opens("/offset")
    page.get_by_role("radio").first.wait_for()
    tabs_to(page, "碳票是什么")
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        assert sheet.evaluate("sheet => sheet.contains(document.activeElement)"), "the sheet keeps the focus"
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    assert focused(page) == "碳票是什么", "and gives it back"

    tabs_to(page, "加 10 公斤")
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="不写名字").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="写别的")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type(f" {NAME} ")
    expect(page.locator(".preview")).to_have_text(f"证书上写：{NAME}")
    expect(page.get_by_role("button", name="付款 2.00 元")).to_be_enabled()
    tabs_to(page, "付款 2.00 元")
    page.keyboard.press("Enter")
    pays_at_the_gateway(page)
    anna.reads_title("20 公斤，已经注销")
    return page.get_by_text(re.compile(r"^MX-\d{4}-\d{6}-\d$")).inner_text()


def test_a_purchase_with_keys_alone_names_and_shares_the_certificate(phones: Phones) -> None:
    anna = phones.new()
    page = anna.page
    anna.signs_in(ANNA)
    number = a_purchase_with_keys_alone(anna)

    # What the preview said is what the certificate says.
    stranger = phones.new()
    stranger.opens(f"/c/{number}")
    stranger.sees(NAME)

    # This browser has no share sheet: ours has the link, the poster and a code, and closes with Escape.
    page.get_by_role("button", name="给朋友看").press("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text(f"/c/{number}")
    expect(sheet.get_by_role("link", name="存海报")).to_have_attribute(
        "href", re.compile(rf"^/api/v1/certificates/{number}\.png")
    )
    expect(sheet.get_by_role("img", name="这个链接的二维码")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()

    # The code on the paper is small; enlarged, a camera reads it.
    stranger.presses("放大二维码")
    large = stranger.page.get_by_role("dialog").get_by_role("img")
    expect(large).to_be_visible()
    box = large.bounding_box()
    assert box is not None and box["width"] >= 260


def test_points_that_came_are_told_once_and_survive_a_reload(phones: Phones, world: World) -> None:
    ben = phones.new()
    page = ben.page
    ben.signs_in(BEN)
    ben.opens("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("Object.keys(localStorage).some(key => key.startsWith('tanhui.points-seen.'))")
    ben.opens("/offset")
    ben.presses("付款 1.00 元")
    page.wait_for_url("**/pay/**")
    with page.expect_navigation():
        page.get_by_role("button", name="付款").click()
    # Not the order's page, which says it by itself: home, some time later.
    ben.opens("/me")
    notice = page.locator(".arrivals")
    for _ in range(15):
        ben.opens("/rewards")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_timeout(700)
        if "+10" in notice.inner_text():
            break
    expect(notice).to_contain_text("到账 +10 分")
    ben.opens("/")
    expect(notice).to_contain_text("到账 +10 分")  # also after a reload
    notice.get_by_role("link").click()
    expect(page.get_by_role("dialog")).to_contain_text("这 10 分怎么来的")
    ben.opens("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(notice).to_have_text("")


def test_what_is_gone_is_said_before_the_counter(phones: Phones, world: World, app: Flask) -> None:
    cara = phones.new()
    cara.signs_in(CARA)
    cara.opens("/rewards")
    with app.app_context():
        cup = next(one for one in rewards_queries.list_rewards() if "随行杯" in one.title)
    world.does(lambda: rewards.close_reward(SYSTEM, CloseReward(UUID(str(cup.reward_id)))))
    cara.opens(f"/pay?reward={cup.reward_id}")
    cara.sees("这件已经下架了，不用跑一趟")
    cara.follows("换一件")
    cara.reads_title("积分换点实在的")
    expect(cara.page.get_by_text("毛竹随行杯")).to_have_count(0)
