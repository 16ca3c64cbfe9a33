"""Reads of points: what one holds, what came and went, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select

from backend.extensions import db
from backend.kernel import clock, i18n
from backend.kernel.principal import Principal
from backend.ledger import queries as ledger
from backend.ledger.queries import Movement
from backend.ledger.service import Place, balance_of
from backend.points import counters, kinds, lots, ports, words
from backend.points.accounts import available, debt, held, pending
from backend.points.models import Award, EarnRuleVersion, PointLot
from backend.points.payloads import AwardLine
from backend.points.rules import SELF_REPORT, Release, recordable_by_oneself, release
from backend.releases import queries as releases
from points_engine import EarnRule

DIRECTIONS: Final[Mapping[str, Sequence[str]]] = {
    "earned": (kinds.EARNED,),
    "spent": (kinds.REDEEMED,),
    "returned": (kinds.RETURNED,),
    "expired": (kinds.EXPIRED,),
    "clawed-back": (kinds.CLAWED_BACK,),
}
"""What each tab of a statement shows, by the kinds of entries."""

CAUSES: Final[Mapping[str, str]] = {
    kinds.REDEEMED: "redemption",
    kinds.RETURNED: "reversal",
    kinds.EXPIRED: "expiry",
    kinds.CLAWED_BACK: "withdrawal",
}
"""What stands behind an entry that no rule paid. Of one that a rule paid it is the kind of behaviour."""


@dataclass(frozen=True, slots=True)
class Expiring:
    """``business_date`` is the last day on which the points can be spent."""

    business_date: date
    points: int


@dataclass(frozen=True, slots=True)
class PointsView:
    """``available`` is what can be spent now; ``debt`` is what the next awards pay first, as a positive number."""

    available: int
    held: int
    pending: int
    debt: int
    expiring: Sequence[Expiring]
    tier: str | None = None


def points_of(party_id: UUID) -> PointsView:
    today = clock.today()
    return PointsView(
        available=lots.spendable(party_id, today), held=balance_of(held(party_id)),
        pending=balance_of(pending(party_id)), debt=-balance_of(debt(party_id)), expiring=_expiring(party_id, today),
    )  # fmt: skip


def spendable(party_id: UUID) -> int:
    """What a member can spend now. Without a lock: to say it, not to decide by it."""
    return lots.spendable(party_id, clock.today())


def _expiring(party_id: UUID, today: date) -> list[Expiring]:
    """Every coming last day, the soonest first."""
    rows = db.session.execute(
        select(PointLot.expires_on, func.sum(PointLot.available))
        .where(PointLot.party_id == party_id, PointLot.available > 0, PointLot.expires_on >= today)
        .group_by(PointLot.expires_on)
        .order_by(PointLot.expires_on)
    )
    return [Expiring(day, int(points)) for day, points in rows]


def award_lines(cause_kind: str, cause_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[AwardLine]]:
    """What the rules said of some activities or retirements, in the reader's language."""
    found: dict[UUID, list[AwardLine]] = defaultdict(list)
    if not cause_ids:
        return found
    rules = release()
    for award in db.session.scalars(
        select(Award)
        .where(Award.cause_kind == cause_kind, Award.cause_id.in_(list(cause_ids)))
        .order_by(Award.cause_id, Award.id)
    ):
        found[award.cause_id].append(_line(award, rules))
    return found


def _line(award: Award, rules: Release) -> AwardLine:
    rule = rules.rule(award.rule_code, award.rule_version)
    return AwardLine(award.rule_code, award.rule_version, award.points, award.reason,
                     words.sentence(rule, award.reason, award.points, award.facts), award.facts)  # fmt: skip


def entries_of_awards(cause_kind: str, cause_ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """The entry that paid each of these causes, where anything was paid."""
    rows = db.session.execute(
        select(Award.cause_id, Award.entry_id).where(
            Award.cause_kind == cause_kind, Award.cause_id.in_(list(cause_ids)), Award.entry_id.is_not(None)
        )
    )
    return {cause_id: entry_id for cause_id, entry_id in rows if entry_id}


@dataclass(frozen=True, slots=True)
class PointEntry:
    """A line of the statement. ``points`` carries its sign.

    ``cause_kind`` is the kind of behaviour that earned (``mobility.walk``, ``offset.retirement``), or one of CAUSES.
    """

    entry_id: UUID
    kind: str
    cause_kind: str
    direction: str
    title: str
    note: str | None
    points: int
    recorded_at: datetime
    business_date: date
    expires_on: date | None


def entries_of(
    principal: Principal, *, direction: str | None, limit: int, after: tuple[datetime, UUID] | None
) -> list[PointEntry]:
    """One more than ``limit``, newest first, so that the caller knows whether there is more."""
    wanted = DIRECTIONS[direction] if direction else ()
    rows = ledger.movements(members_accounts(principal.party_id), limit=limit + 1, after=after, kinds=wanted)
    awarded = _awarded([row.entry_id for row in rows])
    behind = {row.entry_id: _cause(row, awarded) for row in rows}
    titles = _titles(behind.values())
    behaviours = {entry_id: award.behaviour for entry_id, award in awarded.items()}
    return [
        PointEntry(
            entry_id=row.entry_id, kind=row.kind,
            cause_kind=CAUSES.get(row.kind) or behaviours.get(row.entry_id, "other"), direction=direction_of(row),
            title=titles.get(behind[row.entry_id]) or i18n.text(f"points.entry.{row.kind}"),
            note=_note(row), points=row.amount, recorded_at=row.recorded_at, business_date=row.business_date,
            expires_on=awarded[row.entry_id].last_day if row.entry_id in awarded else None,
        )
        for row in rows
    ]  # fmt: skip


def members_accounts(party_id: UUID) -> tuple[Place, ...]:
    return available(party_id), pending(party_id), held(party_id), debt(party_id)


def direction_of(movement: Movement) -> str:
    for direction, its_kinds in DIRECTIONS.items():
        if movement.kind in its_kinds:
            return direction
    return "earned" if movement.amount > 0 else "spent"


def _note(movement: Movement) -> str | None:
    key = f"points.entry-note.{movement.kind}"
    return i18n.text(key) if i18n.has_text(key) else None


CauseOf = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class _Awarded:
    """What rules paid by one entry: for what, what had been done, and until when the soonest lot can be spent."""

    cause: CauseOf
    behaviour: str
    last_day: date | None


def _awarded(entry_ids: Sequence[UUID]) -> Mapping[UUID, _Awarded]:
    """By entry. An entry pays for one cause, by as many rules as apply."""
    rows = db.session.execute(
        select(Award.entry_id, Award.cause_kind, Award.cause_id, func.max(EarnRuleVersion.kind),
               func.min(PointLot.expires_on))
        .join(EarnRuleVersion, (EarnRuleVersion.code == Award.rule_code)
              & (EarnRuleVersion.version == Award.rule_version))
        .outerjoin(PointLot, PointLot.award_id == Award.id)
        .where(Award.entry_id.in_(entry_ids))
        .group_by(Award.entry_id, Award.cause_kind, Award.cause_id)
    )  # fmt: skip
    return {entry_id: _Awarded((kind, cause_id), behaviour, day) for entry_id, kind, cause_id, behaviour, day in rows
            if entry_id}  # fmt: skip


def cause_of(movement: Movement) -> CauseOf | None:
    """What stands behind an entry."""
    return _cause(movement, _awarded([movement.entry_id]))


def _cause(movement: Movement, awarded: Mapping[UUID, _Awarded]) -> CauseOf | None:
    """An award names its cause, other references begin with theirs."""
    found = awarded.get(movement.entry_id)
    return found.cause if found else _by_reference(movement.reference)


def _by_reference(reference: str) -> CauseOf | None:
    """``redemption:{id}:reversed`` is about a redemption. An award's own reference leads to what the award was for."""
    kind, _, rest = reference.partition(":")
    try:
        about = UUID(rest.partition(":")[0])
    except ValueError:
        return None
    if kind == "award":
        award = db.session.get(Award, about)
        return (award.cause_kind, award.cause_id) if award else None
    return (kind, about) if kind in ports.causes else None


def _titles(causes: Any) -> Mapping[CauseOf | None, str]:
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for cause in causes:
        if cause is not None:
            by_kind[cause[0]].append(cause[1])
    return {
        (kind, cause_id): title
        for kind, ids in by_kind.items()
        if kind in ports.causes
        for cause_id, title in ports.causes[kind].titles(ids).items()
    }


def awards_behind(entry_id: UUID) -> Sequence[Award]:
    return db.session.scalars(select(Award).where(Award.entry_id == entry_id).order_by(Award.id)).all()


def lots_of(entry_id: UUID) -> Sequence[tuple[date, int]]:
    """The lots that an entry opened or drew on: last day and points."""
    opened = db.session.execute(
        select(PointLot.expires_on, PointLot.issued)
        .join(Award, Award.id == PointLot.award_id)
        .where(Award.entry_id == entry_id)
        .order_by(PointLot.expires_on, PointLot.id)
    ).all()
    if opened:
        return [(day, points) for day, points in opened]
    taken = lots.taken_by(entry_id)
    days = {lot.id: lot.expires_on for lot in lots.by_id(part.lot_id for part in taken)}
    return [(days[part.lot_id], abs(part.points)) for part in taken]


@dataclass(frozen=True, slots=True)
class Ratio:
    grams: int
    per: int


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule in force, as anybody may read it, also one that is switched off.

    ``way`` is how an act gets here: self-report, partner, purchase or off. ``most_per_report`` is what one self-report
    may say at most.
    """

    code: str
    version: int
    kind: str
    title: str
    measure: str
    measure_label: str
    unit: str
    unit_label: str
    points: int
    per: int
    self_report_points_share: str | None
    self_reportable: bool
    enabled: bool
    way: str
    way_text: str
    most_per_report: int | None
    caps: Mapping[str, int | str]
    caps_text: str
    reduction: Ratio | None
    valid_from: date
    valid_until: date | None
    expiry_months: int
    grade: str
    verified: bool
    note: str


def rules_in_force(on: date, *, enabled: bool = True) -> list[RuleView]:
    current = release()
    return [_rule_view(rule, current, on) for rule in current.rules.rules
            if rule.enabled is enabled and rule.in_force(on)]  # fmt: skip


def self_reportable_rules(kind: str, on: date) -> list[EarnRule]:
    """Rules about a kind that take a citizen's own word on that day."""
    return [rule for rule in release().rules.about(kind, on) if recordable_by_oneself(rule)]


def self_report_days(on: date) -> int:
    """How many days before ``on`` a citizen's own word may be about."""
    return releases.whole("self_report.days", on)


def name_of_act(kind: str, measures: Mapping[str, str]) -> str:
    """What was done, in the reader's language and the words of the newest rule about it: 步行 8,102 步."""
    about = [rule for rule in release().rules.rules if rule.kind == kind]
    return words.act(about[-1], measures) if about else kind


@dataclass(frozen=True, slots=True)
class CapLeft:
    """What a cap of one's own still allows for acts of a day: points, or acts in the unit of the rule."""

    rule: str
    kind: str
    cap: str
    limit: int
    used: int
    left: int
    text: str


def caps_left(party_id: UUID, on: date) -> list[CapLeft]:
    """Every cap of the rules that take one's own word on that day. Without a lock: to say it, not to decide by it."""
    rules = [rule for rule in release().rules.rules if rule.in_force(on) and recordable_by_oneself(rule)]
    usage = counters.look(counters.of(rules, party_id, {}, on))
    found = []
    for rule in rules:
        for cap in rule.caps:
            used = usage.get(cap.counter, 0)
            left = max(0, cap.limit - used)
            found.append(CapLeft(rule.code, rule.kind, cap.name, cap.limit, used, left,
                                 words.cap_left(rule, cap.name, cap.limit, left)))  # fmt: skip
    return found


def _way(rule: EarnRule) -> str:
    if not rule.enabled:
        return "off"
    if rule.purposes is not None:
        return "purchase"
    return "self-report" if recordable_by_oneself(rule) else "partner"


def _rule_view(rule: EarnRule, current: Release, on: date) -> RuleView:
    body = current.bodies[rule.code, rule.version]
    share = rule.tiers.get(SELF_REPORT)
    return RuleView(
        code=rule.code, version=rule.version, kind=rule.kind, title=words.title(rule), measure=rule.measure,
        measure_label=words.measure(rule.measure), unit=rule.measure_unit, unit_label=words.unit(rule.measure_unit),
        points=rule.earn.amount, per=rule.earn.per,
        self_report_points_share=words.share(share) if share is not None else None,
        self_reportable=recordable_by_oneself(rule), enabled=rule.enabled, way=_way(rule),
        way_text=words.way(rule, _way(rule)),
        most_per_report=releases.whole_if_set(f"self_report.most.{rule.measure}", on)
        if recordable_by_oneself(rule) else None,
        caps={"scope": rule.scope, **{cap.name: cap.limit for cap in rule.caps}}, caps_text=words.caps(rule),
        reduction=Ratio(rule.reduction.amount, rule.reduction.per) if rule.reduction else None,
        valid_from=rule.valid_from, valid_until=rule.valid_until, expiry_months=rule.expiry_months,
        grade=str(body.get("grade", "D")), verified=bool(body.get("verified", False)),
        note=words.note(rule, str(body.get("note", ""))),
    )  # fmt: skip
