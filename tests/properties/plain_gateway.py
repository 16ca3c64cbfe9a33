"""A payment provider in memory: what it holds is the truth that the service has to arrive at.

It keeps orders, transactions and refunds in dictionaries and can be made silent. The wire (signatures, encryption,
retries) has tests of its own against the stand-in; here only what is said matters.
"""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from backend.ledger.service import CNY
from backend.payments.gateways.protocol import (
    Charge,
    GatewayRefused,
    GatewayUnavailable,
    Notification,
    RefundResult,
    RefundState,
    Started,
    Trade,
    TradeState,
)

MERCHANT, APP = "1900000109", "wx-plain"


@dataclass
class Opened:
    """One order there. ``paid`` are its transactions, oldest first; a query speaks of the last one."""

    charge: Charge
    state: TradeState = TradeState.NOT_PAID
    paid: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class GivenBack:
    transaction: str
    amount_fen: int
    state: RefundState = RefundState.PROCESSING


class PlainGateway:
    name: Final = "wechat"
    channels: Final = frozenset({"native", "h5"})
    merchant_id: Final = MERCHANT
    app_id: Final = APP

    def __init__(self) -> None:
        self.orders: dict[str, Opened] = {}
        self.refunds: dict[str, GivenBack] = {}
        self.silence: str | None = None  # "deaf": nothing arrives there; "mute": it does, but no answer comes back
        self._transactions = 0

    def knows_more(self, out_trade_no: str, receipts: Container[str]) -> bool:
        """Whether it would tell of money that is not among these transactions."""
        order = self.orders.get(out_trade_no)
        return order is not None and bool(order.paid) and order.paid[-1][0] not in receipts

    def is_paid(self, out_trade_no: str, *, more_fen: int = 0) -> None:
        """The payer's own act, at any moment, of any amount."""
        order = self.orders[out_trade_no]
        self._transactions += 1
        order.paid.append((f"{out_trade_no}-{self._transactions}", order.charge.amount_fen + more_fen))
        order.state = TradeState.PAID

    def notification(self, out_trade_no: str, nonce: str) -> bytes:
        return json.dumps({"order": out_trade_no, "nonce": nonce}).encode()

    def start(self, charge: Charge, channel: str) -> Started:
        if self.silence == "deaf":
            raise GatewayUnavailable
        order = self.orders.setdefault(charge.out_trade_no, Opened(charge))
        if self.silence == "mute":
            raise GatewayUnavailable
        if order.state is TradeState.PAID:
            raise GatewayRefused("ORDERPAID")
        if order.state is TradeState.CLOSED:
            raise GatewayRefused("ORDERCLOSED")
        return Started(code_url=f"plain://{charge.out_trade_no}")

    def query(self, out_trade_no: str) -> Trade:
        if self.silence:
            raise GatewayUnavailable
        order = self.orders.get(out_trade_no)
        if order is None or not order.paid:
            state = TradeState.NOT_PAID if order is None else order.state
            return Trade(out_trade_no, state, None, None, None, None, None, None)
        transaction, amount = order.paid[-1]
        return Trade(out_trade_no, order.state, amount, CNY, MERCHANT, APP, transaction, None)

    def close(self, out_trade_no: str) -> None:
        if self.silence:
            raise GatewayUnavailable
        order = self.orders.get(out_trade_no)
        if order is not None and order.state is TradeState.PAID:
            raise GatewayRefused("ORDERPAID")
        if order is not None:
            order.state = TradeState.CLOSED

    def refund(
        self, *, out_trade_no: str, transaction_id: str | None, refund_no: str, refund_fen: int, total_fen: int,
        reason: str, notify_url: str,
    ) -> RefundResult:  # fmt: skip
        if self.silence == "deaf":
            raise GatewayUnavailable
        order = self.orders[out_trade_no]
        assert (transaction_id, refund_fen) in order.paid, f"refund of what was never paid: {transaction_id}"
        assert transaction_id is not None
        again = [no for no, each in self.refunds.items() if each.transaction == transaction_id and no != refund_no]
        assert not again, f"{transaction_id} is given back a second time"
        self.refunds.setdefault(refund_no, GivenBack(transaction_id, refund_fen))
        if self.silence == "mute":
            raise GatewayUnavailable
        return self.query_refund(refund_no)

    def query_refund(self, refund_no: str) -> RefundResult:
        if self.silence:
            raise GatewayUnavailable
        found = self.refunds.get(refund_no)
        if found is None:
            raise GatewayRefused("RESOURCE_NOT_EXISTS")
        return RefundResult(refund_no, found.state, refund_no, found.amount_fen)

    def refunds_leave(self) -> None:
        for refund in self.refunds.values():
            refund.state = RefundState.SUCCEEDED

    def read_notification(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notification:
        said = json.loads(body)
        number = said["order"]
        silence, self.silence = self.silence, None
        trade = self.query(number)
        self.silence = silence
        return Notification("payment", f"event-{number}", said["nonce"], now, trade, None, number)
