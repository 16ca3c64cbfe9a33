"""What must hold of orders at every commit, as queries that find whoever breaks it."""

from __future__ import annotations

from typing import Final

from backend.ledger.checks import Check

CHECKS: Final = (
    Check(
        "offsets-retired-was-paid-once",
        """
        SELECT 'offsets_orders ' || o.id AS row,
               format('retired with payment %s, %s fen applied of %s', coalesce(p.state, 'none'), coalesce(l.amount, 0),
                      o.amount_fen) AS problem
        FROM offsets_orders o
        LEFT JOIN payments_payments p ON p.id = o.payment_id
        LEFT JOIN ledger_entries e ON e.reference = format('offset-order:%s:paid', o.id)
        LEFT JOIN ledger_postings l ON l.entry_id = e.id AND l.amount > 0
        WHERE o.state = 'retired' AND (p.state IS DISTINCT FROM 'paid' OR coalesce(l.amount, 0) <> o.amount_fen)
        """,
    ),
    Check(
        "offsets-paid-is-retired",
        """
        SELECT 'payments_payments ' || p.id AS row, 'paid, its order is ' || o.state AS problem
        FROM payments_payments p JOIN offsets_orders o ON o.id = p.payable_id AND p.payable_kind = 'offset-order'
        WHERE p.state = 'paid' AND o.state <> 'retired'
        """,
    ),
    Check(
        "offsets-retirement-equals-order",
        """
        SELECT 'offsets_orders ' || o.id AS row,
               format('ordered %s kg, retired %s kg', o.quantity_kg, coalesce(r.quantity_kg, 0)) AS problem
        FROM offsets_orders o LEFT JOIN registry_retirements r ON r.id = o.retirement_id AND r.order_id = o.id
        WHERE o.state = 'retired' AND (coalesce(r.quantity_kg, 0) <> o.quantity_kg OR r.party_id <> o.party_id)
        """,
    ),
    Check(
        "offsets-reservation-lives-with-its-order",
        """
        SELECT 'offsets_orders ' || o.id AS row,
               format('%s with %s kg reserved', o.state, coalesce(a.balance, 0)) AS problem
        FROM offsets_orders o
        LEFT JOIN ledger_accounts a ON a.path = format('units:order:%s:reserved', o.id)
        WHERE coalesce(a.balance, 0) <> CASE WHEN o.state = 'placed' THEN o.quantity_kg ELSE 0 END
        """,
    ),
)
