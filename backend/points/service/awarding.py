"""From a fact to points: count what was paid before, ask the engine, write lines, entry and lots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy import insert

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.ledger import service as ledger
from backend.ledger.service import Draft, Move
from backend.points import counters, lots, words
from backend.points.accounts import ISSUED, available, debt
from backend.points.errors import MeasureOutOfRange
from backend.points.kinds import EARNED
from backend.points.models import Award
from backend.points.payloads import Awarded, SimulateAward, Simulated
from backend.points.rules import SELF_REPORT, VERIFIED, Release, recordable_by_oneself, release
from points_engine import Decision, Fact, Line, Lot, Usage, expiry_day, open_lot

NO_SCOPES: Final[Mapping[str, str]] = MappingProxyType({})


def award(
    *, party_id: UUID, cause_kind: str, cause_id: UUID, fact: Fact, occurred_at: datetime, reference: str,
    scopes: Mapping[str, str] = NO_SCOPES,
) -> Awarded:  # fmt: skip
    """Decide about one fact and pay what the decision says.

    ``cause_kind`` ("activity", "retirement") and ``cause_id`` name what an explanation leads back to. Caps and rule
    version go by ``fact.on``, the lots' last day by today. A debt is paid first; that part opens no lot. ``scopes``
    names the household or vehicle whose caps count.
    """
    rules = release()
    counted = counters.of(rules.rules.about(fact.kind, fact.on), party_id, scopes, fact.on)
    decision = _decide(rules, fact, counters.lock(counted))
    lines = tuple(words.line(line, rules) for line in decision.lines)
    if not decision.points:
        _write(rules, decision, party_id, cause_kind, cause_id, fact, None, scopes)
        return Awarded(0, lines, decision.reduction_g, None, ledger.balance_of(available(party_id)), None)

    counters.add(counted, decision.lines)
    mine, owing = available(party_id), debt(party_id)
    owed = -ledger.lock(mine, owing)[owing]
    opened = _divide(decision.lines, owed)
    paid = sum(each.paid_debt for each in opened)
    moves = [Move(paid, ISSUED, owing)] if paid else []
    if decision.points > paid:
        moves.append(Move(decision.points - paid, ISSUED, mine))
    recorded = ledger.record(Draft(reference=reference, kind=EARNED, moves=moves, occurred_at=occurred_at))
    [entry_id] = recorded.entry_ids
    award_ids = _write(rules, decision, party_id, cause_kind, cause_id, fact, entry_id, scopes)
    new = [(award_ids[each.rule_code], each.lot) for each in opened if each.lot is not None]
    lots.open_(party_id, new)
    return Awarded(
        decision.points, lines, decision.reduction_g, entry_id,
        recorded.balance(mine) if decision.points > paid else ledger.balance_of(mine),
        min((lot.expires_on for _, lot in new), default=None),
    )  # fmt: skip


def lock_caps(party_id: UUID, fact: Fact, scopes: Mapping[str, str] = NO_SCOPES) -> None:
    """Take the locks of ``award`` early, where a command takes others between: counters come before accounts."""
    counters.lock(counters.of(release().rules.about(fact.kind, fact.on), party_id, scopes, fact.on))


def simulate(principal: Principal, wish: SimulateAward) -> Simulated:
    """What an act would earn the member now, by the same engine. Locks and keeps nothing.

    Without a tier it is the citizen's own word where a rule takes it, else verified.
    """
    rules, on = release(), clock.business_date(wish.occurred_at or clock.now())
    about = rules.rules.about(wish.kind, on)
    tier = wish.tier or (SELF_REPORT if any(recordable_by_oneself(rule) for rule in about) else VERIFIED)
    fact = Fact(kind=wish.kind, on=on, measures=wish.measures, tier=tier, purpose=wish.purpose)
    decision = _decide(rules, fact, counters.look(counters.of(about, principal.party_id, NO_SCOPES, on)))
    return Simulated(decision.points, tuple(words.line(line, rules) for line in decision.lines), decision.reduction_g)


def _decide(rules: Release, fact: Fact, usage: Usage) -> Decision:
    try:
        return rules.rules.decide(fact, usage)
    except ValueError as error:
        raise MeasureOutOfRange(measure=", ".join(fact.measures)) from error


@dataclass(frozen=True, slots=True)
class _Part:
    rule_code: str
    paid_debt: int
    lot: Lot | None


def _divide(lines: Sequence[Line], owed: int) -> list[_Part]:
    """Line by line: first what is owed, then a lot of its own."""
    parts, today = [], clock.today()
    for line in lines:
        if line.points:
            opened = open_lot(new_id(), points=line.points, owed=owed, expires_on=expiry_day(today, line.expiry_months))
            owed -= opened.paid_debt
            parts.append(_Part(line.rule_code, opened.paid_debt, opened.lot))
    return parts


def _write(
    rules: Release, decision: Decision, party_id: UUID, cause_kind: str, cause_id: UUID, fact: Fact,
    entry_id: UUID | None, scopes: Mapping[str, str],
) -> dict[str, UUID]:  # fmt: skip
    """One row a line. Returns the rows' ids by rule code."""
    ids = {line.rule_code: new_id() for line in decision.lines}
    rows = []
    for line in decision.lines:
        rule = rules.rule(line.rule_code, line.rule_version)
        scope_kind, scope_id = counters.whose(rule, party_id, scopes)
        rows.append({
            "id": ids[line.rule_code], "party_id": party_id, "cause_kind": cause_kind, "cause_id": cause_id,
            "rule_code": line.rule_code, "rule_version": line.rule_version, "day": fact.on, "points": line.points,
            "acts": line.acts, "reduction_g": line.reduction_g, "reason": line.reason, "facts": dict(line.facts),
            "scope_kind": scope_kind, "scope_id": scope_id, "entry_id": entry_id if line.points else None,
            "recorded_at": clock.now(),
        })  # fmt: skip
    if rows:
        db.session.execute(insert(Award), rows)
    return ids
