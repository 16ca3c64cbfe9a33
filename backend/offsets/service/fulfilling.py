"""What happens when an order's money arrives, or never does: payments' port, inside payments' transaction."""

from __future__ import annotations

from uuid import UUID

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.principal import SYSTEM
from backend.ledger import service as ledger
from backend.ledger.service import Draft, Move
from backend.market import service as market
from backend.market.payloads import Release
from backend.notifications import service as notifications
from backend.offsets.models import Order, OrderState
from backend.offsets.service.quoting import retirement_fact
from backend.payments import places
from backend.payments.ports import PaidPayment
from backend.points import service as points
from backend.registry import service as registry
from backend.registry.payloads import Beneficiary, RetireReserved, Subject


class OffsetOrders:
    """Delivers paid orders: kilograms retired, money to the seller, points, certificate, all or none."""

    def on_paid(self, payment: PaidPayment) -> bool:
        order = db.session.get_one(Order, payment.payable_id, with_for_update=True)
        if order.state != OrderState.PLACED:
            return False  # the reservation is gone: the money goes back
        now = clock.now()
        fact = retirement_fact(order.quantity_kg, order.purpose, clock.business_date(now))
        points.lock_caps(order.party_id, fact)  # before accounts, here as everywhere
        retired = registry.retire_reserved(
            SYSTEM,
            RetireReserved(
                order_id=order.id, party_id=order.party_id, purpose=order.purpose, period=order.footprint_period,
                beneficiary=Beneficiary(order.beneficiary_kind, order.beneficiary_name),
                subject=Subject("footprint", order.footprint_id) if order.footprint_id else None,
            ),
        )  # fmt: skip
        ledger.record(payment.received, self._to_seller(order, payment))
        awarded = points.award(
            party_id=order.party_id, cause_kind="retirement", cause_id=retired.retirement_id, fact=fact,
            occurred_at=now, reference=f"offset-order:{order.id}:award",
        )  # fmt: skip
        order.state, order.retirement_id, order.retired_at = OrderState.RETIRED, retired.retirement_id, now
        order.certificate_number = retired.certificate_number
        order.points_awarded, order.award_entry_id = awarded.points, awarded.entry_id
        notifications.notify(
            order.party_id, "offset-retired", {"quantity_kg": order.quantity_kg, "number": retired.certificate_number}
        )
        return True

    def on_closed(self, payable_id: UUID) -> None:
        """The gateway takes no more money: the kilograms go back to the very slots they came from."""
        order = db.session.get_one(Order, payable_id, with_for_update=True)
        if order.state != OrderState.PLACED:
            return
        market.release(SYSTEM, Release(order.id))
        order.state = OrderState.EXPIRED if order.expires_at <= clock.now() else OrderState.CANCELLED

    def on_refunded(self, payable_id: UUID) -> None:
        order = db.session.get_one(Order, payable_id, with_for_update=True)
        order.state = OrderState.REFUNDED

    @staticmethod
    def _to_seller(order: Order, payment: PaidPayment) -> Draft:
        return Draft(
            reference=f"offset-order:{order.id}:paid",
            kind="offset.paid",
            moves=[Move(order.amount_fen, places.received(payment.payment_id), places.payable(order.seller_party_id))],
        )
