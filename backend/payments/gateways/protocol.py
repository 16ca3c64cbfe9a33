"""What the payments feature asks of a gateway, and the words in which a gateway answers.

An adapter owns the wire: signatures, names of states, error codes. Nothing above it knows them. A gateway fails in
two ways that must never be confused: it *refused* (the outcome is known) or it is *unavailable* (the outcome is
unknown, and the caller must query before it decides anything).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol


class TradeState(StrEnum):
    """Where an order stands at the gateway, in our words."""

    NOT_PAID = "not-paid"
    PAID = "paid"
    CLOSED = "closed"
    # Paid once and given back, wholly or in part: the money did arrive.
    REFUNDED = "refunded"
    # One try failed. Not final: until the order is closed the payer may try again.
    FAILED = "failed"
    # The gateway used a word that this adapter does not know: decide nothing, ask again later.
    UNKNOWN = "unknown"


class RefundState(StrEnum):
    """Where a refund stands at the gateway."""

    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    CLOSED = "closed"
    ABNORMAL = "abnormal"


@dataclass(frozen=True, slots=True)
class Charge:
    """One amount to be asked of a payer.

    `amount_fen` is whole fen, above nil. `expires_at` is aware; after it the gateway takes no money for this order.
    `return_url` is where the payer's browser goes afterwards, where the channel can do so.
    """

    out_trade_no: str
    amount_fen: int
    description: str
    expires_at: datetime
    notify_url: str
    payer_ip: str = "127.0.0.1"
    return_url: str | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """What the payer's device needs to pay; which field is set follows from the channel."""

    code_url: str | None = None
    pay_url: str | None = None
    jsapi: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Trade:
    """An order as the gateway sees it. Money fields are None where the gateway said nothing about them."""

    out_trade_no: str
    state: TradeState
    amount_fen: int | None
    currency: str | None
    merchant_id: str | None
    app_id: str | None
    transaction_id: str | None
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class RefundResult:
    """A refund as the gateway sees it."""

    refund_no: str
    state: RefundState
    gateway_refund_id: str | None
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class Notification:
    """A message from the gateway whose signature, age and encryption have been checked.

    It is a hint to query, not a fact to post. `nonce` is the one in the signed header, fresh for every delivery;
    `event_id` stays the same when one event is delivered again. The caller keeps both.
    """

    kind: Literal["payment", "refund"]
    event_id: str
    nonce: str
    issued_at: datetime
    trade: Trade | None
    refund: RefundResult | None
    out_trade_no: str


class GatewayUnavailable(Exception):
    """No answer that can be trusted: network, timeout, 5xx, or a wrong signature. The outcome is unknown."""


class GatewayRefused(Exception):
    """The gateway said no. `code` is the gateway's own word ("ORDERPAID"), `message` its sentence, for the log."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code
        self.message = message


Rejection = Literal[
    "notification-unsigned",
    "notification-signature-invalid",
    "notification-stale",
    "notification-unreadable",
]


class NotificationRejected(Exception):
    """A notification that must have no effect; `code` says why."""

    def __init__(self, code: Rejection, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class Gateway(Protocol):
    """A payment provider. Every call may raise GatewayUnavailable, and all but `read_notification` do network I/O,
    so none of them may run inside a database transaction."""

    @property
    def name(self) -> str:
        """How accounts and rows call this gateway, for instance "wechat"."""
        ...

    @property
    def channels(self) -> frozenset[str]:
        """The ways to pay that `start` takes, for instance "native" and "h5"."""
        ...

    @property
    def merchant_id(self) -> str:
        """Our number at the gateway: a trade that names another is not ours."""
        ...

    @property
    def app_id(self) -> str:
        """Our application at the gateway, checked like `merchant_id`."""
        ...

    def start(self, charge: Charge, channel: str) -> Started:
        """Open the order at the gateway; repeatable with an equal charge. Raises GatewayRefused, GatewayUnavailable."""
        ...

    def query(self, out_trade_no: str) -> Trade:
        """The order as the gateway has it now; a NOT_PAID trade when it does not know the order."""
        ...

    def close(self, out_trade_no: str) -> None:
        """Refuse further payment. An order already closed or unknown is fine; a paid one raises GatewayRefused with
        the code "ORDERPAID"."""
        ...

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
        """Give money back; the same `refund_no` again is the same refund. Raises GatewayRefused, GatewayUnavailable."""
        ...

    def query_refund(self, refund_no: str) -> RefundResult:
        """The refund as the gateway has it now; GatewayRefused with "RESOURCE_NOT_EXISTS" when it does not know it."""
        ...

    def read_notification(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notification:
        """Check and decrypt what arrived; `body` is the raw bytes. Raises NotificationRejected."""
        ...
