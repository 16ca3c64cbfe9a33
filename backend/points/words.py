"""Sentences about decisions, in the reader's language. The engine gives reasons and facts; the catalogue has words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from backend.kernel import i18n
from backend.points.payloads import AwardLine
from backend.points.rules import SELF_REPORT, Release
from points_engine import EarnRule, Line


def unit(name: str) -> str:
    return _label(f"points.unit.{name}", name)


def measure(name: str) -> str:
    return _label(f"points.measure.{name}", name)


def _label(key: str, name: str) -> str:
    """An officer may have invented a measure that nobody has a word for yet."""
    return i18n.text(key) if i18n.has_text(key) else name


def title(rule: EarnRule) -> str:
    return i18n.choose(rule.title_zh, rule.title_en)


def day(value: date) -> str:
    return i18n.text("points.day", year=value.year, month=value.month, day=value.day)


def line(decided: Line, release: Release) -> AwardLine:
    rule = release.rule(decided.rule_code, decided.rule_version)
    return AwardLine(decided.rule_code, decided.rule_version, decided.points, decided.reason,
                     sentence(rule, decided.reason, decided.points, decided.facts), dict(decided.facts))  # fmt: skip


def sentence(rule: EarnRule, reason: str, points: int, facts: Mapping[str, Any]) -> str:
    """Why a rule gave what it gave."""
    told: dict[str, Any] = {**facts, "points": points, "title": title(rule), "unit_label": unit(rule.measure_unit),
                            "share": own_word(rule)}  # fmt: skip
    if "quantity" in facts:
        told["quantity"] = f"{facts['quantity']:,}"
    if reason == "capped":
        key = f"capped.{facts['cap']}"
    elif reason == "earned" and facts.get("tier") == SELF_REPORT and Fraction(rule.tiers[SELF_REPORT]) < 1:
        key = "earned.self-report"
    elif reason == "condition-unmet":
        key = "condition-unmet.measure" if facts.get("measure") == rule.measure else "condition-unmet"
    elif reason == "purpose-excluded":
        key = f"purpose-excluded.{facts['purpose']}"
        key = key if i18n.has_text(f"points.reason.{key}") else "purpose-excluded"
    else:
        key = reason
    return i18n.text(f"points.reason.{key}", **told)


def act(rule: EarnRule, measures: Mapping[str, str]) -> str:
    """What was done, for the head of a line: 步行 8,102 步."""
    quantity = measures.get(rule.measure)
    if quantity is None:
        return title(rule)
    return i18n.text("points.act", title=title(rule), quantity=f"{Decimal(quantity):,f}",
                     unit_label=unit(rule.measure_unit))  # fmt: skip


def caps(rule: EarnRule) -> str:
    """The rule's caps in a sentence; empty if it has none."""
    return i18n.text("points.list-separator").join(
        i18n.text(f"points.cap.{cap.name}", limit=f"{cap.limit:,}", unit_label=unit(rule.measure_unit))
        for cap in rule.caps
    )


def rate(rule: EarnRule, tier: str) -> tuple[int, str]:
    """Points, and what they are for: (1, "分/公斤"), (1, "分/1,000 步")."""
    share = Fraction(rule.earn.amount, rule.earn.per) * rule.tiers.get(tier, Fraction(1))
    label = unit(rule.measure_unit)
    per = label if share.denominator == 1 else f"{share.denominator:,} {label}"
    return share.numerator, i18n.text("points.rate", per=per)


def share(value: Fraction) -> str:
    """A ratio as the API writes ratios: "0.5"; one that has no end is cut after four digits."""
    return f"{Decimal(value.numerator) / Decimal(value.denominator):.4f}".rstrip("0").rstrip(".")


def own_word(rule: EarnRule) -> str:
    """What one's own word counts for, in percent: "50"."""
    return share(rule.tiers.get(SELF_REPORT, Fraction(1)) * 100)


def cap_left(rule: EarnRule, name: str, limit: int, left: int) -> str:
    """How much of a cap is left: 今天还能得 12 分，上限 29 分."""
    return i18n.text(
        f"points.cap-left.{name}", left=f"{left:,}", limit=f"{limit:,}", unit_label=unit(rule.measure_unit)
    )


def way(rule: EarnRule, kind: str) -> str:
    """How an act of this rule gets here, or why it does not: a rule may have a reason of its own."""
    own = f"points.way.{kind}.{rule.code}"
    return i18n.text(own if i18n.has_text(own) else f"points.way.{kind}", share=own_word(rule))


def note(rule: EarnRule, written: str) -> str:
    """What a version says of itself, in the reader's language; one that nobody has translated, as it was written."""
    key = f"points.rule-note.{rule.code}.{rule.version}"
    return i18n.text(key) if i18n.has_text(key) else written
