"""Rules enter by one door: the format, the other rules and the rebate rule have looked at them before."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.points import policy, ports
from backend.points.errors import RebateTooHigh, RuleInvalid, RuleRetroactive, RuleVersionTaken
from backend.points.models import EarnRuleVersion
from backend.points.payloads import PublishRule
from backend.points.rules import look_again, release, rule_set
from backend.releases import queries as releases
from backend.transparency import service as transparency
from points_engine import EarnRule, RuleFormatError, RuleSet, parse_rule, rebate_refusal

OFFSET: Final = "offset.retirement"
FEN_PER_YUAN: Final = 100
KG_PER_T: Final = 1000
ONE_AT_A_TIME: Final = text("SELECT pg_advisory_xact_lock(hashtext('points_publish_rule'))")


def publish_rule(principal: Principal, wish: PublishRule) -> EarnRule:
    """Publish the next version of a rule. It takes effect on a day to come: what was decided stays decided."""
    policy.may_publish(principal)
    db.session.execute(ONE_AT_A_TIME)
    look_again()
    try:
        rule = parse_rule(wish.body)
    except RuleFormatError as error:
        raise _invalid(error) from error
    newest, today = newest_version(rule.code), clock.today()
    if rule.version != newest + 1:
        raise RuleVersionTaken(rule=rule.code, version=rule.version, next=newest + 1)
    if rule.valid_from < today or (newest and rule.valid_from == today):
        raise RuleRetroactive(valid_from=rule.valid_from.isoformat(), earliest=today.isoformat())
    try:
        rules = rule_set([*(parse_rule(body) for body in release().bodies.values()), rule])
    except RuleFormatError as error:
        raise _invalid(error) from error
    refuse_rebate(rules, today)
    store(rule, wish)
    transparency.note(principal, "points.rule-published",
                      {"code": rule.code, "version": rule.version, "rule": wish.body}, public=True)  # fmt: skip
    return rule


def store(rule: EarnRule, wish: PublishRule) -> None:
    """Write a version down, once. What ships with the product comes this way, too (reference_data.py)."""
    db.session.execute(
        insert(EarnRuleVersion)
        .values(code=rule.code, version=rule.version, kind=rule.kind, valid_from=rule.valid_from,
                valid_until=rule.valid_until, enabled=rule.enabled, body=dict(wish.body), published_at=clock.now())
        .on_conflict_do_nothing()
    )  # fmt: skip
    look_again()


def check_point_value(value_fen_per_point: Fraction) -> None:
    """Called when a reward is saved, with ``Fraction(worth_fen, points)``. Raises RebateTooHigh."""
    refuse_rebate(release().rules, clock.today(), value=value_fen_per_point)


def check_retail_price(price_fen_per_t: int) -> None:
    """Called when an offer is priced. Raises RebateTooHigh."""
    refuse_rebate(release().rules, clock.today(), price=price_fen_per_t)


def refuse_rebate(rules: RuleSet, today: date, *, value: Fraction | None = None, price: int | None = None) -> None:
    """What the points of a tonne are worth stays below the price that was paid, now and when a rule to come begins."""
    for on in sorted({today, *(rule.valid_from for rule in rules.rules if rule.valid_from > today)}):
        cap = releases.whole("points.rebate_cap", on)
        worth = releases.whole("points.value_fen", on)
        refusal = rebate_refusal(
            points_per_kg=rules.points_per_unit(OFFSET, on),
            value_fen_per_point=worth if value is None else value,
            price_fen_per_t=_lowest_price(on) if price is None else price,
            rebate_cap_percent=cap,
        )
        if refusal is not None:
            raise RebateTooHigh(
                rebate_fen_per_t=math.ceil(refusal.rebate_fen_per_t),
                allowed_fen_per_t=math.floor(refusal.allowed_fen_per_t),
                price_fen_per_t=refusal.price_fen_per_t, percent=cap,
            )  # fmt: skip


def _lowest_price(on: date) -> int:
    """At the shelf; while it is empty, what the county has fixed."""
    at_the_shelf = ports.lowest_retail_price(on)
    return at_the_shelf or KG_PER_T * FEN_PER_YUAN // releases.whole("retail.kg_per_yuan", on)


def newest_version(code: str) -> int:
    newest = db.session.scalar(select(func.max(EarnRuleVersion.version)).where(EarnRuleVersion.code == code))
    return newest or 0


def last_beginning(code: str) -> date | None:
    """The first day of the version that begins last, in force or to come."""
    return db.session.scalar(select(func.max(EarnRuleVersion.valid_from)).where(EarnRuleVersion.code == code))


def _invalid(error: RuleFormatError) -> RuleInvalid:
    return RuleInvalid(where=error.where or "/", found=error.found, allowed=error.allowed, field=error.where)


def refuse_unfit(rules: Iterable[EarnRule]) -> None:
    """The same question for a whole book that ships: do its rules fit each other and the rebate rule?"""
    refuse_rebate(rule_set(rules), clock.today())
