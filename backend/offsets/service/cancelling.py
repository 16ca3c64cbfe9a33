"""Change one's mind before paying. The gateway closes first (backend/payments/conversation.py), then this."""

from __future__ import annotations

from uuid import UUID

from backend.extensions import db
from backend.kernel.principal import Principal
from backend.offsets import policy, queries
from backend.offsets.errors import OffsetOrderNotCancellable
from backend.offsets.models import Order, OrderState
from backend.offsets.payloads import CancelOffsetOrder
from backend.offsets.queries import OrderView


def refuse_uncancellable(principal: Principal, wish: CancelOffsetOrder) -> UUID:
    """May this order be cancelled? Returns the payment that must be closed for it."""
    order = policy.theirs(principal, db.session.get(Order, wish.order_id))
    if order.state not in {OrderState.PLACED, OrderState.CANCELLED}:
        raise OffsetOrderNotCancellable(state=order.state)
    assert order.payment_id is not None, "an order is placed with its payment"
    return order.payment_id


def finish_cancellation(principal: Principal, wish: CancelOffsetOrder) -> OrderView:
    """The payment is closed: say what became of the order. Paid in the last moment, it was delivered."""
    view = queries.order(principal, wish.order_id)
    if view.state != OrderState.CANCELLED:
        raise OffsetOrderNotCancellable(state=view.state)
    return view
