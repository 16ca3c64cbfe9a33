"""Give money back that bought nothing. A refund is booked when the gateway says that it has left."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import func, select

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.ledger import service as ledger
from backend.notifications import service as notifications
from backend.payments import places, ports
from backend.payments.gateways import protocol
from backend.payments.gateways.protocol import RefundResult
from backend.payments.models import Payment, PaymentState, Refund, RefundState

log = structlog.get_logger()

LOOK_AGAIN_S: Final = (2, 5, 15, 60, 300, 900)
OPEN: Final = frozenset({RefundState.REQUESTED, RefundState.PROCESSING})


def give_back(payment: Payment, transaction: str, amount_fen: int, *, reason: str) -> UUID:
    """Ask for a refund of one transaction, whole. The sweep carries it to the gateway."""
    assert payment.gateway is not None, "what arrived came through a gateway"
    number = (db.session.scalar(select(func.count()).where(Refund.payment_id == payment.id)) or 0) + 1
    refund = Refund(id=new_id(), payment_id=payment.id, number=number, gateway=payment.gateway,
                    transaction=transaction, amount_fen=amount_fen, reason=reason, state=RefundState.REQUESTED,
                    recorded_at=clock.now(), due_at=clock.now(), looks=0)  # fmt: skip
    db.session.add(refund)
    if payment.state == PaymentState.LATE:
        payment.state = PaymentState.REFUNDING
    db.session.flush()
    log.warning("refund-requested", payment_id=str(payment.id), reason=reason)
    return refund.id


def apply_refund(_: Principal, refund_id: UUID, result: RefundResult) -> str:
    """Bring a refund to where the gateway's is. Applying the same result again changes nothing."""
    refund = db.session.get_one(Refund, refund_id)
    payment = db.session.get_one(Payment, refund.payment_id, with_for_update=True)
    db.session.refresh(refund, with_for_update=True)
    if refund.state not in OPEN:
        return refund.state
    if result.state == protocol.RefundState.SUCCEEDED:
        ledger.record(places.refund(payment.id, refund.gateway, refund.number, refund.amount_fen))
        refund.state, refund.settled_at, refund.due_at = RefundState.SUCCEEDED, clock.now(), None
        notifications.notify(
            payment.payer_party_id, "refund-made",
            {"amount": f"{refund.amount_fen // 100:,}.{refund.amount_fen % 100:02}", "path": payment.return_path},
            also_sms=True,
        )  # fmt: skip
        if payment.state == PaymentState.REFUNDING and refund.transaction == payment.transaction:
            payment.state = PaymentState.REFUNDED
            ports.payable(payment.payable_kind).on_refunded(payment.payable_id)
    elif result.state == protocol.RefundState.PROCESSING:
        refund.state = RefundState.PROCESSING
        _look_again(refund)
    else:
        refund.state, refund.due_at = RefundState.STUCK, None
        log.error("refund-stuck", refund_id=str(refund.id), state=str(result.state))
    return refund.state


def schedule_refund_look(_: Principal, refund_id: UUID) -> None:
    _look_again(db.session.get_one(Refund, refund_id, with_for_update=True))


def _look_again(refund: Refund) -> None:
    pause = LOOK_AGAIN_S[min(refund.looks, len(LOOK_AGAIN_S) - 1)]
    refund.looks += 1
    refund.due_at = clock.now() + timedelta(seconds=pause)
