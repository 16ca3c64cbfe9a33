"""What the database holds, in one round trip, beside what the model says it must hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import psycopg

SEEN: Final = """
SELECT
    (SELECT array_agg(coalesce(a.balance, 0) ORDER BY x.n)
     FROM unnest(%(accounts)s::uuid[]) WITH ORDINALITY AS x (id, n) LEFT JOIN ledger_accounts a ON a.id = x.id),
    (SELECT array_agg(l.party_id || ' until ' || l.expires_on || ': ' || l.available || ' of ' || l.issued
                      ORDER BY l.party_id, l.id)
     FROM points_lots l WHERE l.party_id = ANY (%(parties)s)),
    (SELECT array_agg(o.state || ' ' || p.state ORDER BY x.n)
     FROM unnest(%(orders)s::uuid[]) WITH ORDINALITY AS x (id, n)
     JOIN offsets_orders o ON o.id = x.id JOIN payments_payments p ON p.id = o.payment_id),
    (SELECT array_agg(concat_ws(' ', b.kg, b.state, b.slot_id, b.order_id)) FROM (
        SELECT state, slot_id, order_id, sum(upper(serials) - lower(serials)) AS kg FROM registry_unit_blocks
        WHERE batch_id = %(batch)s AND superseded_at IS NULL GROUP BY 1, 2, 3) AS b),
    (SELECT range_agg(serials)::text FROM registry_unit_blocks WHERE batch_id = %(batch)s AND superseded_at IS NULL),
    (SELECT stock FROM rewards_rewards WHERE id = %(reward)s),
    (SELECT array_agg(p.id::text) FROM payments_payments p
     WHERE p.payable_id = ANY (%(orders)s) AND p.state IN ('created', 'paying')
       AND (p.due_at IS NULL OR p.due_at > greatest(p.expires_at, %(now)s + interval '61 seconds'))),
    (SELECT array_agg(f.state ORDER BY p.id, f.number) FROM payments_refunds f
     JOIN payments_payments p ON p.id = f.payment_id WHERE p.payable_id = ANY (%(orders)s))
"""
NAMES: Final = (
    "balances", "lots", "orders and payments", "kilograms by place", "serials tile what was issued", "stock",
    "payments that nobody will look at", "refunds",
)  # fmt: skip


class BrokenInvariant(AssertionError):
    """The books are not what they must be. Names the invariant first."""


def look(connection: psycopg.Connection[Any], about: Mapping[str, Any]) -> Sequence[Any]:
    row = connection.execute(SEEN, about, prepare=True).fetchone()
    assert row is not None
    return row


def compare(seen: Sequence[Any], expected: Sequence[Any], accounts: Sequence[str]) -> None:
    for name, is_there, must_be in zip(NAMES, seen, expected, strict=True):
        if is_there == must_be:
            continue
        if name == "balances":
            pairs = zip(accounts, is_there, must_be, strict=True)
            wrong = [f"{path}: {has}, must be {must}" for path, has, must in pairs if has != must]
            raise BrokenInvariant(f"{name}: {'; '.join(wrong)}")
        raise BrokenInvariant(f"{name}: {is_there}, must be {must_be}")


def entries_with(connection: psycopg.Connection[Any], query: str, *facts: object) -> list[UUID]:
    return [row[0] for row in connection.execute(query, facts)]
