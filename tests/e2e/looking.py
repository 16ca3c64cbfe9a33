"""Devices in people's hands, and bringing a screen of the list before one's eyes."""

from __future__ import annotations

import json
import time
from datetime import UTC
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page, Request

from backend.kernel import clock
from tests.e2e.hands import never, nothing
from tests.e2e.screens import Screen
from tests.e2e.story import Story, signed_in

PATIENCE_MS: Final = 15_000
REST_MS: Final = 40

_FINISHED: Final = """async (path) => {
  const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  if (location.pathname !== (path ?? location.pathname) || !document.querySelector('main > :not([data-seen])')
      || document.querySelector('[aria-busy="true"]'))
    return false
  await document.fonts.ready
  document.getAnimations().forEach(one => one.effect?.getTiming().iterations === Infinity || one.finish())
  await drawn()
  return [...document.images].every(image => image.complete)
}"""

# As a link in the app would: no reload, so that a list of screens is looked at in seconds.
_GO: Final = """(path) => {
  document.querySelectorAll('main > *').forEach(part => part.dataset.seen = '')
  history.pushState({}, '', path)
  dispatchEvent(new PopStateEvent('popstate', { state: null }))
}"""


class Device:
    """One person's browser; hears what it complains about."""

    def __init__(self, browser: Browser, story: Story, screen: Screen, **how: Any) -> None:
        who, language, elder = screen.device
        state = None if who == "visitor" else signed_in(story, who)
        self.story = story
        self.complaints: list[str] = []
        self.context: BrowserContext = browser.new_context(
            locale=language, timezone_id="Asia/Shanghai", reduced_motion="reduce", storage_state=state, **how
        )
        # The service lives on another day than this machine; its pages must agree with it.
        self.context.clock.install(time=clock.wall_time().astimezone(UTC))
        if elder:
            self.context.add_init_script("localStorage.setItem('tanhui.elder', '1')")
        if who in story.positions:
            position = json.dumps(json.dumps(story.positions[who]))
            self.context.add_init_script(f"sessionStorage.setItem('tanhui.acting', {position})")
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self._refused = False
        self._under_way: set[Request] = set()
        self.page.on("request", self._asked)
        self.page.on("requestfinished", self._answered)
        self.page.on("requestfailed", self._answered)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _asked(self, request: Request) -> None:
        self._under_way.add(request)

    def _answered(self, request: Request) -> None:
        self._under_way.discard(request)

    def _heard(self, message: Any) -> None:
        if self._refused and message.text.startswith("Failed to load resource"):
            return
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def looks_at(self, screen: Screen) -> Page:
        """Bring the screen before our eyes, as finished as it gets.

        Raises:
            AssertionError: it did not come to rest.
        """
        self.page.unroute_all(behavior="ignoreErrors")
        self._under_way.clear()
        self._refused = screen.refused
        for address, answer in screen.answers:
            self.page.route(address, answer)
        path, waits = screen.path.format(**self.story.names), not any(never is one for _, one in screen.answers)
        if self._is_elsewhere(path):
            self.page.evaluate(_GO, path)
        else:
            self.page.goto(self.story.address + path, wait_until="commit")
        if waits:
            self.rests(path.split("?")[0])
        screen.does(self.page, self.story)
        if waits and screen.does is not nothing:
            self.rests()
        return self.page

    def rests(self, path: str | None = None) -> None:
        """Wait until everything that was asked for has come and nothing moves any more: twice in a row."""
        deadline, quiet = time.monotonic() + PATIENCE_MS / 1000, 0
        while quiet < 2:
            assert time.monotonic() < deadline, f"{self.page.url} does not come to rest: {self._under_way or path}"
            # Answers as ``evaluate`` does, true or not, as the function is async; but not after PATIENCE_MS, while
            # that one would wait for ever for a page that draws nothing.
            finished = self.page.wait_for_function(_FINISHED, arg=path).json_value()
            quiet = quiet + 1 if finished and not self._under_way else 0
            self.page.wait_for_timeout(REST_MS)

    def _is_elsewhere(self, path: str) -> bool:
        """A page that is in the app already, at another path: the same path would not begin anew."""
        here = self.page.url
        return here.startswith(self.story.address) and here.split("?")[0] != self.story.address + path.split("?")[0]

    def close(self) -> None:
        self.page.unroute_all(behavior="ignoreErrors")
        self.context.close()
