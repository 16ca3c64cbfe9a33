"""What must hold of money at every commit, as queries that find whoever breaks it."""

from __future__ import annotations

from typing import Final

from backend.ledger.checks import Check

CHECKS: Final = (
    Check(
        "payments-receipts-equal-their-entry",
        """
        SELECT format('payments_receipts %s/%s', r.gateway, r.transaction) AS row,
               format('received %s fen, the books have %s', r.amount_fen, coalesce(-p.amount, 0)) AS problem
        FROM payments_receipts r
        LEFT JOIN ledger_entries e ON e.reference = format('payment:%s:received:%s', r.payment_id, r.transaction)
        LEFT JOIN ledger_postings p ON p.entry_id = e.id AND p.amount < 0
        WHERE coalesce(-p.amount, 0) <> r.amount_fen
        """,
    ),
    Check(
        "payments-arrivals-have-receipts",
        """
        SELECT 'ledger_entries ' || e.id AS row, e.reference || ' has no receipt' AS problem
        FROM ledger_entries e
        WHERE e.kind = 'payment.received' AND NOT EXISTS (
            SELECT 1 FROM payments_receipts r
            WHERE e.reference = format('payment:%s:received:%s', r.payment_id, r.transaction))
        """,
    ),
    Check(
        "payments-refunds-equal-their-entry",
        """
        SELECT 'payments_refunds ' || f.id AS row,
               format('%s, %s fen, the books have %s', f.state, f.amount_fen, coalesce(p.amount, 0)) AS problem
        FROM payments_refunds f
        LEFT JOIN ledger_entries e ON e.reference = format('payment:%s:refund:%s', f.payment_id, f.number)
        LEFT JOIN ledger_postings p ON p.entry_id = e.id AND p.amount > 0
        WHERE coalesce(p.amount, 0) <> CASE WHEN f.state = 'succeeded' THEN f.amount_fen ELSE 0 END
        """,
    ),
    Check(
        "payments-refunds-within-receipts",
        """
        SELECT 'payments_payments ' || p.id AS row, format('%s fen in, %s fen back', got.fen, back.fen) AS problem
        FROM payments_payments p
        CROSS JOIN LATERAL (SELECT coalesce(sum(amount_fen), 0) AS fen FROM payments_receipts
                            WHERE payment_id = p.id) AS got
        CROSS JOIN LATERAL (SELECT coalesce(sum(amount_fen), 0) AS fen FROM payments_refunds
                            WHERE payment_id = p.id) AS back
        WHERE back.fen > got.fen
        """,
    ),
    Check(
        "payments-state-follows-money",
        """
        SELECT 'payments_payments ' || p.id AS row,
               format('%s with %s receipts', p.state, count(r.transaction)) AS problem
        FROM payments_payments p LEFT JOIN payments_receipts r ON r.payment_id = p.id
        GROUP BY p.id
        HAVING (p.state IN ('paid', 'late', 'refunding', 'refunded')) <> (count(r.transaction) > 0)
        """,
    ),
    Check(
        "payments-received-is-applied-or-on-its-way-back",
        """
        SELECT 'ledger_accounts ' || a.path AS row, format('%s fen rest there', a.balance) AS problem
        FROM ledger_accounts a
        WHERE a.path LIKE 'cash:payment:%\\:received' AND a.balance <> coalesce((
            SELECT sum(f.amount_fen) FROM payments_refunds f
            WHERE f.payment_id = split_part(a.path, ':', 3)::uuid AND f.state <> 'succeeded'), 0)
        """,
    ),
)
