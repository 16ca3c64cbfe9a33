"""The points engine: facts and rules in, an explained decision out.

A pure library of the standard library alone: no clock, no files, no database, no HTTP, no language. The same
arguments always give the same decision.

    rules = RuleSet(read_rule_book(text))        # once a release; RuleFormatError: where, found, allowed
    rules.caps("transit.bus", on)                # the counters that the caller locks and reads first
    decision = rules.decide(fact, usage)         # lines with points, reason, facts, grams and counter uses

    expiry_day(awarded_on, line.expiry_months)   # the last day on which the points can be spent
    spend(lots, points, on)                      # soonest to lapse first; give_back() returns the very lots
    rebate_refusal(...)                          # None, or why gifts would outweigh the price paid
"""

from points_engine.economics import RebateRefusal, most_fen_per_point, rebate_refusal
from points_engine.expiry import expiry_day, period_start
from points_engine.lots import Lot, NotEnoughPoints, Opened, Taken, expire, give_back, open_lot, spend, spendable
from points_engine.model import Cap, CounterKey, Decision, EarnRule, Fact, Facts, Line, Usage, Use
from points_engine.rulebook import RuleFormatError, parse_rule, parse_rule_book, read_rule_book
from points_engine.ruleset import RuleSet
from points_engine.vocabulary import REASONS, TIERS, Reason, Tier

__all__ = [
    "REASONS",
    "TIERS",
    "Cap",
    "CounterKey",
    "Decision",
    "EarnRule",
    "Fact",
    "Facts",
    "Line",
    "Lot",
    "NotEnoughPoints",
    "Opened",
    "Reason",
    "RebateRefusal",
    "RuleFormatError",
    "RuleSet",
    "Taken",
    "Tier",
    "Usage",
    "Use",
    "expire",
    "expiry_day",
    "give_back",
    "most_fen_per_point",
    "open_lot",
    "parse_rule",
    "parse_rule_book",
    "period_start",
    "read_rule_book",
    "rebate_refusal",
    "spend",
    "spendable",
]
