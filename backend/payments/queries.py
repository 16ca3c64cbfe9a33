"""Reads about payments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.payments import policy
from backend.payments.models import Payment, PaymentState, Refund, RefundState
from backend.payments.service.opening import PAYABLE

AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class RefundView:
    refund_id: UUID
    amount_fen: int
    state: str
    reason: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Subject:
    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class PaymentView:
    payment_id: UUID
    state: str
    amount_fen: int
    currency: str
    gateway: str | None
    out_trade_no: str
    gateway_transaction: str | None
    paid_at: datetime | None
    expires_at: datetime
    subject: Subject
    refunds: Sequence[RefundView]
    last_attempt_failed: bool
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class ToSettle:
    state: str
    gateway: str | None
    out_trade_no: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class RefundToSettle:
    state: str
    gateway: str
    out_trade_no: str
    refund_no: str
    transaction: str
    amount_fen: int
    reason: str


def payment(principal: Principal, payment_id: UUID) -> PaymentView:
    """A payment of the caller's own; anybody else's does not exist."""
    return _view(policy.theirs(principal, db.session.get(Payment, payment_id)))


def payments(payment_ids: Iterable[UUID]) -> dict[UUID, PaymentView]:
    """By id, for whoever sold something and lists it. Two queries however many."""
    ids = list(payment_ids)
    rows = db.session.scalars(select(Payment).where(Payment.id.in_(ids))).all()
    refunds: dict[UUID, list[Refund]] = {}
    for refund in db.session.scalars(select(Refund).where(Refund.payment_id.in_(ids)).order_by(Refund.number)):
        refunds.setdefault(refund.payment_id, []).append(refund)
    return {row.id: _view(row, refunds.get(row.id, [])) for row in rows}


def for_settling(payment_id: UUID) -> ToSettle:
    row = db.session.get_one(Payment, payment_id)
    is_over = row.closing_since is not None or row.expires_at <= clock.now()
    return ToSettle(row.state, row.gateway, row.out_trade_no, is_over)


def refund_for_settling(refund_id: UUID) -> RefundToSettle:
    refund = db.session.get_one(Refund, refund_id)
    owner = db.session.get_one(Payment, refund.payment_id)
    return RefundToSettle(refund.state, refund.gateway, owner.out_trade_no, refund.refund_no, refund.transaction,
                          refund.amount_fen, refund.reason)  # fmt: skip


def payments_due() -> list[UUID]:
    return _payments(Payment.due_at <= clock.now())


def payments_open() -> list[UUID]:
    """Those that a gateway knows of, and those whose time is over."""
    return _payments(or_(Payment.state == PaymentState.PAYING, Payment.due_at <= clock.now()))


def refunds_due() -> list[UUID]:
    return _refunds(Refund.due_at <= clock.now())


def refunds_open() -> list[UUID]:
    return _refunds(true())


def _payments(which: ColumnElement[bool]) -> list[UUID]:
    wanted = select(Payment.id).where(Payment.state.in_(PAYABLE), which)
    return list(db.session.scalars(wanted.order_by(Payment.due_at).limit(AT_ONCE)))


def _refunds(which: ColumnElement[bool]) -> list[UUID]:
    wanted = select(Refund.id).where(Refund.state.in_((RefundState.REQUESTED, RefundState.PROCESSING)), which)
    return list(db.session.scalars(wanted.order_by(Refund.due_at).limit(AT_ONCE)))


def _view(row: Payment, refunds: Sequence[Refund] | None = None) -> PaymentView:
    if refunds is None:
        refunds = db.session.scalars(select(Refund).where(Refund.payment_id == row.id).order_by(Refund.number)).all()
    return PaymentView(
        payment_id=row.id, state=row.state, amount_fen=row.amount_fen, currency="CNY", gateway=row.gateway,
        out_trade_no=row.out_trade_no, gateway_transaction=row.transaction, paid_at=row.paid_at,
        expires_at=row.expires_at, subject=Subject(row.payable_kind, row.payable_id),
        refunds=[RefundView(refund.id, refund.amount_fen, refund.state, refund.reason, refund.settled_at)
                 for refund in refunds],
        last_attempt_failed=row.last_attempt_failed, abilities=_abilities(row),
    )  # fmt: skip


def _abilities(row: Payment) -> Sequence[str]:
    if row.state in PAYABLE and row.closing_since is None and row.expires_at > clock.now():
        return ("pay",)
    return ("receipt",) if row.state in (PaymentState.PAID, PaymentState.REFUNDED) else ()
