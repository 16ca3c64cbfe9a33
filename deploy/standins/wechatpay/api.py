"""The v3 API: checks the merchant's signature, signs every answer."""

import json
import sqlite3
from typing import Any

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException

from deploy.standins.wechatpay import orders, refunds
from deploy.standins.wechatpay.gateway import Gateway, gateway
from deploy.standins.wechatpay.refusals import Refusal, order_not_exist, parameter_error

blueprint = Blueprint("v3", __name__, url_prefix="/v3")


@blueprint.before_request
def check_signature() -> None:
    target = request.environ.get("REQUEST_URI") or request.full_path.rstrip("?")
    gateway().signatures.check_request(
        request.method, target, request.get_data(), request.headers.get("Authorization", "")
    )


@blueprint.after_request
def sign_and_log(response: Response) -> Response:
    response.headers.update(gateway().signatures.headers_for(response.get_data()))
    refusal = response.get_json(silent=True) if response.status_code >= 400 else None
    gateway().store.log(
        "request",
        method=request.method,
        path=request.full_path.rstrip("?"),
        status=response.status_code,
        code=refusal.get("code") if isinstance(refusal, dict) else None,
    )
    return response


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    return _answer({"code": refusal.code, "message": refusal.message}, refusal.status)


@blueprint.errorhandler(Exception)
def broken(trouble: Exception) -> Response:
    if isinstance(trouble, HTTPException):
        return _answer({"code": "INVALID_REQUEST", "message": trouble.name}, trouble.code or 400)
    current_app.logger.exception("unforeseen")
    return _answer({"code": "SYSTEM_ERROR", "message": "系统异常，请稍后重试"}, 500)


@blueprint.post("/pay/transactions/native")
def native() -> Response:
    return _answer({"code_url": _page(gateway(), orders.prepay(gateway().store, _merchant(), "native", _body()))})


@blueprint.post("/pay/transactions/h5")
def h5() -> Response:
    return _answer({"h5_url": _page(gateway(), orders.prepay(gateway().store, _merchant(), "h5", _body()))})


@blueprint.get("/pay/transactions/out-trade-no/<number>")
def by_number(number: str) -> Response:
    _check_mchid(request.args.get("mchid"))
    row = gateway().store.row("SELECT * FROM orders WHERE out_trade_no = ?", number)
    return _shown(row)


@blueprint.get("/pay/transactions/id/<transaction_id>")
def by_transaction(transaction_id: str) -> Response:
    _check_mchid(request.args.get("mchid"))
    return _shown(gateway().store.row("SELECT * FROM orders WHERE transaction_id = ?", transaction_id))


@blueprint.post("/pay/transactions/out-trade-no/<number>/close")
def close(number: str) -> Response:
    _check_mchid(_body().get("mchid"))
    orders.close(gateway().store, number)
    return Response(status=204)


@blueprint.post("/refund/domestic/refunds")
def refund() -> Response:
    answer = refunds.refund(gateway().store, _merchant(), _body(), gateway().refund_settle_s)
    gateway().courier.wake()
    return _answer(answer)


@blueprint.get("/refund/domestic/refunds/<number>")
def refund_by_number(number: str) -> Response:
    return _answer(refunds.find(gateway().store, number))


def _shown(row: sqlite3.Row | None) -> Response:
    if row is None:
        raise order_not_exist()
    return _answer(orders.described(row, _merchant()))


def _merchant() -> Any:
    return gateway().signatures.merchant


def _check_mchid(mchid: Any) -> None:
    if mchid != _merchant().mchid:
        raise parameter_error("mchid 与签名的商户号不一致")


def _page(house: Gateway, order: sqlite3.Row) -> str:
    return f"{house.public_url or request.host_url.rstrip('/')}/pay/{order['prepay_id']}"


def _body() -> dict[str, Any]:
    try:
        body = json.loads(request.get_data())
    except ValueError as wrong:
        raise parameter_error("请求体不是合法的 JSON") from wrong
    if not isinstance(body, dict):
        raise parameter_error("请求体须为 JSON 对象")
    return body


def _answer(content: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(content, ensure_ascii=False), status, content_type="application/json; charset=utf-8")
