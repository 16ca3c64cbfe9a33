"""After every step of every story the books are what they must be (docs/adr/0100)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.properties.telling import STORIES, STORIES_A_SEED, holds_for, tell
from tests.support.postgres import TemporaryPostgres


@pytest.mark.parametrize("seed", range(1, STORIES // STORIES_A_SEED + 1))
def test_the_books_are_right_after_every_step(
    postgres: TemporaryPostgres, template: str, keys_folder: Path, seed: int
) -> None:
    holds_for(tell(postgres, template, keys_folder, seed=seed, stories=STORIES_A_SEED))
