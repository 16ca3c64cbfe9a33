"""Money: to the gateway, paid there, heard of, asked for, given back."""

from __future__ import annotations

from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from backend.kernel.transaction import run
from backend.payments import conversation
from backend.payments import service as payments
from backend.payments.gateways.protocol import TradeState
from backend.payments.payloads import StartPayment
from tests.properties import observing
from tests.properties.model import Order, day_of
from tests.properties.stage import Refusal
from tests.properties.story import Story, any_of


class Paying(Story):
    @precondition(lambda self: self.county.orders)
    @rule(which=any_of)
    def go_to_the_gateway(self, which: int) -> None:
        self.keep_away_from_deadlines()
        order = self.pick(self.county.orders, which // 16)
        me, now = self.people[order.member], self.now
        there = self.gateway.orders.get(order.out_trade_no)
        known = there.state if there else None
        wish = StartPayment(order.payment_id, "wechat", "native", "127.0.0.1")

        def go() -> object:
            kept = conversation.send_to_gateway(me, wish)
            return run(lambda: payments.keep_attempt(me, kept))

        outcome = self.does(go)
        if order.payment not in {"created", "paying"} or order.over(now):
            self.agree(outcome, "payment-not-payable")
            return
        order.payment = "paying"
        if self.gateway.silence:
            self.agree(outcome, "payment-gateway-unavailable")
        elif known in {TradeState.PAID, TradeState.CLOSED}:
            self.agree(outcome, "payment-gateway-refused")
            if known is TradeState.PAID:
                self._settles(order, now)
        else:
            self.agree(outcome, None)

    @precondition(lambda self: self.gateway.orders)
    @rule(which=any_of, more_fen=st.sampled_from([0, 0, 0, 0, 0, 0, -1, 1]))
    def the_payer_pays(self, which: int, more_fen: int) -> None:
        """Before or after the service thinks that it is closed; sometimes twice, sometimes wrongly."""
        numbers = list(self.gateway.orders)
        self.gateway.is_paid(self.pick(numbers, which // 8), more_fen=more_fen)

    @precondition(lambda self: any(order.paid for order in self.gateway.orders.values()))
    @rule(which=any_of, replayed=st.booleans())
    def the_gateway_notifies(self, which: int, replayed: bool) -> None:
        self.keep_away_from_deadlines()
        paid = [number for number, order in self.gateway.orders.items() if order.paid]
        number = self.pick(paid, which // 8)
        order = next(order for order in self.county.orders if order.out_trade_no == number)
        now = self.now
        self.nonces += 1
        nonce = f"{self.batch.number}-{self.nonces}"
        body = self.gateway.notification(number, nonce)
        times = 2 if replayed else 1
        for time in range(times):
            outcome = self.does(lambda: conversation.listen("wechat", {}, body))
            died = self.stage.died
            if self.gateway.orders[number].paid[-1][1] != order.amount_fen:
                if not (died and isinstance(outcome, Refusal) and outcome.code == "notification-replayed"):
                    self.agree(outcome, "notification-mismatch")
                continue
            if died and isinstance(outcome, Refusal):
                # Heard, but dead before it was acted upon: the sweep asks.
                self.agree(outcome, "notification-replayed")
                self.agree(self.does(lambda: conversation.settle(order.payment_id)), None)
            else:
                self.agree(outcome, "notification-replayed" if time else None)
            if not time:
                self._settles(order, now)

    @precondition(lambda self: self.county.orders)
    @rule(which=any_of)
    def ask_the_gateway(self, which: int) -> None:
        self.keep_away_from_deadlines()
        order, now = self.pick(self.county.orders, which // 4), self.now
        self.agree(self.does(lambda: conversation.settle(order.payment_id)), None)
        self._settles(order, now)

    @precondition(lambda self: self.county.orders)
    @rule()
    def sweep_payments(self) -> None:
        self.keep_away_from_deadlines()
        now = self.now
        self.agree(self.does(conversation.look_at_all_payments), None)
        # Which one comes first is the sweep's affair; who owed points or was near a cap sees the difference.
        come = observing.entries_with(
            self.stage.connection, "SELECT id FROM offsets_orders WHERE id = ANY (%s) ORDER BY retired_at",
            [order.id for order in self.county.orders],
        )  # fmt: skip
        for order in sorted(self.county.orders, key=lambda order: come.index(order.id)):
            if order.payment == "paying" or (order.payment == "created" and order.over(now)):
                self._settles(order, now)

    @precondition(lambda self: any(order.refunds for order in self.county.orders))
    @rule(leave=st.booleans())
    def sweep_refunds(self, leave: bool) -> None:
        if leave:
            self.gateway.refunds_leave()
        self.agree(self.does(conversation.look_at_all_refunds), None)
        for order in self.county.orders:
            for refund in order.refunds:
                self.county.refund(order, refund, self.gateway)

    @rule(how=st.sampled_from([None, None, "deaf", "mute"]))
    def the_gateway_falls_silent_or_speaks(self, how: str | None) -> None:
        self.gateway.silence = how

    def _settles(self, order: Order, now: datetime) -> None:
        """Follow the gateway in the model; a retirement's points come with an entry that is looked up."""
        points_ = self.county.settle(order, self.gateway, now)
        if points_:
            [entry] = observing.entries_with(
                self.stage.connection, "SELECT award_entry_id FROM offsets_orders WHERE id = %s", order.id
            )
            self.county.members[order.member].earn(points_, day_of(now), entry)
