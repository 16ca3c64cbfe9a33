"""Fills ``releases.ports.Table`` with the earn rules: what a release publishes is the next version of each rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from backend.extensions import db
from backend.kernel import clock, i18n
from backend.kernel.principal import Principal
from backend.points.errors import RebateTooHigh
from backend.points.models import EarnRuleVersion
from backend.points.payloads import PublishRule
from backend.points.rules import release, rule_set
from backend.points.service import publishing
from backend.releases.columns import Column, Hint
from backend.releases.ports import Fault, Row
from points_engine import EarnRule, RuleFormatError, parse_rule

GIVEN: Final = frozenset({"version", "valid_from"})
"""The release says from when, and counts the versions; a row says neither."""
OWN: Final = frozenset({"code", "enabled", "kind", "title_zh", "title_en", "measure", "measure_unit", "valid_until",
                        "conditions", "earn", "reduction", "evidence_tiers", "caps", "exclusive_source_reference",
                        "expiry_months", "derived_from", "source_no", "mark", "grade", "verified", "note", "examples",
                        "once_per_reference_per_month", "fuel", "purposes", "excluded_purposes"})  # fmt: skip


COLUMNS: Final = (
    Column("code", longest=40, is_key=True), Column("enabled", "yes-no"), Column("title_zh", longest=40),
    Column("title_en", longest=60), Column("kind", longest=40), Column("measure", longest=40),
    Column("measure_unit", longest=30), Column("earn.points", "whole"), Column("earn.per", "whole"),
    Column("reduction.grams", "whole", may_be_empty=True), Column("reduction.per", "whole", may_be_empty=True),
    Column("caps.scope", longest=20), Column("caps.acts_per_day", "whole", may_be_empty=True),
    Column("caps.acts_per_month", "whole", may_be_empty=True),
    Column("caps.points_per_day", "whole", may_be_empty=True),
    Column("caps.points_per_month", "whole", may_be_empty=True),
    Column("evidence_tiers.verified.numerator", "whole"), Column("evidence_tiers.verified.denominator", "whole"),
    Column("evidence_tiers.self-report.numerator", "whole", may_be_empty=True),
    Column("evidence_tiers.self-report.denominator", "whole", may_be_empty=True),
    Column("expiry_months", "whole"), Column("valid_until", "day", may_be_empty=True),
    Column("conditions", "json", may_be_empty=True), Column("exclusive_source_reference", "yes-no"),
    Column("once_per_reference_per_month", longest=60, may_be_empty=True),
    Column("fuel", longest=20, may_be_empty=True),
    Column("purposes", "json", may_be_empty=True), Column("excluded_purposes", "json", may_be_empty=True),
    Column("derived_from", "json", may_be_empty=True), Column("source_no", "json", may_be_empty=True),
    Column("mark", longest=20, may_be_empty=True), Column("grade", choices=("A", "B", "C", "D")),
    Column("verified", "yes-no"), Column("note", longest=400, may_be_empty=True),
    Column("examples", "json", may_be_empty=True),
)  # fmt: skip
"""As people read a rule; its form is the rule book's own (points_engine)."""
UNITS: Final = {
    "earn.points": "point", "earn.per": "measure", "reduction.grams": "g", "reduction.per": "measure",
    "caps.acts_per_day": "act", "caps.acts_per_month": "act", "caps.points_per_day": "point",
    "caps.points_per_month": "point", "expiry_months": "month",
}  # fmt: skip


class EarnRulesTable:
    """A row is a whole rule of the book, without its version and its first day."""

    def key(self, row: Row) -> str:
        return str(row.get("code", ""))

    def title(self, row: Row) -> str:
        return i18n.choose(str(row.get("title_zh", "")), str(row.get("title_en", ""))) or self.key(row)

    def columns(self) -> Sequence[Column]:
        return COLUMNS

    def unit(self, row: Row, column: str) -> str:
        unit = UNITS.get(column, "")
        return str(row.get("measure_unit", "")) if unit == "measure" else unit

    def hints(self, on: date) -> Mapping[str, Hint]:
        return {}

    def in_force(self, on: date) -> Mapping[str, Row]:
        versions = select(EarnRuleVersion).where(EarnRuleVersion.valid_from <= on).order_by(EarnRuleVersion.version)
        return {row.code: shown(row.body) for row in db.session.scalars(versions)}

    def is_gone(self, row: Row) -> bool:
        return row.get("enabled") is False

    def faults(self, rows: Sequence[Row], in_force_from: date) -> list[Fault]:
        wrong, rules = [], []
        for place, row in enumerate(rows):
            at = f"/rows/{place}"
            wrong += [Fault("unknown-field", f"{at}/{name}") for name in row if name not in OWN]
            try:
                rules.append(_rule(row, in_force_from))
            except RuleFormatError as error:
                wrong.append(Fault("rule-invalid", at + error.where, where=error.where or "/", found=error.found,
                                   allowed=error.allowed))  # fmt: skip
        keys = [self.key(row) for row in rows]
        wrong += [Fault("row-twice", f"/rows/{n}/code", key=key) for n, key in enumerate(keys) if key in keys[:n]]
        wrong += self._unchanged(rows, in_force_from)
        if in_force_from <= clock.today() and any(publishing.newest_version(rule.code) for rule in rules):
            wrong.append(Fault("rule-retroactive", "/in_force_from", valid_from=in_force_from.isoformat(),
                               earliest=clock.today().isoformat()))  # fmt: skip
        wrong += self._overtaken(rows, in_force_from)
        return wrong or _unfit(rules)

    def put_in_force(self, principal: Principal, rows: Sequence[Row], in_force_from: date, label: str) -> list[str]:
        names = []
        for row in rows:
            rule = _rule(row, in_force_from)
            publishing.store(rule, PublishRule(_body(row, in_force_from)))
            names.append(f"{rule.code}/{rule.version}")
        return names

    def _overtaken(self, rows: Sequence[Row], on: date) -> list[Fault]:
        """A version ends where the next begins: before or on its own first day, it would never be in force."""
        wrong = []
        for code in map(self.key, rows):
            last = publishing.last_beginning(code)
            if last is not None and last >= on > clock.today():
                wrong.append(Fault("rule-overtakes", "/in_force_from", key=code, valid_from=last.isoformat()))
        return wrong

    def _unchanged(self, rows: Sequence[Row], on: date) -> list[Fault]:
        now = self.in_force(on)
        same = [place for place, row in enumerate(rows) if now.get(self.key(row)) == dict(row)]
        return [Fault("row-unchanged", f"/rows/{place}", key=self.title(rows[place])) for place in same]


def shown(body: Mapping[str, Any]) -> dict[str, Any]:
    """A published rule as a row of a release."""
    return {name: value for name, value in body.items() if name not in GIVEN}


def _body(row: Row, in_force_from: date) -> dict[str, Any]:
    code = row.get("code")
    newest = publishing.newest_version(code) if isinstance(code, str) else 0
    return {**row, "version": newest + 1, "valid_from": in_force_from.isoformat()}


def _rule(row: Row, in_force_from: date) -> EarnRule:
    return parse_rule(_body(row, in_force_from))


def _unfit(rules: Sequence[EarnRule]) -> list[Fault]:
    """Each may be right by itself, and still not fit the others or the rebate rule."""
    try:
        known = [parse_rule(body) for body in release().bodies.values()]
        publishing.refuse_rebate(rule_set([*known, *rules]), clock.today())
    except RuleFormatError as error:
        return [Fault("rule-invalid", "/rows", where=error.where or "/", found=error.found, allowed=error.allowed)]
    except RebateTooHigh as error:
        return [Fault("rebate-too-high", "/rows", **error.facts)]
    return []
