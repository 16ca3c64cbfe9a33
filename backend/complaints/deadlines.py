"""Until when the office must have done what: dated settings, counted in working days from a day on."""

from __future__ import annotations

from datetime import date

from backend.kernel import calendar
from backend.releases import queries as releases


def acknowledge_by(received_on: date) -> date:
    return _after(received_on, "acknowledge_working_days")


def answer_by(received_on: date, *, is_correction: bool = False) -> date:
    """A wrong datum is put right sooner than a quarrel is settled: the law says "in time" (PIPL 46; mem)."""
    return _after(received_on, "correction_working_days" if is_correction else "answer_working_days")


def appeal_by(answered_on: date) -> date:
    """The last day on which its owner may appeal."""
    return _after(answered_on, "appeal_within_working_days")


def decide_appeal_by(appealed_on: date) -> date:
    return _after(appealed_on, "appeal_answer_working_days")


def _after(day: date, term: str) -> date:
    return calendar.add_working_days(day, releases.whole(f"complaints.{term}", day))
