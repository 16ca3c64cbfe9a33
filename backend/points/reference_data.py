"""Publish the rules that the product ships. A version once published is never edited."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from backend.points.payloads import PublishRule
from backend.points.service import publishing
from points_engine import read_rule_book

RULE_BOOK: Final = Path(__file__).parent / "data" / "earn_rules.json"


def load_earn_rules() -> None:
    written = RULE_BOOK.read_text(encoding="utf-8")
    rules = read_rule_book(written)
    publishing.refuse_unfit(rules)
    for rule, body in zip(rules, json.loads(written)["rules"], strict=True):
        publishing.store(rule, PublishRule(body))
