"""从足迹到礼物 / From footprint to gift, by hand, in a real browser on a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.camera import films
from tests.e2e.conftest import Phones

CITIZEN, NEIGHBOUR, NEWCOMER = "13800000001", "13800000002", "13800138000"
CLERK, OTHER_CLERK = "13800000011", "13800000012"

pytestmark = pytest.mark.usefixtures("app")


def test_from_footprint_to_gift(phones: Phones) -> None:
    xiaomei = phones.new()
    page = xiaomei.page

    # Somebody who has never been here may look around, then signs in.
    xiaomei.opens("/")
    xiaomei.reads_title("把一天的碳")
    xiaomei.signs_in(CITIZEN)
    xiaomei.reads_title("晓梅")

    # Last month from real factors, counted while it is filled in.
    xiaomei.records_a_month(用电="186", 用气="14", 用水="9", 汽油="32", 坐公交="60", 坐高铁="500")
    xiaomei.sees("229.8")
    xiaomei.presses("保存，看结果")
    page.get_by_role("button", name="用电").click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("0.4092")
    expect(sheet).to_contain_text("官方公布")
    sheet.get_by_role("button", name="关闭").click()

    # What is left is offset: the quote follows, the order is placed, the gateway opens by itself on a phone.
    xiaomei.follows("抵消减不掉的")
    expect(page.get_by_role("button", name=re.compile(r"^付款 .*元$"))).to_be_enabled()
    xiaomei.presses("付款 23.00 元")
    page.wait_for_url("**/pay/**")
    page.get_by_role("button", name="付款").click()

    # Paid, retired, certified, with points; all on the page one comes back to.
    xiaomei.reads_title("230 公斤，已经注销")
    number = page.get_by_text(re.compile(r"^MX-\d{4}-\d{6}-\d$")).inner_text()
    xiaomei.follows("怎么算的")
    why = page.get_by_role("dialog")
    expect(why).to_contain_text("这 230 分怎么来的")
    expect(why).to_contain_text(number)
    expect(why).to_contain_text("常口村生态公益林")

    # Anybody checks the certificate, without an account, down to the kilogram.
    stranger = phones.new()
    stranger.opens(f"/c/{number}")
    stranger.sees("真实有效")
    stranger.sees("已选择不公开姓名")
    stranger.presses("自己核验")
    stranger.sees("和登记簿一致")
    stranger.opens(f"/c/{number}")
    stranger.follows("查这些公斤的完整经历")
    stranger.sees("已注销，永久停用")

    # A walk is worth half when one reports it oneself.
    xiaomei.opens("/activities/new?kind=mobility.walk")
    page.get_by_label("步数").fill("7250")
    xiaomei.presses("记下来")
    xiaomei.reads_title("得到 7 分")

    # At the counter: what, whose code, sure?, hand over.
    clerk = phones.new()
    clerk.signs_in(CLERK, "/merchant")
    clerk.presses("擂茶一碗")
    clerk.presses("收 200 分")
    clerk.presses("输数字")
    clerk.page.get_by_label("付款码 12 位数字").fill(xiaomei.shows_a_pay_code()["digits"])
    clerk.sees("码有效，未使用")
    clerk.sees("尾号 0001")
    clerk.presses("确认收 200 分")
    clerk.reads_title("擂茶一碗")
    xiaomei.opens("/points")
    xiaomei.sees("−200")
    expect(page.locator(".balance")).to_have_text("37")

    # Given the wrong thing: taken back, to the point.
    clerk.opens("/merchant/today")
    clerk.page.get_by_role("button", name="擂茶一碗").click()
    clerk.page.get_by_label("为什么撤销").fill("给错了")
    clerk.presses("撤销，退 200 分")
    clerk.sees("已撤销")
    xiaomei.opens("/points")
    expect(page.locator(".balance")).to_have_text("237")


def test_a_refused_payment_takes_no_money_and_can_be_paid_again(phones: Phones) -> None:
    afu = phones.new()
    page = afu.page
    afu.signs_in(NEIGHBOUR)
    afu.opens("/offset")
    afu.presses("付款 1.00 元")
    page.wait_for_url("**/pay/**")
    page.get_by_role("button", name="失败").click()
    # The gateway stays on its page; one comes back by oneself.
    afu.opens("/orders")
    afu.follows("自愿抵消")
    afu.reads_title("这笔没有付成，钱没有扣")
    afu.presses("再付一次")
    page.wait_for_url("**/pay/**")
    page.get_by_role("button", name="付款").click()
    afu.reads_title("10 公斤，已经注销")


def test_the_counter_scans_with_its_camera_on_phones_of_both_widths(phones: Phones, tmp_path: Path) -> None:
    newcomer, counter = phones.new(), phones.new()
    newcomer.signs_in(NEWCOMER)  # a number that nobody has seen opens an account
    newcomer.opens("/offset")
    newcomer.presses("付款 1.00 元")
    newcomer.page.wait_for_url("**/pay/**")
    newcomer.page.get_by_role("button", name="付款").click()
    newcomer.reads_title("10 公斤，已经注销")
    counter.signs_in(OTHER_CLERK, "/merchant")

    for width in (390, 360):
        code = newcomer.shows_a_pay_code()["code"]
        till = phones.with_camera_on(films(code, tmp_path / f"code-{width}.mjpeg"), counter, width)
        till.opens("/merchant")
        till.page.get_by_label("收取积分").fill("5")
        till.presses("收 5 分")
        till.sees("码有效，未使用")
        till.presses("确认收 5 分")
        till.sees("请交给顾客")
        counter = till  # the session went on there: what the first device keeps of it is used up


@pytest.mark.parametrize(
    ("path", "title"),
    [("/", "Count your carbon"), ("/offset", "Offset with a forest ticket"), ("/rewards", "Points for real things"),
     ("/rules", "How points are counted"), ("/factors", "Where each number comes from"),
     ("/registry", "Where did this kilogram go")],
)  # fmt: skip
def test_looking_around_needs_no_account_and_speaks_english(phones: Phones, path: str, title: str) -> None:
    visitor = phones.new(locale="en-GB")
    visitor.opens(path)
    visitor.reads_title(title)
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    # No sideways scrolling on a phone.
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390
