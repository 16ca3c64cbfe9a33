"""Talk with a gateway: a command, the call, another command. No transaction is open while the network is asked.

Routes, tasks and the command line share this; every step may be repeated or lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

import structlog

from backend.kernel import clock, settings
from backend.kernel.principal import SYSTEM, Principal
from backend.kernel.transaction import run
from backend.payments import gateways, queries, service
from backend.payments.errors import (
    NotificationSignatureInvalid,
    NotificationStale,
    NotificationUnreadable,
    NotificationUnsigned,
    PaymentGatewayRefused,
    PaymentGatewayUnavailable,
)
from backend.payments.gateways.protocol import GatewayRefused, GatewayUnavailable, NotificationRejected
from backend.payments.models import PaymentState, RefundState
from backend.payments.payloads import KeepAttempt, StartPayment

log = structlog.get_logger()

REJECTIONS: Final = {
    "notification-unsigned": NotificationUnsigned,
    "notification-signature-invalid": NotificationSignatureInvalid,
    "notification-stale": NotificationStale,
    "notification-unreadable": NotificationUnreadable,
}
ALREADY_PAID: Final = "ORDERPAID"


def send_to_gateway(principal: Principal, wish: StartPayment) -> KeepAttempt:
    """Open the order at the gateway. What it answers is kept by ``service.keep_attempt``."""
    begun = run(lambda: service.begin_attempt(principal, wish))
    try:
        started = gateways.gateway(begun.gateway).start(begun.charge, begun.channel)
    except GatewayUnavailable as error:
        raise PaymentGatewayUnavailable(retry_after_s=5) from error
    except GatewayRefused as error:
        log.warning("gateway-refused", code=error.code, message=error.message)
        if error.code == ALREADY_PAID:
            settle(wish.payment_id)
        else:
            run(lambda: service.record_failure(SYSTEM, wish.payment_id))
        raise PaymentGatewayRefused(gateway_code=error.code) from error
    return KeepAttempt(begun, started)


def listen(gateway: str, headers: Mapping[str, str], body: bytes) -> None:
    """A notification is a hint: check it, note it, then let the order query decide."""
    adapter = gateways.gateway(gateway)
    try:
        notification = adapter.read_notification(headers, body, clock.unshifted(clock.wall_time()))
    except NotificationRejected as error:
        log.warning("notification-rejected", gateway=gateway, code=error.code, detail=error.detail)
        raise REJECTIONS[error.code]() from error
    heard = run(lambda: service.hear_notification(None, gateway, notification))
    if heard.payment_id is not None:
        settle(heard.payment_id)
    if heard.refund_id is not None:
        settle_refund(heard.refund_id)


def settle(payment_id: UUID) -> str:
    """Ask the gateway where the order is and follow it; close it there when its time is over."""
    payment = run(lambda: queries.for_settling(payment_id))
    if payment.state == PaymentState.CREATED and payment.is_over:
        return run(lambda: service.close_untouched(SYSTEM, payment_id))
    if payment.gateway is None:
        return payment.state
    adapter = gateways.gateway(payment.gateway)
    try:
        trade = adapter.query(payment.out_trade_no)
        state = run(lambda: service.apply_trade(SYSTEM, payment_id, trade))
        if state != PaymentState.PAYING or not payment.is_over:
            return state
        run(lambda: service.begin_closing(SYSTEM, payment_id))
        try:
            adapter.close(payment.out_trade_no)
        except GatewayRefused as error:
            log.info("close-refused", code=error.code)  # paid a moment ago: the query says so
            trade = adapter.query(payment.out_trade_no)
            return run(lambda: service.apply_trade(SYSTEM, payment_id, trade))
        trade = adapter.query(payment.out_trade_no)
        return run(lambda: service.apply_trade(SYSTEM, payment_id, trade, is_final=True))
    except (GatewayUnavailable, GatewayRefused) as error:
        log.warning("gateway-silent", payment_id=str(payment_id), error=str(error))
        run(lambda: service.schedule_look(SYSTEM, payment_id))
        return payment.state


def look(principal: Principal, payment_id: UUID) -> None:
    """The payer waits: ask now, unless somebody has just asked."""
    if run(lambda: service.take_a_look(principal, payment_id)):
        settle(payment_id)


def close(payment_id: UUID) -> str:
    """Close a payment before its time. Returns the state that this led to."""
    known_there = run(lambda: service.begin_closing(SYSTEM, payment_id))
    if not known_there:
        return run(lambda: service.close_untouched(SYSTEM, payment_id))
    state = settle(payment_id)
    if state == PaymentState.PAYING:
        raise PaymentGatewayUnavailable(retry_after_s=5)
    return state


def settle_refund(refund_id: UUID) -> str:
    """Carry a refund to the gateway, or ask where it is."""
    refund = run(lambda: queries.refund_for_settling(refund_id))
    adapter = gateways.gateway(refund.gateway)
    try:
        if refund.state == RefundState.PROCESSING:
            result = adapter.query_refund(refund.refund_no)
        else:
            result = adapter.refund(
                out_trade_no=refund.out_trade_no, transaction_id=refund.transaction, refund_no=refund.refund_no,
                refund_fen=refund.amount_fen, total_fen=refund.amount_fen, reason=refund.reason,
                notify_url=f"{settings.current().public_url}/api/v1/payment-notifications/{refund.gateway}",
            )  # fmt: skip
        return run(lambda: service.apply_refund(SYSTEM, refund_id, result))
    except (GatewayUnavailable, GatewayRefused) as error:
        log.warning("refund-waits", refund_id=str(refund_id), error=str(error))
        run(lambda: service.schedule_refund_look(SYSTEM, refund_id))
        return refund.state


def sweep_payments() -> int:
    """Ask about every payment that is due, close those whose time is over. Returns how many were looked at."""
    return _each(queries.payments_due, settle)


def sweep_refunds() -> int:
    """Carry every refund that is due. Returns how many were looked at."""
    return _each(queries.refunds_due, settle_refund)


def look_at_all_payments() -> int:
    """Ask about every payment that a gateway may have taken, due or not."""
    return _each(queries.payments_open, settle)


def look_at_all_refunds() -> int:
    """Carry every refund that has not left, due or not."""
    return _each(queries.refunds_open, settle_refund)


def _each(due: Callable[[], Iterable[UUID]], work: Callable[[UUID], Any]) -> int:
    done = 0
    for row in run(lambda: list(due())):
        try:
            work(row)
            done += 1
        except Exception:  # one bad row must not keep the others waiting
            log.exception("sweep-failed", row=str(row))
    return done
