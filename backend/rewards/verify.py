"""What must hold of redemptions at every commit; each query finds the rows that break it."""

from __future__ import annotations

from typing import Final

from backend.ledger.checks import Check

CHECKS: Final = (
    Check(
        "each redemption has one entry, and its reversal one",
        """
        SELECT r.id AS redemption_id, r.state
        FROM rewards_redemptions r
        LEFT JOIN ledger_entries e ON e.id = r.entry_id AND e.reference = 'redemption:' || r.id
        LEFT JOIN ledger_entries back ON back.reference = 'redemption:' || r.id || ':reversed'
        WHERE e.id IS NULL
           OR r.reversal_entry_id IS DISTINCT FROM back.id
           OR back.reverses IS DISTINCT FROM CASE WHEN r.state = 'reversed' THEN r.entry_id END
        """,
    ),
    Check(
        "each entry of a redemption has its redemption",
        """
        SELECT e.id AS entry_id, e.reference
        FROM ledger_entries e
        LEFT JOIN rewards_redemptions r ON r.id::text = split_part(e.reference, ':', 2)
        WHERE e.reference LIKE 'redemption:%' AND (r.id IS NULL OR e.id NOT IN (r.entry_id, r.reversal_entry_id))
        """,
    ),
    Check(
        "a redemption's points are what its entry moved from the customer to the merchant",
        """
        SELECT r.id AS redemption_id, r.points, taken.amount AS taken, received.amount AS received
        FROM rewards_redemptions r
        LEFT JOIN LATERAL (
            SELECT sum(p.amount) AS amount FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
            WHERE p.entry_id = r.entry_id AND a.path = 'points:member:' || r.customer_party_id || ':available'
        ) AS taken ON true
        LEFT JOIN LATERAL (
            SELECT sum(p.amount) AS amount FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
            WHERE p.entry_id = r.entry_id AND a.path = 'points:merchant:' || r.merchant_party_id || ':receivable'
        ) AS received ON true
        WHERE taken.amount IS DISTINCT FROM -r.points OR received.amount IS DISTINCT FROM r.points
        """,
    ),
    Check(
        "a pay code is redeemed at most once",
        """
        SELECT r.pay_code_id, count(*) AS redemptions
        FROM rewards_redemptions r GROUP BY r.pay_code_id HAVING count(*) > 1
        """,
    ),
    Check(
        "a pay code is redeemed within its life, by its owner, at the merchant that saw it first",
        """
        SELECT r.id AS redemption_id, c.id AS pay_code_id
        FROM rewards_redemptions r LEFT JOIN rewards_pay_codes c ON c.id = r.pay_code_id
        WHERE c.id IS NULL OR c.party_id <> r.customer_party_id
           OR c.shown_to IS DISTINCT FROM r.merchant_party_id
           OR c.used_at IS DISTINCT FROM r.redeemed_at
           OR r.redeemed_at >= c.expires_at
        """,
    ),
    Check(
        "a person has at most one live pay code",
        """
        SELECT c.party_id, count(*) AS live
        FROM rewards_pay_codes c WHERE c.used_at IS NULL AND c.replaced_at IS NULL
        GROUP BY c.party_id HAVING count(*) > 1
        """,
    ),
    Check(
        "stock is never below nil",
        "SELECT w.id AS reward_id, w.stock FROM rewards_rewards w WHERE w.stock < 0",
    ),
    Check(
        "a reversal comes within 24 hours",
        """
        SELECT r.id AS redemption_id, r.redeemed_at, r.reversed_at FROM rewards_redemptions r
        WHERE r.reversed_at < r.redeemed_at OR r.reversed_at >= r.redeemed_at + interval '24 hours'
        """,
    ),
    Check(
        "a reward is given for its own merchant",
        """
        SELECT r.id AS redemption_id, w.id AS reward_id
        FROM rewards_redemptions r JOIN rewards_rewards w ON w.id = r.reward_id
        WHERE w.merchant_party_id <> r.merchant_party_id
        """,
    ),
)
