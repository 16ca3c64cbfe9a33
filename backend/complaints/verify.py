"""What must hold of complaints whenever anybody looks."""

from __future__ import annotations

from typing import Final

from backend.ledger.checks import Check

CHECKS: Final = (
    Check(
        "complaints-appeals-are-decided-by-another",
        """
        SELECT 'complaints_complaints ' || c.id AS row, 'the officer who answered decided the appeal' AS problem
        FROM complaints_complaints c
        JOIN complaints_answers first ON first.complaint_id = c.id AND first.round = 1
        JOIN complaints_answers second ON second.complaint_id = c.id AND second.round = 2
        WHERE first.officer_id = second.officer_id
        """,
    ),
    Check(
        "complaints-answers-fit-their-state",
        """
        SELECT 'complaints_complaints ' || c.id AS row,
               format('is %s with %s answers', c.state, count(a.round)) AS problem
        FROM complaints_complaints c LEFT JOIN complaints_answers a ON a.complaint_id = c.id
        WHERE c.state NOT IN ('closed', 'withdrawn')
        GROUP BY c.id
        HAVING count(a.round) <> CASE c.state WHEN 'answered' THEN 1 WHEN 'appealed' THEN 1
                                 WHEN 'answered-finally' THEN 2 ELSE 0 END
        """,
    ),
)
