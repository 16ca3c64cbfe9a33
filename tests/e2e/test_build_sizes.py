"""A phone on a slow line: what it must load before the citizen's home can be used has a budget."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Phones
from tests.support.first_visit import BUDGET_BYTES, HOME, Build, read_build


@pytest.fixture(scope="module")
def build(web_dist: Path) -> Build:
    return read_build(web_dist)


def test_the_first_visit_of_the_home_page_keeps_its_budget(build: Build) -> None:
    assert build.gzip_bytes(build.page(*HOME)) <= BUDGET_BYTES


def test_every_page_keeps_it(build: Build) -> None:
    sizes = {name: build.gzip_bytes(build.page(source)) for name, source in build.pages().items()}
    assert len(sizes) > 15
    desks = {name for name, source in build.pages().items() if "/office/" in source}
    assert {name: size for name, size in sizes.items() if size > BUDGET_BYTES and name not in desks} == {}
    assert {name: size for name, size in sizes.items() if size > 2 * BUDGET_BYTES} == {}, "a desk has a faster line"


def test_the_service_worker_fetches_little_more_than_the_app_itself(build: Build) -> None:
    precached = build.precached()
    assert not [file for file in precached if "reader" in file or file.endswith(".wasm")]
    assert {file for file in build.page(*HOME) if file.endswith((".js", ".css"))} <= precached
    assert build.gzip_bytes(precached) <= 2 * BUDGET_BYTES


def test_a_browser_loads_no_more_than_that(build: Build, phones: Phones, app: Any) -> None:
    visitor = phones.new(service_workers="block")
    loaded: list[int] = []
    visitor.page.on("response", lambda answer: loaded.append(int(answer.headers.get("content-length", 0))))
    visitor.opens("/")
    visitor.reads_title("把一天的碳")
    visitor.page.wait_for_load_state("networkidle")
    phones.complaints = [one for one in phones.complaints if "by Playwright" not in one]
    assert 50_000 < sum(loaded) <= BUDGET_BYTES
