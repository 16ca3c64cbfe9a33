"""Why an entry of points is what it is: from the points to the rule's version to what was done, down to the forest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.kernel import i18n
from backend.kernel.principal import Principal
from backend.ledger import queries as ledger
from backend.ledger.queries import Movement
from backend.points import kinds, ports, queries, words
from backend.points.errors import PointEntryNotFound
from backend.points.models import Award
from backend.points.ports import Described, RedemptionBehind, RetirementBehind, Step
from backend.points.rules import release
from points_engine import EarnRule


@dataclass(frozen=True, slots=True)
class Equation:
    """``quantity`` x ``rate`` = ``result``, before caps; labels in the reader's language."""

    quantity: str
    quantity_label: str
    rate: str
    rate_label: str
    result: int


@dataclass(frozen=True, slots=True)
class AwardBehind:
    award_id: UUID
    points: int
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class RuleBehind:
    code: str
    version: int
    title: str
    valid_from: date
    caps_text: str


@dataclass(frozen=True, slots=True)
class CauseBehind:
    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class LotBehind:
    expires_on: date
    points: int


@dataclass(frozen=True, slots=True)
class Explanation:
    entry_id: UUID
    kind: str
    direction: str
    points: int
    title: str
    recorded_at: datetime
    equation: Equation | None
    award: AwardBehind | None
    rule: RuleBehind | None
    cause: CauseBehind | None
    retirement: RetirementBehind | None
    redemption: RedemptionBehind | None
    lots: Sequence[LotBehind]
    steps: Sequence[Step]


def explain(principal: Principal, entry_id: UUID) -> Explanation:
    """Everything behind one of one's own entries; another's is not found."""
    entry = ledger.movement(queries.members_accounts(principal.party_id), entry_id)
    if entry is None:
        raise PointEntryNotFound(entry_id=str(entry_id))
    about = queries.cause_of(entry)
    described = _described(about)
    lots = [LotBehind(day, points) for day, points in queries.lots_of(entry_id)]
    awards = [award for award in queries.awards_behind(entry_id) if award.points]
    first = awards[0] if awards else None
    rule = release().rule(first.rule_code, first.rule_version) if first else None
    return Explanation(
        entry_id=entry_id, kind=entry.kind, direction=queries.direction_of(entry), points=entry.amount,
        title=described.title if described else i18n.text(f"points.entry.{entry.kind}"), recorded_at=entry.recorded_at,
        equation=_equation(first, rule) if first and rule else None,
        award=AwardBehind(first.id, sum(award.points for award in awards), lots[0].expires_on if lots else None)
        if first else None,
        rule=RuleBehind(rule.code, rule.version, words.title(rule), rule.valid_from, words.caps(rule))
        if rule else None,
        cause=CauseBehind(about[0], described.title, described.text) if about and described else None,
        retirement=described.retirement if described else None,
        redemption=described.redemption if described else None,
        lots=lots, steps=[*_own_steps(entry, awards, lots), *(described.steps if described else ())],
    )  # fmt: skip


def _described(about: tuple[str, UUID] | None) -> Described | None:
    if about is None or about[0] not in ports.causes:
        return None
    return ports.causes[about[0]].describe(about[1])


def _equation(award: Award, rule: EarnRule) -> Equation | None:
    """What the rule's arithmetic was; what a cap took away is said in a step."""
    quantity = award.facts.get("quantity")
    if quantity is None:
        return None
    points, label = words.rate(rule, str(award.facts.get("tier", "verified")))
    return Equation(
        quantity=str(quantity), rate=str(points), rate_label=label,
        quantity_label=i18n.text("points.equation.retired" if award.cause_kind == "retirement" else
                                 "points.equation.done", unit_label=words.unit(rule.measure_unit)),
        result=int(award.facts.get("uncapped", award.points)),
    )  # fmt: skip


def _own_steps(entry: Movement, awards: Sequence[Award], lots: Sequence[LotBehind]) -> list[Step]:
    """What points themselves know: how many, until when, by which version of which rule."""
    steps = [Step("award", _headline(entry, abs(entry.amount)), _until(entry, lots))]
    for award in awards:
        rule = release().rule(award.rule_code, award.rule_version)
        steps.append(
            Step(
                "rule",
                i18n.text("points.step.rule", title=words.title(rule), version=rule.version),
                i18n.text("points.step.rule-text", since=words.day(rule.valid_from),
                          sentence=words.sentence(rule, award.reason, award.points, award.facts)),
                path="/rules",
            )
        )  # fmt: skip
    return steps


def _headline(entry: Movement, points: int) -> str:
    return i18n.text(f"points.step.{queries.direction_of(entry)}", points=f"{points:,}")


def _until(entry: Movement, lots: Sequence[LotBehind]) -> str:
    if not lots:
        return i18n.text("points.step.paid-debt") if entry.kind == kinds.EARNED else words.day(entry.business_date)
    key = "points.step.good-until" if entry.amount > 0 else "points.step.was-good-until"
    return i18n.text("points.list-separator").join(
        i18n.text(key, points=f"{lot.points:,}", day=words.day(lot.expires_on)) for lot in lots
    )
