"""How the tests are dealt out to the processes of a full run (docs/adr/0006)."""

from __future__ import annotations

from typing import Final

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

CHAOS: Final = "tests/chaos/"
STORIES: Final = "tests/properties/"
LONGEST_FIRST: Final = (CHAOS, STORIES, "tests/e2e/")
"""Whoever takes one of these last is waited for."""


class FilesTogether(LoadFileScheduling):
    """A file stays together, as its tests share a database; all chaos, as it shares a whole county; no story does."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(CHAOS):
            return CHAOS
        return nodeid if nodeid.startswith(STORIES) else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesTogether:
    return FilesTogether(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    return next((n for n, folder in enumerate(LONGEST_FIRST) if item.nodeid.startswith(folder)), len(LONGEST_FIRST))
