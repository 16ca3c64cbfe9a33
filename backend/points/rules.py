"""The published rules as the engine runs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select

from backend.extensions import db
from backend.kernel import transaction
from backend.points.models import EarnRuleVersion
from points_engine import EarnRule, RuleSet, parse_rule

VERIFIED: Final = "verified"
SELF_REPORT: Final = "self-report"


@dataclass(frozen=True, slots=True)
class Release:
    """Every rule published until now, ready to decide, with what was published beside what the engine reads."""

    rules: RuleSet
    bodies: Mapping[tuple[str, int], Mapping[str, Any]]

    def rule(self, code: str, version: int) -> EarnRule:
        return next(rule for rule in self.rules.rules if (rule.code, rule.version) == (code, version))


_KNOWN: Final = "points.release"
_latest: tuple[tuple[int, datetime | None], Release] | None = None


def release() -> Release:
    """The rules as of this transaction."""
    return transaction.once(_KNOWN, _newest)


def _newest() -> Release:
    """Rows are never edited, so their count and the last date tell releases apart; the last one is kept ready."""
    global _latest
    row = db.session.execute(select(func.count(), func.max(EarnRuleVersion.published_at))).one()
    mark: tuple[int, datetime | None] = (row[0], row[1])
    if _latest is None or _latest[0] != mark:
        rows = db.session.execute(
            select(EarnRuleVersion.code, EarnRuleVersion.version, EarnRuleVersion.body)
            .order_by(EarnRuleVersion.kind, EarnRuleVersion.code, EarnRuleVersion.version)
        ).all()  # fmt: skip
        bodies = {(each.code, each.version): each.body for each in rows}
        _latest = mark, Release(rule_set(parse_rule(body) for body in bodies.values()), bodies)
    return _latest[1]


def look_again() -> None:
    """Called by whoever publishes: what this transaction has read is no longer all."""
    transaction.look_again(_KNOWN)


def rule_set(rules: Iterable[EarnRule]) -> RuleSet:
    """A version ends where the next one of its code begins. Raises RuleFormatError for rules that do not fit."""
    ends: dict[str, date] = {}
    ended: list[EarnRule] = []
    for rule in sorted(rules, key=lambda rule: (rule.code, rule.version), reverse=True):
        end = ends.get(rule.code)
        if end is not None and (rule.valid_until is None or end < rule.valid_until):
            ended.append(replace(rule, valid_until=end))
        else:
            ended.append(rule)
        ends[rule.code] = min(rule.valid_from, end or rule.valid_from)
    return RuleSet(reversed(ended))


def recordable_by_oneself(rule: EarnRule) -> bool:
    """Whether a citizen's own word is enough for this rule: it accepts it, and asks for nothing beside the measure."""
    return (
        rule.enabled
        and SELF_REPORT in rule.tiers
        and rule.scope == "person"
        and rule.fuel is None
        and rule.purposes is None
        and rule.once_per_month_by is None
        and all(condition.measure == rule.measure for condition in rule.conditions)
    )
