"""The rule book that the product ships, and rules made from it by small changes."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

RULE_BOOK = Path(__file__).parents[2] / "backend" / "points" / "data" / "earn_rules.json"


def rule_data(code: str) -> dict[str, Any]:
    """A fresh copy of a shipped rule's JSON, to be changed at will."""
    book = json.loads(RULE_BOOK.read_text(encoding="utf-8"))
    [found] = [rule for rule in book["rules"] if rule["code"] == code]
    return copy.deepcopy(found)


def changed(rule: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """``{"caps.points_per_day": 5}`` says where and what; a number in a path is a place in a list."""
    for path, value in change.items():
        *parents, last = path.split(".")
        place: Any = rule
        for step in parents:
            place = place[int(step)] if step.isdecimal() else place[step]
        place[int(last) if last.isdecimal() else last] = value
    return rule
