"""Whose payment it is. What is another's does not exist for you."""

from __future__ import annotations

from backend.kernel.principal import Principal, Role
from backend.payments.errors import PaymentNotFound
from backend.payments.models import Payment


def theirs(principal: Principal, payment: Payment | None) -> Payment:
    if payment is None or (principal.role is not Role.SYSTEM and payment.payer_party_id != principal.party_id):
        raise PaymentNotFound()
    return payment
