"""Listen to a notification: compare it with what we asked for and note its nonce. It decides nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.ledger.service import CNY
from backend.payments import gateways
from backend.payments.errors import NotificationMismatch, NotificationReplayed
from backend.payments.gateways.protocol import Notification, TradeState
from backend.payments.models import HeardNotification, Payment, Refund

ORDER_NUMBER: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Heard:
    """What to ask the gateway about, now that it has said that something happened."""

    payment_id: UUID | None
    refund_id: UUID | None


def hear_notification(_: Principal | None, gateway: str, notification: Notification) -> Heard:
    """The gateway repeats what it is not sure we heard with a fresh nonce; the same nonce again is a replay."""
    _refuse_replay(gateway, notification)
    payment = _payment(gateway, notification)
    now = clock.now()
    if notification.kind == "refund":
        assert notification.refund is not None, "a refund's notification carries the refund"
        refund_id = db.session.scalar(
            select(Refund.id).where(Refund.payment_id == payment.id,
                                    Refund.id == _uuid(notification.refund.refund_no, "refund"))
        )  # fmt: skip
        if refund_id is None:
            raise NotificationMismatch(what="refund")
        return Heard(payment_id=None, refund_id=refund_id)
    assert notification.trade is not None, "a payment's notification carries the trade"
    _refuse_mismatch(gateway, payment, notification)
    if payment.due_at is not None and payment.due_at > now:
        payment.due_at = now  # should the query that follows fail, the sweep asks next
    return Heard(payment_id=payment.id, refund_id=None)


def _refuse_replay(gateway: str, notification: Notification) -> None:
    fresh = db.session.execute(
        insert(HeardNotification)
        .values(gateway=gateway, nonce=notification.nonce, event_id=notification.event_id,
                out_trade_no=notification.out_trade_no, heard_at=clock.now())
        .on_conflict_do_nothing()
        .returning(HeardNotification.nonce)
    ).scalar()  # fmt: skip
    if fresh is None:
        raise NotificationReplayed()


def _payment(gateway: str, notification: Notification) -> Payment:
    payment = db.session.get(Payment, _uuid(notification.out_trade_no, "order"), with_for_update=True)
    if payment is None or payment.gateway != gateway:
        raise NotificationMismatch(what="order")
    return payment


def _refuse_mismatch(gateway: str, payment: Payment, notification: Notification) -> None:
    trade, ours = notification.trade, gateways.gateway(gateway)
    assert trade is not None
    expected = {"merchant": (trade.merchant_id, ours.merchant_id), "app": (trade.app_id, ours.app_id)}
    if trade.state is TradeState.PAID:
        expected |= {"amount": (trade.amount_fen, payment.amount_fen), "currency": (trade.currency, CNY)}  # type: ignore[dict-item]
    for what, (said, asked) in expected.items():
        if said != asked:
            raise NotificationMismatch(what=what)


def _uuid(text: str, what: str) -> UUID:
    if ORDER_NUMBER.fullmatch(text) is None:
        raise NotificationMismatch(what=what)
    return UUID(hex=text)
