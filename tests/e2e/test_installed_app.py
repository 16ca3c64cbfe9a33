"""The app as an app: it can be installed, opens without network, and a new version is offered, never forced."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Phones
from tests.e2e.people import Phone

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def phones(phones: Phones) -> Iterator[Phones]:
    """Without network there is something to complain of."""
    yield phones
    phones.complaints = [one for one in phones.complaints if "net::ERR_" not in one and "by Playwright" not in one]


def is_installed(page: Page) -> None:
    """The worker has fetched what it keeps and looks after this page."""
    page.wait_for_function("() => navigator.serviceWorker.controller !== null", polling=50)


def a_citizen(phones: Phones, number: int) -> Phone:
    phone = phones.new()
    phone.signs_in(f"1380013{number:04d}")
    is_installed(phone.page)
    return phone


def goes_offline(phone: Phone) -> None:
    phone.page.context.set_offline(True)


class TestInstalling:
    def test_a_phone_is_told_all_it_needs(self, address: str, web_dist: Path) -> None:
        manifest = requests.get(f"{address}/manifest.webmanifest", timeout=5).json()
        assert (manifest["short_name"], manifest["display"], manifest["start_url"]) == ("碳惠", "standalone", "/")
        assert manifest["translations"]["en"]["short_name"] == "Tanhui"
        for icon in manifest["icons"]:
            file = web_dist / icon["src"].lstrip("/")
            assert file.stat().st_size < 16_000
            if file.suffix == ".png":
                with Image.open(file) as picture:
                    assert f"{picture.width}x{picture.height}" == icon["sizes"]
        assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}

    def test_its_colours_are_the_papers(self, web_dist: Path) -> None:
        manifest = json.loads((web_dist / "manifest.webmanifest").read_text(encoding="utf-8"))
        tokens = (Path(__file__).parents[2] / "web" / "src" / "styles" / "tokens.css").read_text(encoding="utf-8")
        assert f"--paper: {manifest['theme_color']};" in tokens
        assert manifest["background_color"] == manifest["theme_color"]
        assert f'name="theme-color" content="{manifest["theme_color"]}"' in (web_dist / "index.html").read_text()

    def test_its_shortcuts_lead_to_pages(self, phones: Phones, address: str) -> None:
        visitor = phones.new()
        for shortcut in requests.get(f"{address}/manifest.webmanifest", timeout=5).json()["shortcuts"]:
            visitor.opens(shortcut["url"])
            expect(visitor.page.get_by_role("heading", level=1)).not_to_contain_text("没有这一页")

    def test_chromium_finds_nothing_that_is_in_the_way(self, phones: Phones) -> None:
        visitor = phones.new()
        visitor.opens("/")
        is_installed(visitor.page)
        told = visitor.page.context.new_cdp_session(visitor.page).send("Page.getInstallabilityErrors")
        # A context that keeps nothing cannot install anything; that is the test's, not the app's.
        assert [one["errorId"] for one in told["installabilityErrors"] if one["errorId"] != "in-incognito"] == []


class TestWithoutNetwork:
    def test_a_page_never_seen_opens_and_says_plainly_what_is_missing(self, phones: Phones) -> None:
        phone = a_citizen(phones, 8201)
        goes_offline(phone)
        phone.opens("/registry")
        phone.sees("没有网络。看过的凭证、没记完的足迹还能用")
        phone.opens("/points")
        phone.reads_title("没有网络")
        phone.page.context.set_offline(False)
        phone.reads_title("积分")  # by itself

    def test_the_footprint_form_is_filled_in_and_recorded_when_there_is_network(self, phones: Phones) -> None:
        phone = a_citizen(phones, 8202)
        phone.opens("/footprints/new")
        phone.sees("用电")
        goes_offline(phone)
        phone.opens("/footprints/new")
        phone.sees("没有网络，先填着")
        phone.page.get_by_label("用电", exact=True).fill("186")
        phone.page.reload()
        expect(phone.page.get_by_label("用电", exact=True)).to_have_value("186")
        phone.presses("保存，看结果")
        phone.sees("没有收到回话")
        phone.page.context.set_offline(False)
        phone.page.wait_for_url("**/footprints/0*")

    def test_a_certificate_is_shown_with_the_date_on_which_it_was_seen(self, phones: Phones) -> None:
        phone = a_citizen(phones, 8203)
        phone.opens("/offset")
        phone.presses("付款 1.00 元")
        phone.page.wait_for_url("**/pay/**")
        phone.page.get_by_role("button", name="付款").click()
        phone.reads_title("10 公斤，已经注销")
        number = phone.page.get_by_text("MX-20").first.inner_text()
        phone.opens(f"/c/{number}")
        phone.sees("真实有效")
        goes_offline(phone)
        phone.page.reload()
        phone.sees("没有网络，这是")
        phone.sees("真实有效")
        phone.page.context.set_offline(False)
        phone.page.reload()
        phone.opens("/me")
        phone.presses("退出登录")
        phone.page.wait_for_url(phone.address + "/")
        goes_offline(phone)
        phone.opens(f"/c/{number}")
        phone.sees("没有收到回话")
        expect(phone.page.get_by_text("真实有效")).to_have_count(0)

    def test_nothing_that_the_api_said_is_in_the_workers_cache(self, phones: Phones) -> None:
        phone = a_citizen(phones, 8204)
        phone.opens("/me")
        phone.sees("退出登录")
        kept = phone.page.evaluate(
            "async () => (await Promise.all((await caches.keys()).map(async name =>"
            " (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)))).flat()"
        )
        assert "/" in kept
        assert [path for path in kept if path != "/" and not path.startswith("/assets/")] == []


class TestANewVersion:
    @pytest.fixture
    def deploys(self, web_dist: Path) -> Iterator[Any]:
        """Changes the worker as a deploy would; as it was afterwards."""
        worker, twins = web_dist / "sw.js", [web_dist / "sw.js.br", web_dist / "sw.js.gz"]
        before = {file: file.read_bytes() for file in (worker, *twins)}

        def deploy() -> None:
            for twin in twins:
                twin.unlink()
            worker.write_bytes(before[worker].replace(b"const VERSION = '", b"const VERSION = 'next"))

        yield deploy
        for file, content in before.items():
            file.write_bytes(content)

    def test_is_offered_and_taken_when_one_wants_to(self, phones: Phones, deploys: Any) -> None:
        phone = phones.new()
        phone.opens("/")
        is_installed(phone.page)
        deploys()
        phone.page.evaluate("navigator.serviceWorker.ready.then(one => one.update())")
        phone.sees("有新版本，点此更新")
        with phone.page.expect_event("load"):
            phone.presses("有新版本")
        phone.reads_title("把一天的碳")
        expect(phone.page.get_by_text("有新版本")).to_have_count(0)
        names = phone.page.evaluate("caches.keys()")
        assert [name for name in names if name.startswith("tanhui-shell-")] == [
            name for name in names if name.startswith("tanhui-shell-next")
        ]

    def test_a_page_opened_before_a_deploy_loads_itself_anew_once(self, phones: Phones) -> None:
        phone = phones.new(service_workers="block")
        phone.opens("/")
        phone.reads_title("把一天的碳")
        gone: list[str] = []

        def missing(route: Any) -> None:
            if gone:
                route.continue_()
            else:
                gone.append(route.request.url)
                route.fulfill(status=404)

        phone.page.route("**/assets/RegistryPage-*.js", missing)
        phone.page.evaluate("history.pushState({}, '', '/registry'); dispatchEvent(new PopStateEvent('popstate'))")
        phone.reads_title("这一公斤，去了哪里")
        assert len(gone) == 1
        phones.complaints = [one for one in phones.complaints if "404" not in one and "dynamically" not in one]
