"""What payments' commands take and give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.payments.gateways.protocol import Charge, Started


@dataclass(frozen=True, slots=True)
class OpenPayment:
    """Ask for money. Called by whoever sells, inside the command that places the order."""

    payable_kind: str
    payable_id: UUID
    payer_party_id: UUID
    amount_fen: int
    description: str
    return_path: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StartPayment:
    payment_id: UUID
    gateway: str
    channel: str
    payer_ip: str


@dataclass(frozen=True, slots=True)
class AttemptBegun:
    """What to ask of the gateway, once the transaction that allowed it has ended."""

    payment_id: UUID
    gateway: str
    channel: str
    charge: Charge


@dataclass(frozen=True, slots=True)
class KeepAttempt:
    begun: AttemptBegun
    started: Started


@dataclass(frozen=True, slots=True)
class AttemptStarted:
    attempt_id: UUID
    payment_id: UUID
    gateway: str
    channel: str
    code_url: str | None
    pay_url: str | None
    expires_at: datetime
    state: str
    out_trade_no: str
