"""Stop taking money. The gateway closes first; only its word releases what was reserved."""

from __future__ import annotations

from uuid import UUID

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.payments import ports
from backend.payments.models import Payment, PaymentState
from backend.payments.service.opening import PAYABLE


def begin_closing(_: Principal, payment_id: UUID) -> bool:
    """No new attempt from here on. True if a gateway knows the order and must close it first."""
    payment = db.session.get_one(Payment, payment_id, with_for_update=True)
    if payment.state not in PAYABLE:
        return False
    payment.closing_since = payment.closing_since or clock.now()
    return payment.state == PaymentState.PAYING


def close_untouched(_: Principal, payment_id: UUID) -> str:
    """Close a payment that no gateway has ever heard of. Returns its state."""
    payment = db.session.get_one(Payment, payment_id, with_for_update=True)
    if payment.state == PaymentState.CREATED:
        payment.state, payment.due_at = PaymentState.CLOSED, None
        ports.payable(payment.payable_kind).on_closed(payment.payable_id)
    return payment.state
