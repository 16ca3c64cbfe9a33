"""What the real gateway does not have: hands to pay, to fail, and to look, for tests and demonstrations."""

import json
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from deploy.standins.wechatpay import orders
from deploy.standins.wechatpay.gateway import gateway
from deploy.standins.wechatpay.refusals import Refusal, parameter_error

blueprint = Blueprint("control", __name__, url_prefix="/_control")

_ALTERABLE = {"currency", "mchid", "appid"}
_PAY_FIELDS = {"out_trade_no", "amount_fen", "notify", "delay_s", "times", "force"} | _ALTERABLE
_NOTIFY_FIELDS = {"out_trade_no", "delay_s", "times"}


@blueprint.before_request
def only_from_here() -> None:
    """Phones of the network come to pay, not to turn what only a stand-in has."""
    if request.remote_addr not in {"127.0.0.1", "::1", (request.server or ("",))[0]}:
        abort(404)


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> tuple[Response, int]:
    return jsonify(code=refusal.code, message=refusal.message), refusal.status


@blueprint.post("/pay")
def pay() -> Response:
    """Pay an order. `amount_fen`, `currency`, `mchid`, `appid` make a payment that does not fit; `times` deliveries."""
    body = _body(_PAY_FIELDS)
    delay_s, times = _whole(body, "delay_s", 0, 86400), _whole(body, "times", 1, 1000)
    paid_fen = None if body.get("amount_fen") is None else _whole(body, "amount_fen", 0, 10**10)
    altered = {name: str(value) for name, value in body.items() if name in _ALTERABLE}
    number = orders.find(gateway().store, _number(body))["out_trade_no"]
    order = orders.pay(gateway().store, number, paid_fen=paid_fen, altered=altered, force=body.get("force") is True)
    event_id = None
    if body.get("notify", True):
        event_id = gateway().notify_paid(number, delay_s=delay_s, times=times)
    return jsonify(
        out_trade_no=number,
        transaction_id=order["transaction_id"],
        amount_fen=order["paid_fen"],
        trade_state=order["state"],
        event_id=event_id,
    )


@blueprint.post("/notify")
def notify() -> Response:
    """Tell again of an order that is paid: a new event about the same payment."""
    body = _body(_NOTIFY_FIELDS)
    order = orders.find(gateway().store, _number(body))
    if order["paid_at"] is None:
        raise Refusal(400, "INVALID_REQUEST", "订单未支付")
    delay_s, times = _whole(body, "delay_s", 0, 86400), _whole(body, "times", 1, 1000)
    return jsonify(event_id=gateway().notify_paid(order["out_trade_no"], delay_s=delay_s, times=times))


@blueprint.post("/fail")
def fail() -> Response:
    order = orders.find(gateway().store, _number(_body({"out_trade_no"})))
    order = orders.fail(gateway().store, order["out_trade_no"])
    return jsonify(out_trade_no=order["out_trade_no"], trade_state=order["state"])


@blueprint.get("/orders")
def list_orders() -> Response:
    columns = "out_trade_no, prepay_id, channel, description, total, notify_url, state, transaction_id, paid_fen"
    return jsonify(orders=[dict(row) for row in gateway().store.rows(f"SELECT {columns} FROM orders")])  # noqa: S608 - a literal


@blueprint.get("/log")
def log() -> Response:
    rows = gateway().store.rows("SELECT * FROM log ORDER BY id")
    entries = [{"id": row["id"], "at": orders.rfc3339(row["at"]), "kind": row["kind"]} for row in rows]
    for entry, row in zip(entries, rows, strict=True):
        entry.update(json.loads(row["facts"]))
    waiting = gateway().store.rows("SELECT count(*) AS n FROM deliveries WHERE state = 'pending'")[0]["n"]
    return jsonify(entries=entries, waiting=waiting)


def _body(fields: set[str]) -> dict[str, Any]:
    # Only a program sends this type across origins unasked: a page open in the same browser cannot.
    if not request.is_json:
        raise parameter_error("Content-Type: application/json")
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise parameter_error("a JSON object is needed")
    if unknown := body.keys() - fields:
        raise parameter_error(f"unknown: {', '.join(sorted(unknown))}")
    return body


def _number(body: dict[str, Any]) -> str:
    number = body.get("out_trade_no")
    if not isinstance(number, str):
        raise parameter_error("out_trade_no")
    return number


def _whole(body: dict[str, Any], name: str, default: int, most: int) -> int:
    value = body.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise parameter_error(name)
    return value
