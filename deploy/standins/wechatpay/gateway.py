"""The parts of one running stand-in, and how a request finds them."""

import time
from dataclasses import dataclass

from flask import current_app

from deploy.standins.wechatpay import courier, orders
from deploy.standins.wechatpay.signatures import Signatures
from deploy.standins.wechatpay.store import Store


@dataclass(frozen=True, slots=True)
class Gateway:
    """`public_url` is the address a phone sees, None for the one it was asked by. `refund_settle_s` in seconds."""

    store: Store
    signatures: Signatures
    courier: courier.Courier
    merchant_name: str
    public_url: str | None
    refund_settle_s: float

    def notify_paid(self, number: str, *, delay_s: float = 0, times: int = 1) -> str:
        """Put the news of the payment on the road; the event's id."""
        order = orders.find(self.store, number)
        resource = orders.described(order, self.signatures.merchant)
        with self.store.transaction() as db:
            event_id = courier.enqueue(
                db,
                "TRANSACTION.SUCCESS",
                order["notify_url"],
                resource,
                due_at=time.time() + delay_s,
                times=times,
            )
        self.courier.wake()
        return event_id


def gateway() -> Gateway:
    house: Gateway = current_app.extensions["wechatpay_standin"]
    return house
