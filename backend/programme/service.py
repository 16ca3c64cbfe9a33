"""What the county decides about the programme itself."""

from __future__ import annotations

from backend.kernel import calendar
from backend.kernel.principal import Principal
from backend.programme import policy, queries
from backend.programme.payloads import DecideDay, YearTold
from backend.transparency import service as transparency


def decide_day(principal: Principal, wish: DecideDay) -> YearTold:
    """A holiday, or a weekend that is worked. Terms that run keep their day."""
    policy.may_decide_days(principal)
    calendar.decide(wish.on, calendar.DayKind(wish.kind), name_zh=wish.name, source=wish.reason)
    transparency.note(principal, "day-decided", {"day": wish.on.isoformat(), "kind": wish.kind})
    return queries.working_days(principal, wish.on.year)
