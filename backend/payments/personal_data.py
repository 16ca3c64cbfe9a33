"""Fills ``PersonalData``: what somebody paid and got back. It stays in the books, under a pseudonym."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import or_, select

from backend.extensions import db
from backend.kernel.personal_data import Document, Owner, PersonalData, StillOpen, Table, table
from backend.payments.models import Payment, PaymentState, Receipt, Refund, RefundState

MOVING: Final = (PaymentState.CREATED, PaymentState.PAYING, PaymentState.LATE, PaymentState.REFUNDING)
ON_ITS_WAY: Final = (RefundState.REQUESTED, RefundState.PROCESSING, RefundState.STUCK)


class PaymentsData(PersonalData):
    tables = frozenset({"payments_payments"})

    def export(self, owner: Owner) -> Iterable[Table | Document]:
        mine = Payment.payer_party_id == owner.party_id
        yield table(
            "payments",
            select(Payment.id, Payment.description, Payment.amount_fen, Payment.state, Payment.gateway,
                   Payment.transaction, Payment.recorded_at, Payment.paid_at)
            .where(mine).order_by(Payment.recorded_at),
        )  # fmt: skip
        yield table(
            "payment-receipts",
            select(Receipt.payment_id, Receipt.gateway, Receipt.transaction, Receipt.amount_fen, Receipt.paid_at)
            .join(Payment, Payment.id == Receipt.payment_id).where(mine).order_by(Receipt.paid_at),
        )  # fmt: skip
        yield table(
            "refunds",
            select(Refund.id, Refund.payment_id, Refund.amount_fen, Refund.reason, Refund.state, Refund.recorded_at,
                   Refund.settled_at)
            .join(Payment, Payment.id == Refund.payment_id).where(mine).order_by(Refund.recorded_at),
        )  # fmt: skip

    def erase(self, owner: Owner) -> None:
        """Nothing: amounts and transactions are the books', and name nobody."""

    def still_open(self, owner: Owner) -> Sequence[StillOpen]:
        owed = select(Refund.payment_id).where(Refund.state.in_(ON_ITS_WAY))
        moving = select(Payment.id, Payment.description, Payment.return_path).where(
            Payment.payer_party_id == owner.party_id, or_(Payment.state.in_(MOVING), Payment.id.in_(owed))
        )
        return [StillOpen("payment", row.id, row.description, row.return_path) for row in db.session.execute(moving)]
