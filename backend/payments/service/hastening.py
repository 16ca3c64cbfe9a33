"""The payer is back and looks at the page: ask the gateway now, not when the sweep comes by."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.payments import policy
from backend.payments.models import Payment, PaymentState
from backend.payments.service.applying import LOOK_AGAIN_S
from backend.payments.service.opening import FIRST_LOOK

ASKED_AT_MOST_EVERY: Final = timedelta(seconds=2)


def take_a_look(principal: Principal, payment_id: UUID) -> bool:
    """Is it this caller's turn to ask? True at most every two seconds a payment, however many pages are open.

    A turn begins the sweep's pauses anew: somebody is waiting, as right after the attempt.
    """
    payment = policy.theirs(principal, db.session.get(Payment, payment_id, with_for_update=True))
    now = clock.now()
    if payment.state != PaymentState.PAYING or payment.due_at is None:
        return False
    # Every look and every attempt sets the next one so much later: that tells when the last one was.
    pause = timedelta(seconds=LOOK_AGAIN_S[min(payment.looks, len(LOOK_AGAIN_S)) - 1]) if payment.looks else FIRST_LOOK
    if now < payment.due_at - pause + ASKED_AT_MOST_EVERY:
        return False
    payment.due_at, payment.looks = now + FIRST_LOOK, 0
    return True
