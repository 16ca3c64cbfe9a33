"""What must hold of redemptions at every commit; each query finds the rows that break it."""

from __future__ import annotations

from typing import Final

from backend.ledger.checks import Check

CHECKS: Final = (
    Check(
        "redemptions-have-one-entry-and-reversals-one",
        """
        SELECT 'rewards_redemptions ' || r.id AS row,
               CASE WHEN e.id IS NULL THEN format('entry %s is not that of redemption:%s', r.entry_id, r.id)
                    ELSE format('is %s, with reversal entry %s; the books have %s, of %s', r.state,
                                coalesce(r.reversal_entry_id::text, 'none'), coalesce(back.id::text, 'none'),
                                coalesce(back.reverses::text, 'nothing')) END AS problem
        FROM rewards_redemptions r
        LEFT JOIN ledger_entries e ON e.id = r.entry_id AND e.reference = format('redemption:%s', r.id)
        LEFT JOIN ledger_entries back ON back.reference = format('redemption:%s:reversed', r.id)
        WHERE e.id IS NULL
           OR (r.state = 'reversed') <> (r.reversal_entry_id IS NOT NULL)
           OR r.reversal_entry_id IS DISTINCT FROM back.id
           OR back.reverses IS DISTINCT FROM CASE WHEN r.state = 'reversed' THEN r.entry_id END
        """,
    ),
    Check(
        "redemption-entries-have-their-redemption",
        """
        SELECT 'ledger_entries ' || e.id AS row, format('%s is no redemption''s', e.reference) AS problem
        FROM ledger_entries e
        LEFT JOIN rewards_redemptions r
            ON r.id::text = split_part(e.reference, ':', 2) AND e.id IN (r.entry_id, r.reversal_entry_id)
        WHERE e.reference LIKE 'redemption:%' AND r.id IS NULL
        """,
    ),
    Check(
        "redemption-points-are-the-entrys",
        """
        SELECT 'rewards_redemptions ' || r.id AS row,
               format('%s points; the entry moves %s on the customer''s account and %s on the merchant''s', r.points,
                      coalesce(taken.amount, 0), coalesce(received.amount, 0)) AS problem
        FROM rewards_redemptions r
        LEFT JOIN LATERAL (
            SELECT sum(p.amount) AS amount FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
            WHERE p.entry_id = r.entry_id AND a.path = format('points:member:%s:available', r.customer_party_id)
        ) AS taken ON true
        LEFT JOIN LATERAL (
            SELECT sum(p.amount) AS amount FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
            WHERE p.entry_id = r.entry_id AND a.path = format('points:merchant:%s:receivable', r.merchant_party_id)
        ) AS received ON true
        WHERE taken.amount IS DISTINCT FROM -r.points OR received.amount IS DISTINCT FROM r.points
        """,
    ),
    Check(
        "pay-codes-are-redeemed-once",
        """
        SELECT 'rewards_pay_codes ' || r.pay_code_id AS row, format('redeemed %s times', count(*)) AS problem
        FROM rewards_redemptions r GROUP BY r.pay_code_id HAVING count(*) > 1
        """,
    ),
    Check(
        "pay-codes-are-redeemed-in-their-life-where-they-were-shown",
        """
        SELECT 'rewards_redemptions ' || r.id AS row,
               CASE WHEN c.id IS NULL THEN format('pay code %s is not there', r.pay_code_id)
                    ELSE format('pay code of %s, shown to %s, used at %s, good until %s', c.party_id,
                                coalesce(c.shown_to::text, 'nobody'), coalesce(c.used_at::text, 'never'),
                                c.expires_at) END AS problem
        FROM rewards_redemptions r LEFT JOIN rewards_pay_codes c ON c.id = r.pay_code_id
        WHERE c.id IS NULL OR c.party_id <> r.customer_party_id
           OR c.shown_to IS DISTINCT FROM r.merchant_party_id
           OR c.used_at IS DISTINCT FROM r.redeemed_at
           OR c.replaced_at IS NOT NULL
           OR r.redeemed_at >= c.expires_at
        """,
    ),
    Check(
        "one-live-pay-code-a-person",
        """
        SELECT 'rewards_pay_codes ' || min(c.id::text) AS row,
               format('one of %s live codes of party %s', count(*), c.party_id) AS problem
        FROM rewards_pay_codes c WHERE c.used_at IS NULL AND c.replaced_at IS NULL
        GROUP BY c.party_id HAVING count(*) > 1
        """,
    ),
    Check(
        "stock-is-never-below-nil",
        "SELECT 'rewards_rewards ' || w.id AS row, format('stock %s', w.stock) AS problem"
        " FROM rewards_rewards w WHERE w.stock < 0",
    ),
    Check(
        "nobody-has-more-than-their-share",
        """
        SELECT 'rewards_rewards ' || w.id AS row,
               format('party %s had %s of at most %s a %s', r.customer_party_id, count(*), w.limit_count,
                      w.limit_span) AS problem
        FROM rewards_redemptions r JOIN rewards_rewards w ON w.id = r.reward_id
        WHERE r.state = 'done' AND w.limit_count IS NOT NULL
        GROUP BY w.id, r.customer_party_id,
                 CASE w.limit_span WHEN 'ever' THEN NULL
                      ELSE date_trunc(w.limit_span, r.redeemed_at AT TIME ZONE 'Asia/Shanghai') END
        HAVING count(*) > w.limit_count
        """,
    ),
    Check(
        "redemptions-are-reversed-within-a-day",
        """
        SELECT 'rewards_redemptions ' || r.id AS row,
               format('redeemed at %s, reversed at %s', r.redeemed_at, r.reversed_at) AS problem
        FROM rewards_redemptions r
        WHERE r.reversed_at < r.redeemed_at OR r.reversed_at >= r.redeemed_at + interval '24 hours'
        """,
    ),
    Check(
        "rewards-are-given-by-their-own-merchant",
        """
        SELECT 'rewards_redemptions ' || r.id AS row,
               format('by %s, but reward %s is that of %s', r.merchant_party_id, r.reward_id,
                      coalesce(w.merchant_party_id::text, 'nobody')) AS problem
        FROM rewards_redemptions r LEFT JOIN rewards_rewards w ON w.id = r.reward_id
        WHERE r.reward_id IS NOT NULL AND w.merchant_party_id IS DISTINCT FROM r.merchant_party_id
        """,
    ),
)
