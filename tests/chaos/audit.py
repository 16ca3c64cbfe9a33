"""Hold what was acknowledged against what is there: the service's checks, the auditor's views, the gateway's book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.chaos.county import PATIENCE_S, County
from tests.chaos.journal import Journal
from tests.chaos.people import Crowd, messages
from tests.support.checkout import eventually


@dataclass
class Findings:
    """What a run came to. Each list names rows; a good run has none."""

    acknowledged: int
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)  # money, kilograms and points that do not agree
    stuck: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.differing or self.stuck)

    def told(self) -> str:
        """Every row, a line each."""
        lists = {"lost": self.lost, "doubled": self.doubled, "differing": self.differing, "stuck": self.stuck}
        return "\n".join(f"{what}: {row}" for what, rows in lists.items() for row in rows)


def audit(county: County, crowd: Crowd) -> Findings:
    """Bring everything to rest, then compare. The crowd has stopped; nothing is under way."""
    county.recovers()
    county.types("sweep", "--once")
    report = county.types("ledger", "verify")
    found = compare(county, crowd.journal)
    found.differing += [
        f"{check['name']}: {row['row']} {row['problem']}" for check in report["checks"] for row in check["rows"]
    ]
    for person in crowd.people:
        points = person.line.get("/points")
        expected = crowd.journal.points_left().get(person.party_id, 0)
        if points["available"] != expected or points["held"] or points["debt"]:
            found.differing.append(f"party {person.party_id} is told {points}, expects {expected}")
    return found


def compare(county: County, journal: Journal) -> Findings:
    """What the auditor and the gateway see, against what people were told."""
    found = Findings(journal.acknowledged())
    with county.auditor() as eyes:
        orders = {str(row[0]): row[1:] for row in eyes.execute(ORDERS)}
        retirements = eyes.execute(RETIREMENTS).fetchall()
        awards = {str(cause): rest for cause, *rest in eyes.execute(AWARDS)}
        taken = {reference.split(":")[1]: points for reference, points in eyes.execute(REDEMPTIONS)}
        money = dict(eyes.execute(MONEY).fetchall())
        received = Counter(dict(eyes.execute(RECEIVED).fetchall()))
    at_the_gateway = _paid_at_the_gateway(county)

    of_order: dict[str, list[Any]] = {}
    for order_id, *rest in retirements:
        of_order.setdefault(str(order_id), []).append(rest)
    for order_id, purchase in journal.purchases.items():
        if orders.get(order_id, (None, 0, 0))[1:] != (purchase.quantity_kg, purchase.amount_fen):
            found.lost.append(f"order {purchase}: {orders.get(order_id)}")
        if order_id in journal.paid:
            paid = (at_the_gateway.get(purchase.payment_id), money.get(f"offset-order:{order_id}:paid"))
            if orders.get(order_id, ("",))[0] != "retired" or not of_order.get(order_id):
                found.lost.append(f"paid order {purchase}: {orders.get(order_id)}")
            elif paid != (purchase.amount_fen, purchase.amount_fen):
                found.differing.append(f"{purchase}: gateway and seller have {paid}")
    for order_id, told in journal.retired.items():
        there = [(str(row[0]), row[1]) for row in of_order.get(order_id, [])]
        if (told.retirement_id, told.certificate) not in there:
            found.lost.append(f"retirement {told}: {there}")
        rows, points = awards.get(told.retirement_id, (0, 0))
        if (rows, points) != (1, told.points):
            (found.doubled if rows > 1 else found.lost).append(f"award for {told}: {rows} of {points}")
    for number, redemption in journal.redemptions.items():
        if taken.get(redemption.redemption_id) != redemption.points:
            found.lost.append(f"redemption {number} {redemption}: {taken.get(redemption.redemption_id)}")
    found.doubled += [
        f"order {order_id} has {len(rows)} retirements" for order_id, rows in of_order.items() if len(rows) > 1
    ]
    found.doubled += [f"order {order_id} is nobody's" for order_id in orders.keys() - journal.purchases.keys()]
    known = {redemption.redemption_id for redemption in journal.redemptions.values()}
    found.doubled += [f"redemption {redemption_id} is nobody's" for redemption_id in taken.keys() - known]
    found.doubled += [f"payment {payment} arrived {times} times" for payment, times in received.items() if times > 1]
    found.stuck += list(_stuck(county, journal))
    return found


def _paid_at_the_gateway(county: County) -> dict[str, int]:
    """By payment: the fen that the gateway has taken."""
    orders = requests.get(f"{county.demo['standins']['wechat']}/_control/orders", timeout=60).json()["orders"]
    return {_dashed(order["out_trade_no"]): order["paid_fen"] for order in orders if order["state"] == "SUCCESS"}


def _dashed(number: str) -> str:
    return "-".join((number[:8], number[8:12], number[12:16], number[16:20], number[20:]))


def _stuck(county: County, journal: Journal) -> Iterator[str]:
    if not eventually(lambda: journal.messages <= messages(county).keys(), within_s=PATIENCE_S):
        yield f"messages that never came: {journal.messages - messages(county).keys()}"
    with county.superuser() as connection:
        for what, query in STUCK.items():
            for row in connection.execute(query):
                yield f"{what}: {row}"


ORDERS = "SELECT order_id, state, quantity_kg, amount_fen FROM v_orders"
RETIREMENTS = "SELECT order_id, retirement_id, number, quantity_kg FROM v_retirements WHERE order_id IS NOT NULL"
AWARDS = "SELECT cause_id, count(*), sum(points) FROM v_awards WHERE cause_kind = 'retirement' GROUP BY cause_id"
REDEMPTIONS = """
    SELECT e.reference, sum(p.amount)::bigint FROM v_entries e JOIN v_postings p USING (entry_id)
    WHERE e.reference ~ '^redemption:[^:]+$' AND p.amount > 0 GROUP BY e.reference
"""
MONEY = """
    SELECT e.reference, sum(p.amount)::bigint FROM v_entries e JOIN v_postings p USING (entry_id)
    WHERE e.kind = 'offset.paid' AND p.amount > 0 GROUP BY e.reference
"""
RECEIVED = """
    SELECT split_part(reference, ':', 2), count(*) FROM v_entries WHERE kind = 'payment.received' GROUP BY 1
"""
STUCK = {
    "order": "SELECT id, state FROM offsets_orders WHERE state NOT IN ('retired', 'expired', 'cancelled')",
    "payment": "SELECT id, state, due_at FROM payments_payments WHERE state NOT IN ('paid', 'closed')",
    "refund": "SELECT id, state FROM payments_refunds",
    "discrepancy": "SELECT payment_id, kind FROM payments_discrepancies",
    "message": "SELECT id, state, attempts FROM kernel_outbox_messages WHERE state <> 'delivered'",
    "key without an answer": "SELECT key FROM kernel_idempotency_keys WHERE status IS NULL",
    "open transaction": """
        SELECT pid, state, left(query, 80) FROM pg_stat_activity
        WHERE state LIKE 'idle in transaction%' AND state_change < now() - interval '20 s'""",
}
