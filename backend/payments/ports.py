"""What somebody who is paid for something must answer, inside the transaction that books the money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from backend.ledger.service import Draft


@dataclass(frozen=True, slots=True)
class PaidPayment:
    """Money has arrived: ``amount_fen`` rests on ``cash:payment:{payment_id}:received``."""

    payment_id: UUID
    payable_id: UUID
    amount_fen: int
    gateway: str
    transaction: str
    received: Draft  # the entry that books its arrival; whoever delivers posts it with its own


class Payable(Protocol):
    """An order of some kind. Called inside the transaction that changes the payment's state."""

    def on_paid(self, payment: PaidPayment) -> bool:
        """Deliver what was paid for and post the money with it; False (and nothing posted) if that is impossible."""

    def on_closed(self, payable_id: UUID) -> None:
        """The gateway takes no more money: give back what was reserved."""

    def on_refunded(self, payable_id: UUID) -> None:
        """All money that this payment took has gone back."""


class UnknownPayable(Exception):
    """Nobody was wired for this kind."""


_payables: dict[str, Payable] = {}
REQUIRED: Sequence[str] = ("offset-order",)


def fill(kind: str, payable: Payable) -> None:
    """Called by backend/wiring.py."""
    _payables[kind] = payable


def payable(kind: str) -> Payable:
    try:
        return _payables[kind]
    except KeyError as error:
        raise UnknownPayable(kind) from error


def refuse_gaps() -> None:
    """A missing implementation stops the start, not the first payment."""
    missing = set(REQUIRED) - _payables.keys()
    if missing:
        raise UnknownPayable(", ".join(sorted(missing)))
