"""The built app, served whole, and phones to use it with: a real Chromium, a real database, the payment stand-in."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, BrowserType
from werkzeug.serving import make_server

from backend import create_app
from backend.demo import seed_demo_county
from backend.extensions import db
from backend.kernel import clock
from backend.sweeps import SWEEPS
from deploy.local import web_build
from deploy.local.sockets import free_port
from deploy.standins.wechatpay.keys import KeyPaths
from tests.conftest import settings_for
from tests.e2e.people import Phone
from tests.support.chromium import LAUNCH_ARGUMENTS, chromium_executable
from tests.support.postgres import Database
from tests.support.residents import Register
from tests.support.standin import StandIn, pays_at
from tests.support.world import World

BEAT_S = 0.5
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True,
    "locale": "zh-CN", "timezone_id": "Asia/Shanghai",
}  # fmt: skip


@pytest.fixture(scope="session")
def browser_type_launch_args(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    executable, environment = chromium_executable(Path.home() / ".cache" / "tanhui-chromium")
    return {"executable_path": str(executable), "env": environment, "args": list(LAUNCH_ARGUMENTS)}


@pytest.fixture(scope="session")
def web_dist() -> Path:
    web_build.ensure_built()
    return web_build.WEB / "dist"


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, to be run in a page."""
    web_build.ensure_packages()
    return (web_build.WEB / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def instant() -> datetime | None:
    """When the service believes to start; a module that needs one day for ever says which. None: now."""
    return None


@pytest.fixture(scope="module")
def app(
    database: Database, keys_folder: Path, standin: StandIn, wechat_keys: KeyPaths, web_dist: Path,
    instant: datetime | None, residents: Register,
) -> Iterator[Flask]:  # fmt: skip
    """The service with the demo county in it, as `make run` starts it, on a port of its own."""
    # Pictures show addresses, so these stay the same; files that run side by side must not meet on one.
    preferred = None if "PYTEST_XDIST_WORKER" in os.environ else 21_000
    address = f"http://127.0.0.1:{free_port('127.0.0.1', preferred)}"
    offset_s = 0 if instant is None else int((instant - datetime.now(UTC)).total_seconds())
    settings = settings_for(
        database, keys_folder, wechat_pay=pays_at(standin, wechat_keys), clock_offset_s=offset_s,
        sms_per_ip_and_hour=1000, real_name=residents.settings,
    )  # fmt: skip
    with demo_county(create_app(replace(settings, public_url=address, web_dist=web_dist))) as app:
        yield app
    clock.set_offset(0)


@contextmanager
def demo_county(app: Flask) -> Iterator[Flask]:
    """The application at its public address, with the demo county in it and its sweeps at work."""
    with app.app_context():
        seed_demo_county()
    with served(app, int(app.extensions["settings"].public_url.rsplit(":", 1)[1])), beating(app):
        yield app
    with app.app_context():
        db.engine.dispose()


@contextmanager
def served(app: Flask, port: int) -> Iterator[None]:
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def beating(app: Flask) -> Iterator[None]:
    """What the worker and beat do all day, in a thread."""
    resting = threading.Event()

    def beat() -> None:
        while not resting.wait(BEAT_S):
            with app.app_context():
                for name in ("outbox", "payments"):
                    SWEEPS[name].run()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        resting.set()
        thread.join()


@pytest.fixture(scope="module")
def address(app: Flask) -> str:
    return str(app.extensions["settings"].public_url)


class Phones:
    """Hands out phones, and says at the end what their browsers complained about."""

    def __init__(self, browser: Browser, browser_type: BrowserType, launch: dict[str, Any], address: str, world: World):
        self._browser, self._type, self._launch = browser, browser_type, launch
        self._address, self._world = address, world
        self._opened: list[BrowserContext] = []
        self._own_browsers: list[Browser] = []
        self.complaints: list[str] = []

    def new(self, **more: Any) -> Phone:
        return self._phone(self._browser.new_context(**{**PHONE, **more}))

    def with_camera_on(self, video: Path, signed_in_as: Phone, width: int) -> Phone:
        """A second device of the same person whose camera sees ``video`` (an MJPEG); fixed when it starts."""
        arguments = [
            *self._launch["args"], "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={video}",
        ]  # fmt: skip
        browser = self._type.launch(**{**self._launch, "args": arguments})
        self._own_browsers.append(browser)
        state = signed_in_as.page.context.storage_state()
        how = {**PHONE, "viewport": {"width": width, "height": 780}}
        return self._phone(browser.new_context(**how, permissions=["camera"], storage_state=state))

    def _phone(self, context: BrowserContext) -> Phone:
        self._opened.append(context)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        return Phone(page, self._address, self._world)

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")

    def _asked(self, url: str) -> None:
        """Nothing of ours is fetched from elsewhere: only pages of this machine are ever asked for."""
        if not url.startswith(("http://127.0.0.1:", "http://localhost:", "blob:", "data:")):
            self.complaints.append(f"asked a foreign host: {url}")

    def close(self) -> None:
        for context in self._opened:
            context.close()
        for browser in self._own_browsers:
            browser.close()


@pytest.fixture
def phones(
    browser: Browser, browser_type: BrowserType, browser_type_launch_args: dict[str, Any], address: str, world: World
) -> Iterator[Phones]:
    phones = Phones(browser, browser_type, browser_type_launch_args, address, world)
    yield phones
    phones.close()
    assert phones.complaints == []
    assert world.books_balance()
