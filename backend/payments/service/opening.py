"""Ask for money, and send somebody to a gateway to pay it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from backend.extensions import db
from backend.kernel import clock, settings
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.payments import gateways, policy
from backend.payments.errors import PaymentNotPayable
from backend.payments.gateways.protocol import Charge
from backend.payments.models import Attempt, Payment, PaymentState
from backend.payments.payloads import AttemptBegun, AttemptStarted, KeepAttempt, OpenPayment, StartPayment

FIRST_LOOK: Final = timedelta(seconds=5)
PAYABLE: Final = frozenset({PaymentState.CREATED, PaymentState.PAYING})


def open_payment(_: Principal, wish: OpenPayment) -> UUID:
    """A payment that waits for its first attempt; swept when it expires."""
    payment = Payment(
        id=new_id(), payable_kind=wish.payable_kind, payable_id=wish.payable_id, payer_party_id=wish.payer_party_id,
        amount_fen=wish.amount_fen, description=wish.description, return_path=wish.return_path,
        state=PaymentState.CREATED, recorded_at=clock.now(), expires_at=wish.expires_at, last_attempt_failed=False,
        due_at=wish.expires_at, looks=0,
    )  # fmt: skip
    db.session.add(payment)
    db.session.flush()
    return payment.id


def begin_attempt(principal: Principal, wish: StartPayment) -> AttemptBegun:
    """May this payment be paid there now? From here on the gateway may take money, so the sweep looks."""
    payment = policy.theirs(principal, db.session.get(Payment, wish.payment_id, with_for_update=True))
    gateways.refuse_unsupported(wish.gateway, wish.channel)
    now = clock.now()
    if payment.state not in PAYABLE or payment.closing_since is not None or payment.expires_at <= now:
        raise PaymentNotPayable(state=payment.state if payment.expires_at > now else PaymentState.CLOSED)
    payment.state, payment.gateway, payment.last_attempt_failed = PaymentState.PAYING, wish.gateway, False
    payment.due_at, payment.looks = now + FIRST_LOOK, 0
    base = settings.current().public_url
    return AttemptBegun(
        payment_id=payment.id, gateway=wish.gateway, channel=wish.channel,
        charge=Charge(
            out_trade_no=payment.out_trade_no, amount_fen=payment.amount_fen, description=payment.description,
            expires_at=clock.unshifted(payment.expires_at), payer_ip=wish.payer_ip,
            notify_url=f"{base}/api/v1/payment-notifications/{wish.gateway}", return_url=base + payment.return_path,
        ),
    )  # fmt: skip


def keep_attempt(principal: Principal, wish: KeepAttempt) -> AttemptStarted:
    """The gateway has opened the order: write down that somebody was sent there."""
    payment = policy.theirs(principal, db.session.get(Payment, wish.begun.payment_id, with_for_update=True))
    attempt = Attempt(id=new_id(), payment_id=payment.id, gateway=wish.begun.gateway, channel=wish.begun.channel,
                      recorded_at=clock.now())  # fmt: skip
    db.session.add(attempt)
    return AttemptStarted(
        attempt_id=attempt.id, payment_id=payment.id, gateway=attempt.gateway, channel=attempt.channel,
        code_url=wish.started.code_url, pay_url=wish.started.pay_url, expires_at=payment.expires_at,
        state=payment.state, out_trade_no=payment.out_trade_no,
    )  # fmt: skip
