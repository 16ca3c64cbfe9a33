"""What the gateway says about an order becomes what we do. The order query decides; nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.ledger import service as ledger
from backend.ledger.service import CNY
from backend.payments import gateways, places, ports
from backend.payments.gateways.protocol import Trade, TradeState
from backend.payments.models import Discrepancy, Payment, PaymentState, Receipt
from backend.payments.service.opening import PAYABLE
from backend.payments.service.refunding import give_back

log = structlog.get_logger()

LOOK_AGAIN_S: Final = (5, 5, 10, 15, 30, 60)
"""How long after each look the sweep asks the gateway again: no paid order waits longer than the last."""


def apply_trade(_: Principal, payment_id: UUID, trade: Trade, *, is_final: bool = False) -> str:
    """Bring the payment to where the gateway's order is. Returns the payment's state.

    ``is_final``: the order was closed at the gateway before this query, so "not paid" now means never.
    Applying the same trade again changes nothing.
    """
    payment = db.session.get_one(Payment, payment_id, with_for_update=True)
    match trade.state:
        case TradeState.PAID:
            _money(payment, trade)
        case TradeState.CLOSED | TradeState.REFUNDED:
            _closed(payment)
        case TradeState.NOT_PAID | TradeState.FAILED if is_final:
            _closed(payment)
        case TradeState.FAILED:
            payment.last_attempt_failed = True
            _look_again(payment)
        case _:
            _look_again(payment)
    return payment.state


def record_failure(_: Principal, payment_id: UUID) -> None:
    """The gateway refused to open the order: nothing can be paid there yet."""
    payment = db.session.get_one(Payment, payment_id, with_for_update=True)
    payment.last_attempt_failed = True


def schedule_look(_: Principal, payment_id: UUID) -> None:
    """The gateway did not answer: ask again later."""
    _look_again(db.session.get_one(Payment, payment_id, with_for_update=True))


def _money(payment: Payment, trade: Trade) -> None:
    if (mismatch := _mismatch(payment, trade)) is not None:
        _quarantine(payment, mismatch, trade)
        return
    assert trade.transaction_id is not None, "looked at by _mismatch"
    assert trade.amount_fen is not None, "looked at by _mismatch"
    assert payment.gateway is not None, "looked at by _mismatch"
    known = select(Receipt.transaction).where(
        Receipt.gateway == payment.gateway, Receipt.transaction == trade.transaction_id
    )
    if db.session.scalar(known):
        return
    now = clock.now()
    paid_at = trade.paid_at or now
    db.session.add(Receipt(gateway=payment.gateway, transaction=trade.transaction_id, payment_id=payment.id,
                           amount_fen=trade.amount_fen, paid_at=paid_at, recorded_at=now))  # fmt: skip
    db.session.flush()
    arrival = places.arrival(payment.id, payment.gateway, trade.transaction_id, trade.amount_fen)
    if payment.state in PAYABLE:
        paid = ports.PaidPayment(payment.id, payment.payable_id, trade.amount_fen, payment.gateway,
                                 trade.transaction_id, arrival)  # fmt: skip
        payment.transaction, payment.paid_at, payment.due_at = trade.transaction_id, paid_at, None
        if ports.payable(payment.payable_kind).on_paid(paid):
            payment.state = PaymentState.PAID
            log.info("payment-paid", payment_id=str(payment.id))
            return
        payment.state = PaymentState.LATE
    elif payment.state == PaymentState.CLOSED:
        payment.state, payment.transaction, payment.paid_at = PaymentState.LATE, trade.transaction_id, paid_at
    ledger.record(arrival)
    reason = "late" if payment.state == PaymentState.LATE else "double"
    give_back(payment, trade.transaction_id, trade.amount_fen, reason=reason)


def _mismatch(payment: Payment, trade: Trade) -> str | None:
    """Which fact about the money is not what we asked for, if any."""
    assert payment.gateway is not None, "only a gateway's trade is applied"
    ours = gateways.gateway(payment.gateway)
    expected = {
        "amount": (trade.amount_fen, payment.amount_fen), "currency": (trade.currency, CNY),
        "merchant": (trade.merchant_id, ours.merchant_id), "app": (trade.app_id, ours.app_id),
        "order": (trade.out_trade_no, payment.out_trade_no), "transaction": (bool(trade.transaction_id), True),
    }  # fmt: skip
    return next((what for what, (said, asked) in expected.items() if said != asked), None)


def _quarantine(payment: Payment, kind: str, trade: Trade) -> None:
    """Keep what was said for the office; apply nothing.

    The gateway takes no second payment for this order: once its time is over, what it reserved is free again.
    """
    facts = {"amount_fen": trade.amount_fen, "currency": trade.currency, "merchant_id": trade.merchant_id,
             "app_id": trade.app_id, "out_trade_no": trade.out_trade_no, "asked_fen": payment.amount_fen}  # fmt: skip
    db.session.execute(
        insert(Discrepancy)
        .values(id=new_id(), payment_id=payment.id, kind=kind, transaction=trade.transaction_id or "", facts=facts,
                recorded_at=clock.now())
        .on_conflict_do_nothing()
    )  # fmt: skip
    log.error("payment-discrepancy", payment_id=str(payment.id), what=kind)
    if payment.closing_since is not None or payment.expires_at <= clock.now():
        _closed(payment)
    else:
        _look_again(payment)


def _closed(payment: Payment) -> None:
    if payment.state not in PAYABLE:
        return
    payment.state, payment.due_at = PaymentState.CLOSED, None
    ports.payable(payment.payable_kind).on_closed(payment.payable_id)


def _look_again(payment: Payment) -> None:
    if payment.state not in PAYABLE:
        return
    pause = LOOK_AGAIN_S[min(payment.looks, len(LOOK_AGAIN_S) - 1)]
    payment.looks += 1
    payment.due_at = clock.now() + timedelta(seconds=pause)
