"""Notifications in WeChat's own hand: signed and sealed as the real ones, for what the stand-in never says."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from werkzeug.test import TestResponse

from deploy.standins.wechatpay.keys import DEMO_APP_ID, DEMO_MERCHANT_ID, KeyPaths
from deploy.standins.wechatpay.signatures import Signatures
from tests.support.world import World

PATH = "/payment-notifications/wechat"


class Letters:
    def __init__(self, world: World, keys: KeyPaths) -> None:
        self.world = world
        self.hand = Signatures(keys, mchid=DEMO_MERCHANT_ID, appid=DEMO_APP_ID)

    def paid(self, order: dict[str, Any], **changes: Any) -> bytes:
        """That an order was paid in full; ``changes`` make it say something else."""
        total = changes.pop("total", order["amount_fen"])
        currency = changes.pop("currency", "CNY")
        said = {
            "out_trade_no": number_of(order), "trade_state": "SUCCESS",
            "transaction_id": f"42{uuid4().int % 10**26:026}", "mchid": DEMO_MERCHANT_ID, "appid": DEMO_APP_ID,
            "amount": {"total": total, "payer_total": total, "currency": currency},
        } | changes  # fmt: skip
        return self._envelope("TRANSACTION.SUCCESS", said, "transaction")

    def refunded(self, order: dict[str, Any], refund_no: str, state: str = "SUCCESS") -> bytes:
        said = {
            "out_trade_no": number_of(order), "out_refund_no": refund_no, "refund_id": "5" * 28, "refund_status": state,
            "mchid": DEMO_MERCHANT_ID,
            "amount": {"total": order["amount_fen"], "refund": order["amount_fen"],
                       "payer_total": order["amount_fen"], "payer_refund": order["amount_fen"]},
        }  # fmt: skip
        return self._envelope("REFUND.SUCCESS", said, "refund")

    def arrive(self, body: bytes, *, seconds_ago: int = 0, **headers: str) -> TestResponse:
        """Delivered now, with a nonce of its own, unless ``headers`` say otherwise."""
        signed = self.hand.headers_for(body, seconds_ago=seconds_ago)
        return self.delivered(body, signed | {name.replace("_", "-"): value for name, value in headers.items()})

    def delivered(self, body: bytes, headers: dict[str, str]) -> TestResponse:
        return self.world.request("POST", PATH, raw=body, headers=headers)

    def _envelope(self, kind: str, said: dict[str, Any], sealed_as: str) -> bytes:
        envelope = {
            "id": str(uuid4()), "event_type": kind, "resource_type": "encrypt-resource",
            "resource": self.hand.sealed(said, sealed_as),
        }  # fmt: skip
        return json.dumps(envelope).encode()


def number_of(order: dict[str, Any]) -> str:
    """What the gateway knows an order by."""
    return str(order["payment"]["out_trade_no"])
