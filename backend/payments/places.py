"""The accounts that hold money on its way (docs/ledger.md)."""

from __future__ import annotations

from uuid import UUID

from backend.ledger.service import CNY, Draft, Move, Place, guarded, open_account


def gateway_cash(gateway: str) -> Place:
    """What a gateway holds for us: negative is owed by it, as all outside accounts are."""
    return open_account(f"cash:gateway:{gateway}", CNY)


def received(payment_id: UUID) -> Place:
    """Money that has arrived for a payment and is not applied yet."""
    return guarded(f"cash:payment:{payment_id}:received", CNY)


def payable(party_id: UUID) -> Place:
    """What we owe a seller, a merchant, a holder, the greening fund."""
    return open_account(f"cash:party:{party_id}:payable", CNY)


def arrival(payment_id: UUID, gateway: str, transaction: str, amount_fen: int) -> Draft:
    return Draft(
        reference=f"payment:{payment_id}:received:{transaction}",
        kind="payment.received",
        moves=[Move(amount_fen, source=gateway_cash(gateway), target=received(payment_id))],
    )


def refund(payment_id: UUID, gateway: str, number: int, amount_fen: int) -> Draft:
    return Draft(
        reference=f"payment:{payment_id}:refund:{number}",
        kind="payment.refunded",
        moves=[Move(amount_fen, source=received(payment_id), target=gateway_cash(gateway))],
    )
