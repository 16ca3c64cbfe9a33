"""What only the county can decide stands in docs/questions.md: every setting that ships has its question there."""

from __future__ import annotations

import csv
import fnmatch
import re

import pytest

from tests.architecture.source import ROOT

SETTINGS = ROOT / "backend" / "releases" / "data" / "policy_settings.csv"
PAGE = (ROOT / "docs" / "questions.md").read_text("utf-8")
ASKED = set(re.findall(r"`([a-z_]+(?:\.[a-z_*]+)+)`", PAGE))


def keys() -> list[str]:
    with SETTINGS.open(encoding="utf-8", newline="") as file:
        return sorted({row["key"] for row in csv.DictReader(file)})


@pytest.mark.parametrize("key", keys())
def test_is_asked(key: str) -> None:
    assert any(fnmatch.fnmatchcase(key, pattern) for pattern in ASKED)


def test_nothing_is_asked_that_is_no_setting() -> None:
    """A word in backticks with a dot and no slash is a setting's key."""
    gone = {pattern for pattern in ASKED if not fnmatch.filter(keys(), pattern)}
    assert gone - {"earn_rules.json", "policy_settings.csv", "codes.py"} == set()
