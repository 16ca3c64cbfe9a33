"""The life of an order: NOTPAY, then SUCCESS, CLOSED or REFUND; PAYERROR after a failed try, from which paying is open.

Functions take the store and change it in one transaction; the answers are WeChat's objects, field for field.
"""

import json
import re
import secrets
import sqlite3
import time
from datetime import datetime, timedelta, timezone
from typing import Any

from deploy.standins.wechatpay.refusals import (
    Refusal,
    order_closed,
    order_not_exist,
    order_paid,
    parameter_error,
)
from deploy.standins.wechatpay.signatures import Merchant
from deploy.standins.wechatpay.store import Store

_SHANGHAI = timezone(timedelta(hours=8))
_TRADE_TYPES = {"native": "NATIVE", "h5": "MWEB"}
_STATE_WORDS = {
    "NOTPAY": "订单未支付",
    "SUCCESS": "支付成功",
    "CLOSED": "订单已关闭",
    "REFUND": "转入退款",
    "PAYERROR": "支付失败",
}


def prepay(store: Store, merchant: Merchant, channel: str, request: dict[str, Any]) -> sqlite3.Row:
    """Open an order, or find the one that the same request opened. Raises Refusal."""
    number, expires_at = _checked(request, merchant, channel)
    # The same order may be asked for again, also through the other channel: what makes it another is money or time.
    request_text = json.dumps({k: v for k, v in request.items() if k != "scene_info"}, sort_keys=True)
    with store.transaction() as db:
        known = db.execute("SELECT * FROM orders WHERE out_trade_no = ?", (number,)).fetchone()
        if known is not None:
            if known["state"] in ("SUCCESS", "REFUND"):
                raise order_paid()
            if known["state"] == "CLOSED":
                raise order_closed()
            if known["request"] != request_text:
                raise Refusal(403, "OUT_TRADE_NO_USED", "商户订单号重复")
            return _order(db, number)
        if expires_at is not None and expires_at <= time.time():
            raise parameter_error("time_expire 早于当前时间")
        db.execute(
            "INSERT INTO orders (out_trade_no, prepay_id, channel, request, description, total, notify_url, expires_at,"
            " state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'NOTPAY')",
            (
                number,
                f"wx{secrets.token_hex(17)}",
                channel,
                request_text,
                request["description"],
                request["amount"]["total"],
                request["notify_url"],
                expires_at,
            ),
        )
        return _order(db, number)


def find(store: Store, number: str) -> sqlite3.Row:
    """The order of this number, also when it is written with the dashes of a UUID. Raises ORDER_NOT_EXIST."""
    for spelling in (number, number.replace("-", "")):
        if row := store.row("SELECT * FROM orders WHERE out_trade_no = ?", spelling):
            return row
    raise order_not_exist()


def pay(
    store: Store,
    number: str,
    *,
    paid_fen: int | None = None,
    altered: dict[str, str] | None = None,
    force: bool = False,
) -> sqlite3.Row:
    """Take the money. `force` does what the real gateway never would: paid twice, paid after closing or too late.

    `paid_fen` and `altered` (currency, mchid, appid) make a payment that does not fit its order.
    """
    with store.transaction() as db:
        order = _order(db, number)
        if not force:
            if order["state"] in ("SUCCESS", "REFUND"):
                raise order_paid()
            if order["state"] == "CLOSED" or expired(order):
                raise order_closed()
        db.execute(
            "UPDATE orders SET state = 'SUCCESS', transaction_id = ?, paid_fen = ?, paid_at = ?, altered = ?"
            " WHERE out_trade_no = ?",
            (
                f"42000{secrets.randbelow(10**23):023d}",
                order["total"] if paid_fen is None else paid_fen,
                time.time(),
                json.dumps(altered or {}),
                number,
            ),
        )
        return _order(db, number)


def fail(store: Store, number: str) -> sqlite3.Row:
    """The payer's bank says no. As with the real gateway nothing is notified, and another try is open."""
    with store.transaction() as db:
        order = _order(db, number)
        if order["state"] in ("SUCCESS", "REFUND"):
            raise order_paid()
        if order["state"] == "CLOSED":
            raise order_closed()
        db.execute("UPDATE orders SET state = 'PAYERROR' WHERE out_trade_no = ?", (number,))
        return _order(db, number)


def close(store: Store, number: str) -> None:
    with store.transaction() as db:
        order = _order(db, number)
        if order["state"] in ("SUCCESS", "REFUND"):
            raise order_paid()
        if order["state"] == "CLOSED":
            raise order_closed()
        db.execute("UPDATE orders SET state = 'CLOSED' WHERE out_trade_no = ?", (number,))


def expired(order: sqlite3.Row) -> bool:
    return order["expires_at"] is not None and order["expires_at"] <= time.time()


def described(order: sqlite3.Row, merchant: Merchant) -> dict[str, Any]:
    """The order as the API shows it, and as a notification carries it."""
    altered = json.loads(order["altered"])
    currency = altered.get("currency", "CNY")
    paid = order["paid_at"] is not None
    total = order["paid_fen"] if paid else order["total"]
    shown: dict[str, Any] = {
        "mchid": altered.get("mchid", merchant.mchid),
        "appid": altered.get("appid", merchant.appid),
        "out_trade_no": order["out_trade_no"],
        "trade_state": order["state"],
        "trade_state_desc": _STATE_WORDS[order["state"]],
        "promotion_detail": [],
        "amount": {"total": total, "currency": currency},
    }
    if paid:
        shown |= {
            "transaction_id": order["transaction_id"],
            "trade_type": _TRADE_TYPES[order["channel"]],
            "bank_type": "OTHERS",
            "attach": "",
            "success_time": rfc3339(order["paid_at"]),
            "payer": {"openid": "oDemo0000000000000000000000x"},
        }
        shown["amount"] |= {"payer_total": total, "payer_currency": currency}
    return shown


def rfc3339(instant: float) -> str:
    return datetime.fromtimestamp(int(instant), _SHANGHAI).isoformat()


def _order(db: sqlite3.Connection, number: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute("SELECT * FROM orders WHERE out_trade_no = ?", (number,)).fetchone()
    if row is None:
        raise order_not_exist()
    return row


def _checked(request: dict[str, Any], merchant: Merchant, channel: str) -> tuple[str, float | None]:
    """The order's number and the instant it expires, when the whole request is as the API wants it."""
    if request.get("mchid") != merchant.mchid:
        raise Refusal(400, "MCH_NOT_EXISTS", "商户号不存在")
    if request.get("appid") != merchant.appid:
        raise Refusal(400, "APPID_MCHID_NOT_MATCH", "商户号和appid没有绑定关系")
    number = request.get("out_trade_no")
    if not (isinstance(number, str) and re.fullmatch(r"[0-9A-Za-z_\-|*]{6,32}", number, re.ASCII)):
        raise parameter_error("out_trade_no 须为 6 至 32 位的 [0-9A-Za-z_-|*]")
    description = request.get("description")
    if not (isinstance(description, str) and 1 <= len(description) <= 127):
        raise parameter_error("description 须为 1 至 127 个字符")
    notify_url = request.get("notify_url")
    if not (isinstance(notify_url, str) and re.fullmatch(r"https?://[!-~]{1,250}", notify_url, re.ASCII)):
        raise parameter_error("notify_url 有误")
    amount = request.get("amount")
    total = amount.get("total") if isinstance(amount, dict) else None
    if not isinstance(total, int) or isinstance(total, bool) or not 1 <= total <= 10**10:
        raise parameter_error("amount.total 须为正整数，单位为分")
    if isinstance(amount, dict) and amount.get("currency", "CNY") != "CNY":
        raise parameter_error("amount.currency 仅支持 CNY")
    if channel == "h5":
        _check_scene(request.get("scene_info"))
    return number, _expiry(request.get("time_expire"))


def _check_scene(scene: Any) -> None:
    h5_info = scene.get("h5_info") if isinstance(scene, dict) else None
    if not (isinstance(h5_info, dict) and h5_info.get("type") and scene.get("payer_client_ip")):
        raise parameter_error("H5 支付须给出 scene_info.payer_client_ip 与 scene_info.h5_info.type")


def _expiry(text: Any) -> float | None:
    if text is None:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except (TypeError, ValueError) as wrong:
        raise parameter_error("time_expire 须为 rfc3339 格式") from wrong
    if instant.tzinfo is None:
        raise parameter_error("time_expire 须带时区")
    return instant.timestamp()
