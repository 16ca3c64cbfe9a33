"""What must hold of points at every commit, as queries that find whoever breaks it."""

from __future__ import annotations

from typing import Final

from backend.ledger.checks import Check

LOTS: Final = (
    Check(
        "points-lots-add-up-to-balances",
        """
        SELECT 'member ' || party_id AS row,
               format('lots: %s pending, %s available, %s held; accounts: %s, %s, %s',
                      l.pending, l.available, l.held, a.pending, a.available, a.held) AS problem
        FROM (
            SELECT party_id, sum(pending) AS pending, sum(available) AS available, sum(held) AS held
            FROM points_lots GROUP BY party_id
        ) AS l
        FULL JOIN (
            SELECT split_part(path, ':', 3)::uuid AS party_id,
                   coalesce(sum(balance) FILTER (WHERE split_part(path, ':', 4) = 'pending'), 0) AS pending,
                   coalesce(sum(balance) FILTER (WHERE split_part(path, ':', 4) = 'available'), 0) AS available,
                   coalesce(sum(balance) FILTER (WHERE split_part(path, ':', 4) = 'held'), 0) AS held
            FROM ledger_accounts WHERE unit = 'POINT' AND path LIKE 'points:member:%' GROUP BY 1
        ) AS a USING (party_id)
        WHERE (coalesce(l.pending, 0), coalesce(l.available, 0), coalesce(l.held, 0))
           <> (coalesce(a.pending, 0), coalesce(a.available, 0), coalesce(a.held, 0))
        """,
    ),
    Check(
        "points-uses-explain-lots",
        """
        SELECT 'points_lots ' || l.id AS row,
               format('issued %s, left %s, used %s', l.issued, l.pending + l.available + l.held,
                      coalesce(sum(u.points), 0)) AS problem
        FROM points_lots l LEFT JOIN points_lot_uses u ON u.lot_id = l.id
        GROUP BY l.id HAVING l.issued - (l.pending + l.available + l.held) <> coalesce(sum(u.points), 0)
        """,
    ),
    Check(
        "points-uses-equal-their-entry",
        """
        SELECT 'points_lot_uses ' || used.entry_id AS row,
               format('took %s from the lots of %s, posted %s', used.points, used.party_id, coalesce(posted.amount, 0))
                   AS problem
        FROM (
            SELECT u.entry_id, l.party_id, sum(u.points) AS points
            FROM points_lot_uses u JOIN points_lots l ON l.id = u.lot_id GROUP BY u.entry_id, l.party_id
        ) AS used
        LEFT JOIN LATERAL (
            SELECT sum(p.amount) AS amount FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
            WHERE p.entry_id = used.entry_id AND a.path = format('points:member:%s:available', used.party_id)
        ) AS posted ON true
        WHERE used.points <> -coalesce(posted.amount, 0)
        """,
    ),
    Check(
        "points-spent-in-time",
        """
        SELECT format('points_lot_uses %s/%s', u.entry_id, u.lot_id) AS row,
               format('%s on %s, good until %s', e.kind, e.business_date, l.expires_on) AS problem
        FROM points_lot_uses u
        JOIN points_lots l ON l.id = u.lot_id
        JOIN ledger_entries e ON e.id = u.entry_id
        WHERE u.points > 0 AND e.business_date > l.expires_on
          AND e.kind NOT IN ('points.expired', 'points.clawed-back')
        """,
    ),
)
"""Laws of what awards left to spend."""

AWARDS: Final = (
    Check(
        "points-awards-equal-their-entry",
        """
        SELECT 'points_awards of entry ' || a.entry_id AS row,
               format('lines give %s, the entry issues %s', sum(a.points), coalesce(issued.amount, 0)) AS problem
        FROM points_awards a
        LEFT JOIN LATERAL (
            SELECT -sum(p.amount) AS amount FROM ledger_postings p JOIN ledger_accounts i ON i.id = p.account_id
            WHERE p.entry_id = a.entry_id AND i.path = 'points:issued'
        ) AS issued ON true
        WHERE a.entry_id IS NOT NULL
        GROUP BY a.entry_id, issued.amount HAVING sum(a.points) IS DISTINCT FROM issued.amount
        """,
    ),
    Check(
        "points-come-from-awards-alone",
        """
        SELECT DISTINCT 'ledger_entries ' || p.entry_id AS row, format('issues %s points, no award says why', -p.amount)
            AS problem
        FROM ledger_postings p JOIN ledger_accounts i ON i.id = p.account_id AND i.path = 'points:issued'
        WHERE NOT EXISTS (SELECT 1 FROM points_awards a WHERE a.entry_id = p.entry_id)
        """,
    ),
    Check(
        "points-rule-version-is-that-of-the-day",
        """
        SELECT 'points_awards ' || a.id AS row,
               format('%s version %s paid for %s', a.rule_code, a.rule_version, a.day) AS problem
        FROM points_awards a
        LEFT JOIN points_earn_rule_versions v ON v.code = a.rule_code AND v.version = a.rule_version
        WHERE a.points > 0 AND (
            v.code IS NULL OR NOT v.enabled OR a.day < v.valid_from OR a.day >= v.valid_until
            OR EXISTS (SELECT 1 FROM points_earn_rule_versions n
                       WHERE n.code = v.code AND n.version > v.version AND n.valid_from <= a.day))
        """,
    ),
    Check(
        "points-only-for-purposes-that-earn",
        """
        SELECT 'points_awards ' || a.id AS row, format('%s for the purpose %s', a.rule_code, r.purpose) AS problem
        FROM points_awards a JOIN registry_retirements r ON r.id = a.cause_id AND a.cause_kind = 'retirement'
        WHERE a.points > 0 AND r.purpose NOT IN ('footprint', 'voluntary')
        """,
    ),
)
"""Laws of what was given."""

CAPS: Final = (
    Check(
        "points-counters-equal-their-awards",
        """
        SELECT concat_ws(' ', 'points_cap_counters', scope_kind, scope_id, rule_code, period, period_start) AS row,
               format('counts %s points and %s acts, awards say %s and %s', coalesce(c.points_used, 0),
                      coalesce(c.acts_used, 0), coalesce(paid.points, 0), coalesce(paid.acts, 0)) AS problem
        FROM points_cap_counters c
        FULL JOIN (
            SELECT scope_kind, scope_id, rule_code, period,
                   CASE period WHEN 'day' THEN day ELSE date_trunc('month', day)::date END AS period_start,
                   sum(acts) AS acts, sum(points) AS points
            FROM points_awards CROSS JOIN (VALUES ('day'), ('month')) AS periods (period)
            WHERE points > 0 GROUP BY 1, 2, 3, 4, 5
        ) AS paid USING (scope_kind, scope_id, rule_code, period, period_start)
        WHERE (coalesce(c.acts_used, 0), coalesce(c.points_used, 0))
           <> (coalesce(paid.acts, 0), coalesce(paid.points, 0))
        """,
    ),
    Check(
        # Of the versions that paid in one period none went over its own cap, so together they stay under the highest.
        "points-caps-hold",
        """
        SELECT concat_ws(' ', 'points_awards', scope_kind, scope_id, rule_code, period, period_start) AS row,
               format('%s points of at most %s, %s acts of at most %s', points, points_cap, acts, acts_cap) AS problem
        FROM (
            SELECT a.scope_kind, a.scope_id, a.rule_code, p.period,
                   CASE p.period WHEN 'day' THEN a.day ELSE date_trunc('month', a.day)::date END AS period_start,
                   sum(a.points) AS points, sum(a.acts) AS acts,
                   max(coalesce((v.body #>> ARRAY['caps', 'points_per_' || p.period])::numeric, 'Infinity'))
                       AS points_cap,
                   max(coalesce((v.body #>> ARRAY['caps', 'acts_per_' || p.period])::numeric, 'Infinity')) AS acts_cap
            FROM points_awards a
            JOIN points_earn_rule_versions v ON v.code = a.rule_code AND v.version = a.rule_version
            CROSS JOIN (VALUES ('day'), ('month')) AS p (period)
            WHERE a.points > 0 GROUP BY 1, 2, 3, 4, 5
        ) AS paid
        WHERE points > points_cap OR acts > acts_cap
        """,
    ),
)
"""Laws of the limits."""

CHECKS: Final = (*LOTS, *AWARDS, *CAPS)
