"""What was pressed once happens once, and is told: whatever the network does between the press and the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Route, expect
from sqlalchemy import text

from backend.extensions import db
from tests.e2e.conftest import Phones
from tests.e2e.people import Phone
from tests.support.world import World

CLERK = "13800000011"
# What may stay where somebody has signed out: how the device is set, nothing of whom.
OF_THE_DEVICE = {"tanhui.language", "tanhui.elder", "tanhui.counter-sound"}
ORDERS, REDEMPTIONS = "**/api/v1/offset-orders", "**/api/v1/redemptions"

pytestmark = pytest.mark.usefixtures("app")


@contextmanager
def answers_lost(page: Page, where: str, *, reached: bool) -> Iterator[list[str]]:
    """No answer to a POST comes through; ``reached``: the service has done it. Yields the keys that were sent."""
    keys: list[str] = []

    def swallow(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        keys.append(route.request.headers["idempotency-key"])
        if reached:
            assert route.fetch().status < 300
        with suppress(PlaywrightError):  # the page that asked may be gone
            route.abort()
        return None

    page.context.route(where, swallow)
    yield keys
    page.context.unroute(where, swallow)


def rows(world: World, table: str) -> int:
    def count() -> Any:
        return db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar()

    return int(world.reads(count))


@pytest.fixture
def phones(phones: Phones) -> Iterator[Phones]:
    """A lost network is what these are about: only other complaints count."""
    yield phones
    phones.complaints = [one for one in phones.complaints if "net::ERR_" not in one]


def a_newcomer(phones: Phones, number: int) -> Phone:
    """Somebody of a number of their own: a number gets one code a minute."""
    phone = phones.new()
    phone.signs_in(f"1380013{number:04d}")
    return phone


def is_ready_to_pay(phone: Phone) -> None:
    phone.opens("/offset")
    expect(phone.page.get_by_role("button", name=re.compile(r"^付款 .*元$"))).to_be_enabled()


def test_an_order_whose_answer_was_lost_is_found_again_after_a_reload(phones: Phones, world: World) -> None:
    buyer = a_newcomer(phones, 8101)
    before = rows(world, "offsets_orders")
    is_ready_to_pay(buyer)
    with answers_lost(buyer.page, ORDERS, reached=True) as keys:
        buyer.presses("付款 1.00 元")
        buyer.sees("没有收到回话")
        buyer.opens("/")  # the app is closed and opened again, still without an answer
        buyer.sees("没有收到回应")
    assert len(set(keys)) == 1, "the very request, not another one"
    buyer.opens("/")
    buyer.sees("下成了，钱还没有付")
    buyer.presses("去看看")
    buyer.page.wait_for_url("**/orders/*")
    buyer.reads_title("还差一步，付款 1.00 元")
    assert rows(world, "offsets_orders") == before + 1
    buyer.opens("/")
    expect(buyer.page.get_by_text("下成了，钱还没有付")).to_have_count(0)  # read once is enough


def test_an_order_that_never_left_goes_on_by_itself_while_its_page_is_open(phones: Phones, world: World) -> None:
    buyer = a_newcomer(phones, 8102)
    before = rows(world, "offsets_orders")
    is_ready_to_pay(buyer)
    buyer.page.context.set_offline(True)
    buyer.presses("付款 1.00 元")
    buyer.sees("没有收到回话")
    assert rows(world, "offsets_orders") == before
    buyer.page.context.set_offline(False)
    buyer.page.wait_for_url("**/pay/**")  # the order was placed, and its payment opened as after a usual press
    assert rows(world, "offsets_orders") == before + 1


def test_a_press_for_another_quantity_waits_for_the_answer_to_the_first(phones: Phones, world: World) -> None:
    buyer = a_newcomer(phones, 8106)
    before = rows(world, "offsets_orders")
    is_ready_to_pay(buyer)
    with answers_lost(buyer.page, ORDERS, reached=True) as keys:
        buyer.presses("付款 1.00 元")
        buyer.sees("没有收到回话")
        buyer.presses("加 10 公斤")
        buyer.presses("付款 2.00 元")
        buyer.sees("先前的“下抵消订单（1.00 元）”还没有收到回应")
    assert len(set(keys)) == 1, "nothing but the first order was sent"
    buyer.sees("下抵消订单（1.00 元）已经确认：下成了，钱还没有付")
    assert rows(world, "offsets_orders") == before + 1
    buyer.presses("付款 2.00 元")  # knowing of the first
    buyer.page.wait_for_url("**/pay/**")
    assert rows(world, "offsets_orders") == before + 2


def test_a_redemption_whose_answer_was_lost_is_told_to_the_counter(phones: Phones, world: World) -> None:
    customer, counter = a_newcomer(phones, 8105), phones.new()
    customer.opens("/activities/new?kind=mobility.walk")
    customer.page.get_by_label("步数").fill("7250")
    customer.presses("记下来")
    customer.reads_title("得到 7 分")
    counter.signs_in(CLERK, "/merchant")
    before = rows(world, "rewards_redemptions")
    counter.page.get_by_label("收取积分").fill("5")
    counter.presses("收 5 分")
    counter.presses("输数字")
    counter.page.get_by_label("付款码 12 位数字").fill(customer.shows_a_pay_code()["digits"])
    with answers_lost(counter.page, REDEMPTIONS, reached=True) as keys:
        counter.presses("确认收 5 分")
        counter.sees("没有收到回话")
        counter.page.reload()
        counter.sees("收 5 分（尾号 8105）没有收到回应")
    counter.page.reload()
    counter.sees("收 5 分（尾号 8105）没有收到回应的那次，已经确认：办成了")
    assert len(set(keys)) == 1
    assert rows(world, "rewards_redemptions") == before + 1
    counter.presses("去看看")
    counter.page.wait_for_url("**/merchant/today")
    counter.sees("积分抵扣")


def test_of_two_windows_one_repeats(phones: Phones, world: World) -> None:
    buyer = a_newcomer(phones, 8103)
    before = rows(world, "offsets_orders")
    is_ready_to_pay(buyer)
    with answers_lost(buyer.page, ORDERS, reached=True):
        buyer.presses("付款 1.00 元")
        buyer.sees("没有收到回话")
        buyer.page.goto("about:blank")
    sent: list[str] = []
    buyer.page.context.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    windows = [buyer.page.context.new_page(), buyer.page.context.new_page()]
    for window in windows:
        window.goto(buyer.address + "/registry", wait_until="commit")
    for window in windows:
        expect(window.get_by_text("下成了，钱还没有付")).to_be_visible()
    assert sum(url.endswith("/offset-orders") for url in sent) == 1
    assert rows(world, "offsets_orders") == before + 1


def test_signing_out_leaves_no_unfinished_thing_to_the_next_person(phones: Phones, world: World) -> None:
    buyer = a_newcomer(phones, 8104)
    buyer.opens("/footprints/new")
    buyer.page.get_by_label("用电").first.fill("186")
    is_ready_to_pay(buyer)
    before = rows(world, "offsets_orders")
    with answers_lost(buyer.page, ORDERS, reached=False):
        buyer.presses("付款 1.00 元")
        buyer.sees("没有收到回话")
        buyer.opens("/me")
        buyer.presses("退出登录")
        buyer.page.wait_for_url(buyer.address + "/")
    kept = buyer.page.evaluate("Object.keys(localStorage)")
    assert set(kept) <= OF_THE_DEVICE
    assert rows(world, "offsets_orders") == before
