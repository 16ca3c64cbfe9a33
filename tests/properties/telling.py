"""Tell stories in a process of their own: clock, chance and gateway are moved there, and its memory is small."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from tests.support.postgres import TemporaryPostgres

REPOSITORY: Final = Path(__file__).resolve().parents[2]
STEPS: Final = 200
STORIES_A_SEED: Final = 50
STORIES: Final = int(os.environ.get("STORIES", "50"))
"""Of one run of the tests: a developer's as many as twelve minutes allow, CI's 300; `make soak` tells 10,000."""


def tell(
    postgres: TemporaryPostgres, template: str, keys: Path, *, seed: int, stories: int, shrink: bool = True
) -> dict[str, Any]:
    """So many stories of 200 steps, drawn from one seed. What it says of a breach ends with the shortest way there.

    In a database of their own: each seed begins with the same chance, and would meet its own codes there.
    """
    database = postgres.create_database_from_template(template, f"stories_{seed}")
    told = subprocess.run(
        [sys.executable, "-m", "tests.properties.worker", database.app_url,
         postgres.server.conninfo(database=database.name), str(keys), "--seed", str(seed), "--examples", str(stories),
         "--steps", str(STEPS), *([] if shrink else ["--no-shrink"])],
        cwd=REPOSITORY, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, f"seed {seed}\n{told.stdout}\n{told.stderr}"
    postgres.drop_database(database.name)
    said: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return said


def holds_for(said: dict[str, Any]) -> None:
    """As many steps as were asked for, and stories that come to something: what never happens proves nothing."""
    print(json.dumps(said))
    assert said["steps"] >= STORIES_A_SEED * STEPS
    assert said["deaths"] >= STORIES_A_SEED // 3, "commands have died on the way"
    assert len(said["refusals"]) >= 14, "and have been refused for many reasons"
    for end in ("retired", "cancelled", "expired", "redeemed", "reversed", "taken back"):
        assert said["came_to"].get(end, 0), f"no story comes to {end}"
