"""WeChat Pay v3 (direct merchant, public-key mode) behind the gateway Protocol.

JSAPI is not offered: it needs the payer's openid, which only the sign-in inside WeChat gives. The wire format lies in
`wechat_wire.py`; here WeChat's words become ours.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Literal
from urllib.parse import quote

from wechatpayv3 import WeChatPayType

from backend.payments.gateways.protocol import (
    Charge,
    GatewayRefused,
    GatewayUnavailable,
    Notification,
    NotificationRejected,
    RefundResult,
    RefundState,
    Started,
    Trade,
    TradeState,
)
from backend.payments.gateways.strict_json import NotStrict, read_object
from backend.payments.gateways.wechat_wire import WeChatPayConfig, open_notification, signed_client

__all__ = ["WeChatPayConfig", "WeChatPayGateway"]

_TRADE_STATES = {
    "NOTPAY": TradeState.NOT_PAID,
    "USERPAYING": TradeState.NOT_PAID,
    "ACCEPT": TradeState.NOT_PAID,
    "SUCCESS": TradeState.PAID,
    "REFUND": TradeState.REFUNDED,
    "CLOSED": TradeState.CLOSED,
    "REVOKED": TradeState.CLOSED,
    "PAYERROR": TradeState.FAILED,
}
_REFUND_STATES = {
    "PROCESSING": RefundState.PROCESSING,
    "SUCCESS": RefundState.SUCCEEDED,
    "CLOSED": RefundState.CLOSED,
    "ABNORMAL": RefundState.ABNORMAL,
}
# WeChat's pages spell some codes in two ways; above us each has one.
_SPELLINGS = {
    "ORDER_PAID": "ORDERPAID",
    "ORDERCLOSED": "ORDER_CLOSED",
    "ORDERNOTEXIST": "ORDER_NOT_EXIST",
    "ORDER_NOT_EXISTS": "ORDER_NOT_EXIST",
    "RESOURCE_NOT_EXIST": "RESOURCE_NOT_EXISTS",
}
_UNKNOWN_ORDER = frozenset({"ORDER_NOT_EXIST", "RESOURCE_NOT_EXISTS"})
_SHANGHAI = timezone(timedelta(hours=8))
_DESCRIPTION_LENGTH = 127
_REASON_LENGTH = 80


class WeChatPayGateway:
    """The Gateway for WeChat Pay. Thread-safe: one connection a call, nothing kept in between."""

    name = "wechat"
    channels = frozenset({"native", "h5"})

    def __init__(self, config: WeChatPayConfig) -> None:
        self._config = config
        self._client = signed_client(config)
        self.merchant_id = config.mchid
        self.app_id = config.appid

    def start(self, charge: Charge, channel: str) -> Started:
        if channel not in self.channels:
            raise ValueError(f"channel: {channel}")
        order: dict[str, Any] = {
            "description": charge.description[:_DESCRIPTION_LENGTH],
            "out_trade_no": _order_number(charge.out_trade_no),
            "amount": {"total": charge.amount_fen, "currency": "CNY"},
            "time_expire": charge.expires_at.astimezone(_SHANGHAI).isoformat(timespec="seconds"),
            "notify_url": charge.notify_url,
        }
        if channel == "native":
            answer = self._answer(self._client.pay(**order, pay_type=WeChatPayType.NATIVE))
            return Started(code_url=_address(answer, "code_url"))
        scene = {"payer_client_ip": charge.payer_ip, "h5_info": {"type": "Wap"}}
        answer = self._answer(self._client.pay(**order, scene_info=scene, pay_type=WeChatPayType.H5))
        return Started(pay_url=_returning(_address(answer, "h5_url"), charge.return_url))

    def query(self, out_trade_no: str) -> Trade:
        try:
            answer = self._answer(self._client.query(out_trade_no=_order_number(out_trade_no)))
        except GatewayRefused as refusal:
            if refusal.code in _UNKNOWN_ORDER:
                return _never_heard_of(out_trade_no)
            raise
        try:
            trade = _trade(answer)
        except NotStrict as trouble:
            raise GatewayUnavailable(str(trouble)) from trouble
        if trade.out_trade_no != out_trade_no:
            raise GatewayUnavailable("the answer is about another order")
        return trade

    def close(self, out_trade_no: str) -> None:
        try:
            self._answer(self._client.close(out_trade_no=_order_number(out_trade_no)))
        except GatewayRefused as refusal:
            if refusal.code not in _UNKNOWN_ORDER | {"ORDER_CLOSED"}:
                raise

    def refund(
        self,
        *,
        out_trade_no: str,
        transaction_id: str | None,
        refund_no: str,
        refund_fen: int,
        total_fen: int,
        reason: str,
        notify_url: str,
    ) -> RefundResult:
        answer = self._answer(
            self._client.refund(
                out_refund_no=_order_number(refund_no),
                amount={"refund": refund_fen, "total": total_fen, "currency": "CNY"},
                transaction_id=transaction_id,
                out_trade_no=_order_number(out_trade_no),
                reason=reason[:_REASON_LENGTH],
                notify_url=notify_url,
            )
        )
        return self._about(refund_no, answer)

    def query_refund(self, refund_no: str) -> RefundResult:
        return self._about(refund_no, self._answer(self._client.query_refund(_order_number(refund_no))))

    def read_notification(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notification:
        opened = open_notification(self._client, headers, body, now, self._config.apiv3_key)
        try:
            kind = _kind(opened.envelope)
            return Notification(
                kind=kind,
                event_id=_needed(opened.envelope, "id"),
                nonce=opened.nonce,
                issued_at=opened.issued_at,
                trade=_trade(opened.resource) if kind == "payment" else None,
                refund=_refund(opened.resource, "refund_status") if kind == "refund" else None,
                out_trade_no=_needed(opened.resource, "out_trade_no"),
            )
        except NotStrict as trouble:
            raise NotificationRejected("notification-unreadable", str(trouble)) from trouble

    def _answer(self, status_and_body: tuple[int, bytes]) -> Mapping[str, Any]:
        """The object WeChat answered with; a code of its own is a refusal, anything else not understood is silence."""
        status, body = status_and_body
        if status == 204:
            return {}
        try:
            answer = read_object(body)
        except NotStrict as trouble:
            raise GatewayUnavailable(f"HTTP {status}: {trouble}") from trouble
        # A 202 with a code ("the payer is typing the password") is a no for now.
        if status < 300 and "code" not in answer:
            return answer
        code, message = answer.get("code"), answer.get("message")
        # A 404 of some proxy is not WeChat's ORDER_NOT_EXIST: without a code nothing was said.
        if not (isinstance(code, str) and re.fullmatch(r"[A-Z0-9_]{2,64}", code, re.ASCII)):
            raise GatewayUnavailable(f"HTTP {status} without a code")
        raise GatewayRefused(_SPELLINGS.get(code, code), message if isinstance(message, str) else "")

    def _about(self, refund_no: str, answer: Mapping[str, Any]) -> RefundResult:
        try:
            refund = _refund(answer, "status")
        except NotStrict as trouble:
            raise GatewayUnavailable(str(trouble)) from trouble
        if refund.refund_no != refund_no:
            raise GatewayUnavailable("the answer is about another refund")
        return refund


def _kind(envelope: Mapping[str, Any]) -> Literal["payment", "refund"]:
    event = envelope.get("event_type")
    if isinstance(event, str) and event.startswith("TRANSACTION."):
        return "payment"
    if isinstance(event, str) and event.startswith("REFUND."):
        return "refund"
    raise NotStrict("event_type")


def _trade(order: Mapping[str, Any]) -> Trade:
    """WeChat's order object in our words. Raises NotStrict."""
    amount = _part(order, "amount")
    return Trade(
        out_trade_no=_needed(order, "out_trade_no"),
        state=_TRADE_STATES.get(_needed(order, "trade_state"), TradeState.UNKNOWN),
        amount_fen=_fen(amount, "total"),
        currency=_word(amount, "currency"),
        merchant_id=_word(order, "mchid"),
        app_id=_word(order, "appid"),
        transaction_id=_word(order, "transaction_id"),
        paid_at=_time(order, "success_time"),
    )


def _refund(refund: Mapping[str, Any], state_key: str) -> RefundResult:
    """WeChat's refund object in our words; answers and notifications name the state differently. Raises NotStrict."""
    state = _REFUND_STATES.get(_needed(refund, state_key))
    if state is None:
        raise NotStrict(state_key)
    return RefundResult(
        refund_no=_needed(refund, "out_refund_no"),
        state=state,
        gateway_refund_id=_word(refund, "refund_id"),
        amount_fen=_fen(_part(refund, "amount"), "refund"),
    )


def _never_heard_of(out_trade_no: str) -> Trade:
    return Trade(
        out_trade_no=out_trade_no,
        state=TradeState.NOT_PAID,
        amount_fen=None,
        currency=None,
        merchant_id=None,
        app_id=None,
        transaction_id=None,
        paid_at=None,
    )


def _order_number(number: str) -> str:
    """A number that is safe in a path. WeChat takes 6-32 of [0-9A-Za-z_-|*] for an order and up to 64 for a refund."""
    if not re.fullmatch(r"[0-9A-Za-z_-]{6,64}", number, re.ASCII):
        raise ValueError(f"order or refund number: {number!r}")
    return number


def _returning(h5_url: str, return_url: str | None) -> str:
    if return_url is None:
        return h5_url
    return f"{h5_url}{'&' if '?' in h5_url else '?'}redirect_url={quote(return_url, safe='')}"


def _address(answer: Mapping[str, Any], key: str) -> str:
    value = answer.get(key)
    # weixin:// or https:// (http:// from a stand-in); never a scheme that a browser would run.
    if not (isinstance(value, str) and re.fullmatch(r"(weixin|https?)://[!-~]{1,2000}", value, re.ASCII)):
        raise GatewayUnavailable(f"no {key} in the answer")
    return value


def _part(whole: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = whole.get(key, {})
    if not isinstance(value, dict):
        raise NotStrict(key)
    return value


def _word(whole: Mapping[str, Any], key: str) -> str | None:
    """A short printable text, None where it is absent or empty. These reach the database, so no NUL."""
    value = whole.get(key)
    if value is None or value == "":
        return None
    if not (isinstance(value, str) and re.fullmatch(r"[!-~]{1,128}", value, re.ASCII)):
        raise NotStrict(key)
    return value


def _needed(whole: Mapping[str, Any], key: str) -> str:
    value = _word(whole, key)
    if value is None:
        raise NotStrict(f"{key} is missing")
    return value


def _fen(amount: Mapping[str, Any], key: str) -> int | None:
    value = amount.get(key)
    if value is None:
        return None
    # bool is an int in Python; a yes is no amount. The bound keeps it inside the database's bigint by far.
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10**12:
        raise NotStrict(key)
    return value


def _time(whole: Mapping[str, Any], key: str) -> datetime | None:
    value = _word(whole, key)
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError as trouble:
        raise NotStrict(key) from trouble
    if instant.tzinfo is None:
        raise NotStrict(key)
    return instant
