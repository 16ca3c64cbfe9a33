"""Pay, look, and be told by a gateway."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g, jsonify, request

from backend.http.auth import public, requires
from backend.http.command import execute, replayed
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.query_string import takes_any_query
from backend.payments import conversation, queries, service
from backend.payments.errors import (
    NotificationMismatch,
    NotificationReplayed,
    NotificationSignatureInvalid,
    NotificationStale,
    NotificationUnreadable,
    NotificationUnsigned,
    PaymentChannelUnsupported,
    PaymentGatewayRefused,
    PaymentGatewayUnavailable,
    PaymentGatewayUnsupported,
    PaymentNotFound,
    PaymentNotPayable,
)
from backend.payments.payloads import StartPayment
from backend.payments.schemas import AcknowledgedSchema, AttemptSchema, PaymentSchema, StartPaymentSchema

blueprint = Blueprint("payments", __name__, description="Payments through WeChat Pay and others")


@blueprint.route("/payments/<uuid:payment_id>/attempts", methods=["POST"])
@requires(Permission.PAY)
@keyed
@blueprint.arguments(StartPaymentSchema)
@blueprint.response(201, AttemptSchema)
@refuses(PaymentNotFound, PaymentNotPayable, PaymentGatewayUnsupported, PaymentChannelUnsupported,
         PaymentGatewayUnavailable, PaymentGatewayRefused)  # fmt: skip
def start_payment(data: dict[str, Any], payment_id: UUID) -> Response:
    """Send the payer to a gateway. Repeatable: the gateway knows the order by the payment's id."""
    if (answer := replayed()) is not None:
        return answer
    wish = StartPayment(payment_id=payment_id, payer_ip=request.remote_addr or "127.0.0.1", **data)
    return execute(service.keep_attempt, conversation.send_to_gateway(g.principal, wish), reply=AttemptSchema(),
                   status=201)  # fmt: skip


@blueprint.route("/payments/<uuid:payment_id>")
@requires(Permission.READ_PAYMENTS)
@blueprint.response(200, PaymentSchema)
@refuses(PaymentNotFound)
def get_payment(payment_id: UUID) -> Any:
    """Where a payment stands."""
    return queries.payment(g.principal, payment_id)


@blueprint.route("/payments/<uuid:payment_id>/looks", methods=["POST"])
@requires(Permission.READ_PAYMENTS)
@blueprint.response(200, PaymentSchema)
@refuses(PaymentNotFound)
def look_at_payment(payment_id: UUID) -> Any:
    """Where a payment stands now: asks the gateway, at most every two seconds. For whoever waits for it."""
    conversation.look(g.principal, payment_id)
    return queries.payment(g.principal, payment_id)


@blueprint.route("/payment-notifications/<string:gateway>", methods=["POST"])
@public
@takes_any_query
@blueprint.response(200, AcknowledgedSchema)
@refuses(NotificationUnsigned, NotificationSignatureInvalid, NotificationStale, NotificationUnreadable,
         NotificationReplayed, NotificationMismatch, PaymentGatewayUnsupported, http_413=413)  # fmt: skip
def receive_payment_notification(gateway: str) -> Response:
    """A gateway says that something happened. A hint: the order query decides what did."""
    conversation.listen(gateway, dict(request.headers), request.get_data(cache=False))
    return jsonify({"code": "SUCCESS", "message": "成功"})
