"""What must hold of points at every commit, as queries that find whoever breaks it."""

from __future__ import annotations

from typing import Final

from backend.ledger.checks import Check

CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "points.lots-add-up-to-balances",
        """
        WITH lots AS (
            SELECT party_id, sum(pending) AS pending, sum(available) AS available, sum(held) AS held
            FROM points_lots GROUP BY party_id),
        accounts AS (
            SELECT split_part(path, ':', 3)::uuid AS party_id,
                   coalesce(sum(balance) FILTER (WHERE path LIKE '%:pending'), 0) AS pending,
                   coalesce(sum(balance) FILTER (WHERE path LIKE '%:available'), 0) AS available,
                   coalesce(sum(balance) FILTER (WHERE path LIKE '%:held'), 0) AS held
            FROM ledger_accounts WHERE unit = 'POINT' AND path LIKE 'points:member:%' GROUP BY 1)
        SELECT coalesce(lots.party_id, accounts.party_id) AS party_id, lots.pending AS lots_pending,
               accounts.pending, lots.available AS lots_available, accounts.available, lots.held AS lots_held,
               accounts.held
        FROM lots FULL JOIN accounts ON accounts.party_id = lots.party_id
        WHERE (coalesce(lots.pending, 0), coalesce(lots.available, 0), coalesce(lots.held, 0))
           <> (coalesce(accounts.pending, 0), coalesce(accounts.available, 0), coalesce(accounts.held, 0))
        """,
    ),
    Check(
        "points.uses-explain-lots",
        """
        SELECT l.id AS lot_id, l.issued, l.pending + l.available + l.held AS rest, coalesce(sum(u.points), 0) AS used
        FROM points_lots l LEFT JOIN points_lot_uses u ON u.lot_id = l.id
        GROUP BY l.id HAVING l.issued - (l.pending + l.available + l.held) <> coalesce(sum(u.points), 0)
        """,
    ),
    Check(
        "points.uses-equal-their-entry",
        """
        SELECT u.entry_id, sum(u.points) AS used, p.amount AS posted
        FROM points_lot_uses u
        JOIN points_lots l ON l.id = u.lot_id
        LEFT JOIN LATERAL (
            SELECT sum(q.amount) AS amount FROM ledger_postings q JOIN ledger_accounts a ON a.id = q.account_id
            WHERE q.entry_id = u.entry_id AND a.path = 'points:member:' || l.party_id || ':available') p ON true
        GROUP BY u.entry_id, p.amount HAVING sum(u.points) <> -coalesce(p.amount, 0)
        """,
    ),
    Check(
        "points.awards-equal-their-entry",
        """
        SELECT a.entry_id, sum(a.points) AS awarded, i.issued
        FROM points_awards a
        LEFT JOIN LATERAL (
            SELECT -sum(p.amount) AS issued FROM ledger_postings p JOIN ledger_accounts g ON g.id = p.account_id
            WHERE p.entry_id = a.entry_id AND g.kind = 'source' AND g.path = 'points:issued') i ON true
        WHERE a.entry_id IS NOT NULL
        GROUP BY a.entry_id, i.issued HAVING sum(a.points) IS DISTINCT FROM i.issued
        """,
    ),
    Check(
        "points.issued-by-an-award-only",
        """
        SELECT p.entry_id, p.amount FROM ledger_postings p
        JOIN ledger_accounts g ON g.id = p.account_id AND g.path = 'points:issued' AND g.unit = 'POINT'
        WHERE NOT EXISTS (SELECT 1 FROM points_awards a WHERE a.entry_id = p.entry_id)
        """,
    ),
    Check(
        "points.counters-equal-their-awards",
        """
        WITH paid AS (
            SELECT scope_kind, scope_id, rule_code, period,
                   CASE period WHEN 'day' THEN day ELSE date_trunc('month', day)::date END AS period_start,
                   sum(acts) AS acts, sum(points) AS points
            FROM points_awards CROSS JOIN (VALUES ('day'), ('month')) AS periods (period)
            WHERE points > 0 GROUP BY 1, 2, 3, 4, 5)
        SELECT scope_kind, scope_id, rule_code, period, period_start, c.acts_used, paid.acts, c.points_used, paid.points
        FROM points_cap_counters c
        FULL JOIN paid USING (scope_kind, scope_id, rule_code, period, period_start)
        WHERE (coalesce(c.acts_used, 0), coalesce(c.points_used, 0))
           <> (coalesce(paid.acts, 0), coalesce(paid.points, 0))
        """,
    ),
    Check(
        "points.caps-hold",
        """
        WITH paid AS (
            SELECT a.scope_kind, a.scope_id, a.rule_code, p.period,
                   CASE p.period WHEN 'day' THEN a.day ELSE date_trunc('month', a.day)::date END AS period_start,
                   sum(a.points) AS points, sum(a.acts) AS acts,
                   -- the highest cap among the versions that paid in the period: none of them may have gone over it
                   max(CASE WHEN v.body #> ARRAY['caps', 'points_per_' || p.period] IN ('null') THEN 'Infinity'::numeric
                       ELSE (v.body #>> ARRAY['caps', 'points_per_' || p.period])::numeric END) AS points_cap,
                   max(CASE WHEN v.body #> ARRAY['caps', 'acts_per_' || p.period] IN ('null') THEN 'Infinity'::numeric
                       ELSE (v.body #>> ARRAY['caps', 'acts_per_' || p.period])::numeric END) AS acts_cap
            FROM points_awards a
            JOIN points_earn_rule_versions v ON v.code = a.rule_code AND v.version = a.rule_version
            CROSS JOIN (VALUES ('day'), ('month')) AS p (period)
            WHERE a.points > 0 GROUP BY 1, 2, 3, 4, 5)
        SELECT * FROM paid WHERE points > points_cap OR acts > acts_cap
        """,
    ),
    Check(
        "points.rule-version-of-the-day",
        """
        SELECT a.id AS award_id, a.rule_code, a.rule_version, a.day FROM points_awards a
        JOIN points_earn_rule_versions v ON v.code = a.rule_code AND v.version = a.rule_version
        WHERE a.points > 0 AND (NOT v.enabled OR a.day < v.valid_from OR a.day >= v.valid_until OR EXISTS (
            SELECT 1 FROM points_earn_rule_versions n
            WHERE n.code = v.code AND n.version > v.version AND n.valid_from <= a.day))
        """,
    ),
    Check(
        "points.spent-in-time",
        """
        SELECT u.entry_id, u.lot_id, e.business_date, l.expires_on FROM points_lot_uses u
        JOIN points_lots l ON l.id = u.lot_id JOIN ledger_entries e ON e.id = u.entry_id
        WHERE u.points > 0 AND e.kind NOT IN ('points.expired', 'points.clawed-back') AND e.business_date > l.expires_on
        """,
    ),
)
