"""A quarter of the stories, the first: after every step the books are what they must be (docs/adr/0100)."""

from __future__ import annotations

from pathlib import Path

from tests.properties.telling import STORIES, holds_for, tell
from tests.support.postgres import Database, TemporaryPostgres


def test_the_books_are_right_after_every_step(
    postgres: TemporaryPostgres, database: Database, keys_folder: Path
) -> None:
    holds_for(tell(postgres, database, keys_folder, seed=1, stories=STORIES // 4))
