"""The long form: 10,000 stories of 200 steps, a hundred from each seed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.properties.telling import tell
from tests.support.postgres import TemporaryPostgres


@pytest.mark.soak
def test_the_books_are_right_after_every_step(
    postgres: TemporaryPostgres, template: str, keys_folder: Path, soak_seconds: int | None
) -> None:
    begun, stories = time.monotonic(), 0
    for seed in range(1000, 1100):
        stories += tell(postgres, template, keys_folder, seed=seed, stories=100)["examples"]
        if soak_seconds is not None and time.monotonic() - begun > soak_seconds:
            break
    print(f"{stories} stories in {time.monotonic() - begun:.0f} s")
