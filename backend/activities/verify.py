"""What must hold of green behaviours whenever anybody looks."""

from __future__ import annotations

from typing import Final

from backend.ledger.checks import Check

CHECKS: Final = (
    Check(
        "activities-withdrawn-keep-no-points",
        """
        SELECT 'activities_records ' || r.id AS row,
               format('%s points of %s were not taken back', a.points, a.rule_code) AS problem
        FROM activities_records r
        JOIN points_awards a ON a.cause_kind = 'activity' AND a.cause_id = r.id AND a.points > 0
        WHERE r.state = 'withdrawn' AND NOT EXISTS (
            SELECT 1 FROM ledger_entries e WHERE e.reference = format('award:%s:clawed-back', a.id))
        """,
    ),
)
