"""Publish the rules that the product ships. A version once published is never edited."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from backend.points.payloads import PublishRule
from backend.points.releasing import shown
from backend.points.service import publishing
from backend.releases import ports as releases_ports
from backend.releases import service as releases
from backend.releases.payloads import ShipRelease
from points_engine import read_rule_book

RULE_BOOK: Final = Path(__file__).parent / "data" / "earn_rules.json"


def load_earn_rules() -> None:
    written = RULE_BOOK.read_text(encoding="utf-8")
    rules = read_rule_book(written)
    publishing.refuse_unfit(rules)
    bodies = json.loads(written)["rules"]
    for rule, body in zip(rules, bodies, strict=True):
        publishing.store(rule, PublishRule(body))
    releases.ship_release(ShipRelease(
        releases_ports.EARN_RULES, f"shipped/{hashlib.sha256(written.encode()).hexdigest()[:12]}",
        in_force_from=max(rule.valid_from for rule in rules), rows=[shown(body) for body in bodies],
        published=[f"{rule.code}/{rule.version}" for rule in rules],
    ))  # fmt: skip
