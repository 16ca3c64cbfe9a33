"""Refunds: asked for at once, settled a moment later, as with the real gateway."""

import json
import re
import secrets
import sqlite3
import time
from typing import Any

from deploy.standins.wechatpay import courier, orders
from deploy.standins.wechatpay.refusals import Refusal, parameter_error
from deploy.standins.wechatpay.signatures import Merchant
from deploy.standins.wechatpay.store import Store


def refund(store: Store, merchant: Merchant, request: dict[str, Any], settle_s: float) -> dict[str, Any]:
    """Give back all or a part; the same request again is the same refund. Raises Refusal."""
    number, refund_fen, total = _checked(request)
    request_text = json.dumps(request, sort_keys=True)
    with store.transaction() as db:
        known = db.execute("SELECT * FROM refunds WHERE out_refund_no = ?", (number,)).fetchone()
        if known is not None:
            if known["request"] != request_text:
                raise Refusal(400, "INVALID_REQUEST", "订单金额或退款金额与之前请求不一致，请核实后再试")
            return described(known, _order_of(db, known["out_trade_no"]))
        order = _paid_order(db, request)
        if total != order["paid_fen"]:
            raise Refusal(400, "INVALID_REQUEST", "amount.total 与原订单金额不一致")
        (given_back,) = db.execute(
            "SELECT coalesce(sum(refund_fen), 0) FROM refunds WHERE out_trade_no = ?", (order["out_trade_no"],)
        ).fetchone()
        if given_back + refund_fen > order["paid_fen"]:
            raise Refusal(403, "NOT_ENOUGH", "可退余额不足")
        now = time.time()
        db.execute(
            "INSERT INTO refunds VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                f"50000{secrets.randbelow(10**23):023d}",
                order["out_trade_no"],
                request_text,
                refund_fen,
                now,
                now + settle_s,
            ),
        )
        db.execute("UPDATE orders SET state = 'REFUND' WHERE out_trade_no = ?", (order["out_trade_no"],))
        row = db.execute("SELECT * FROM refunds WHERE out_refund_no = ?", (number,)).fetchone()
        order = _order_of(db, order["out_trade_no"])
        if notify_url := request.get("notify_url"):
            resource = _notified(row, order, merchant)
            courier.enqueue(db, "REFUND.SUCCESS", notify_url, resource, due_at=now + settle_s, times=1)
        return described(row, order)


def find(store: Store, number: str) -> dict[str, Any]:
    row = store.row("SELECT * FROM refunds WHERE out_refund_no = ?", number)
    if row is None:
        raise Refusal(404, "RESOURCE_NOT_EXISTS", "退款单不存在")
    return described(row, orders.find(store, row["out_trade_no"]))


def described(row: sqlite3.Row, order: sqlite3.Row) -> dict[str, Any]:
    """The refund as the API shows it."""
    settled = row["settles_at"] <= time.time()
    shown = {
        "refund_id": row["refund_id"],
        "out_refund_no": row["out_refund_no"],
        "transaction_id": order["transaction_id"],
        "out_trade_no": order["out_trade_no"],
        "channel": "ORIGINAL",
        "user_received_account": "支付用户零钱",
        "create_time": orders.rfc3339(row["created_at"]),
        "status": "SUCCESS" if settled else "PROCESSING",
        "funds_account": "AVAILABLE",
        "amount": {
            "total": order["paid_fen"],
            "refund": row["refund_fen"],
            "payer_total": order["paid_fen"],
            "payer_refund": row["refund_fen"],
            "settlement_refund": row["refund_fen"],
            "settlement_total": order["paid_fen"],
            "discount_refund": 0,
            "currency": "CNY",
        },
        "promotion_detail": [],
    }
    return shown | ({"success_time": orders.rfc3339(row["settles_at"])} if settled else {})


def _notified(row: sqlite3.Row, order: sqlite3.Row, merchant: Merchant) -> dict[str, Any]:
    """A notification names the state otherwise, and says less about the amount."""
    return {
        "mchid": merchant.mchid,
        "transaction_id": order["transaction_id"],
        "out_trade_no": order["out_trade_no"],
        "refund_id": row["refund_id"],
        "out_refund_no": row["out_refund_no"],
        "refund_status": "SUCCESS",
        "success_time": orders.rfc3339(row["settles_at"]),
        "user_received_account": "支付用户零钱",
        "amount": {
            "total": order["paid_fen"],
            "refund": row["refund_fen"],
            "payer_total": order["paid_fen"],
            "payer_refund": row["refund_fen"],
        },
    }


def _checked(request: dict[str, Any]) -> tuple[str, int, int]:
    number = request.get("out_refund_no")
    if not (isinstance(number, str) and re.fullmatch(r"[0-9A-Za-z_\-|*@]{1,64}", number, re.ASCII)):
        raise parameter_error("out_refund_no 须为 1 至 64 位")
    amount = request.get("amount")
    if not isinstance(amount, dict) or amount.get("currency") != "CNY":
        raise parameter_error("amount.currency 须为 CNY")
    refund_fen, total = amount.get("refund"), amount.get("total")
    for value in (refund_fen, total):
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 10**10:
            raise parameter_error("amount.refund 与 amount.total 须为正整数，单位为分")
    if not (request.get("transaction_id") or request.get("out_trade_no")):
        raise parameter_error("transaction_id 与 out_trade_no 须有其一")
    return number, int(amount["refund"]), int(amount["total"])


def _paid_order(db: sqlite3.Connection, request: dict[str, Any]) -> sqlite3.Row:
    column = "transaction_id" if request.get("transaction_id") else "out_trade_no"
    query = f"SELECT * FROM orders WHERE {column} = ?"  # noqa: S608 - one of two literals
    row: sqlite3.Row | None = db.execute(query, (request[column],)).fetchone()
    if row is None:
        raise Refusal(404, "RESOURCE_NOT_EXISTS", "订单不存在")
    if row["state"] not in ("SUCCESS", "REFUND"):
        raise Refusal(400, "INVALID_REQUEST", "订单未支付，不能退款")
    return row


def _order_of(db: sqlite3.Connection, number: str) -> sqlite3.Row:
    row: sqlite3.Row = db.execute("SELECT * FROM orders WHERE out_trade_no = ?", (number,)).fetchone()
    return row
