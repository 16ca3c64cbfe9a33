"""Reads about orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_

from backend.certificates.wording import purpose_text
from backend.extensions import db
from backend.identity import queries as identity
from backend.kernel import i18n
from backend.kernel.chinese_amounts import in_capitals
from backend.kernel.principal import Principal
from backend.kernel.serials import SerialRange
from backend.offsets import policy
from backend.offsets.models import Order, OrderState
from backend.payments import queries as payments
from backend.payments.errors import PaymentNotSettled
from backend.payments.queries import PaymentView, RefundView
from backend.points import queries as points
from backend.points.payloads import AwardLine
from backend.registry import queries as registry
from backend.registry.queries import BatchView, RetirementView


@dataclass(frozen=True, slots=True)
class ShownBeneficiary:
    kind: str
    name: str | None


@dataclass(frozen=True, slots=True)
class OrderedFootprint:
    footprint_id: UUID
    period: str


@dataclass(frozen=True, slots=True)
class OrderedProject:
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class OrderRetirement:
    retirement_id: UUID
    quantity_kg: int
    serials: Sequence[SerialRange]
    retired_at: datetime


@dataclass(frozen=True, slots=True)
class OrderCertificate:
    number: str
    path: str


@dataclass(frozen=True, slots=True)
class OrderPoints:
    awarded: int
    entry_id: UUID | None
    reasons: Sequence[AwardLine]


@dataclass(frozen=True, slots=True)
class OrderView:
    order_id: UUID
    number: str
    state: str
    purpose: str
    purpose_text: str
    beneficiary: ShownBeneficiary
    quantity_kg: int
    amount_fen: int
    price_fen_per_t: int
    placed_at: datetime
    expires_at: datetime
    footprint: OrderedFootprint | None
    project: OrderedProject
    batch_number: str
    payment: PaymentView
    retirement: OrderRetirement | None
    certificate: OrderCertificate | None
    points: OrderPoints | None
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class PaymentReceipt:
    receipt_no: str
    state: str  # paid | refunded
    payer_masked: str
    amount_fen: int
    amount_in_capitals: str
    currency: str
    ordered_at: datetime
    paid_at: datetime
    gateway: str
    gateway_transaction: str
    item: str
    seller: str
    order_number: str
    certificate_number: str | None
    refunds: Sequence[RefundView]


def order(principal: Principal, order_id: UUID) -> OrderView:
    """An order of the caller's own; anybody else's does not exist."""
    return _views([policy.theirs(principal, db.session.get(Order, order_id))])[0]


def orders(principal: Principal, limit: int, after: tuple[datetime, UUID] | None) -> list[OrderView]:
    """The caller's, newest first: those after ``(placed_at, order_id)``."""
    wanted = select(Order).where(Order.party_id == principal.party_id)
    if after is not None:
        wanted = wanted.where(tuple_(Order.recorded_at, Order.id) < after)
    rows = db.session.scalars(wanted.order_by(Order.recorded_at.desc(), Order.id.desc()).limit(limit)).all()
    return _views(rows)


def receipt(principal: Principal, payment_id: UUID) -> PaymentReceipt:
    """The facts of a receipt: for money that bought something, or that came and went back whole."""
    payment = payments.payment(principal, payment_id)
    row = policy.theirs(principal, db.session.get(Order, payment.subject.id))
    if payment.state not in {"paid", "refunded"} or payment.paid_at is None:
        raise PaymentNotSettled(state=payment.state)
    assert payment.gateway, "what is paid came through a gateway"
    assert payment.gateway_transaction, "and by one of its transactions"
    person, seller = identity.person_of(row.party_id), identity.organisation(row.seller_party_id)
    return PaymentReceipt(
        receipt_no=f"R{row.number}", state=payment.state, payer_masked=person.phone_masked if person else "",
        amount_fen=payment.amount_fen, amount_in_capitals=in_capitals(payment.amount_fen), currency=payment.currency,
        ordered_at=row.recorded_at, paid_at=payment.paid_at, gateway=payment.gateway,
        gateway_transaction=payment.gateway_transaction,
        item=i18n.text("offset-order.description", kg=row.quantity_kg, batch=row.batch_number),
        seller=seller.name if seller else "", order_number=row.number, certificate_number=row.certificate_number,
        refunds=payment.refunds,
    )  # fmt: skip


def _views(rows: Sequence[Order]) -> list[OrderView]:
    """A handful of queries however many orders."""
    paid = payments.payments([row.payment_id for row in rows if row.payment_id])
    retired = registry.retirements_of_orders([row.id for row in rows if row.retirement_id])
    batches = registry.batches({row.batch_number for row in rows})
    lines = points.award_lines("retirement", [row.retirement_id for row in rows if row.retirement_id])
    return [
        _view(row, paid[row.payment_id], retired.get(row.id), batches[row.batch_number],
              lines.get(row.retirement_id, ()) if row.retirement_id else ())
        for row in rows if row.payment_id
    ]  # fmt: skip


def _view(
    row: Order, payment: PaymentView, retired: RetirementView | None, batch: BatchView, lines: Sequence[AwardLine]
) -> OrderView:
    footprint = OrderedFootprint(row.footprint_id, row.footprint_period or "") if row.footprint_id else None
    return OrderView(
        order_id=row.id, number=row.number, state=row.state, purpose=row.purpose,
        purpose_text=purpose_text(row.purpose, row.footprint_period),
        beneficiary=ShownBeneficiary(row.beneficiary_kind, row.beneficiary_name), quantity_kg=row.quantity_kg,
        amount_fen=row.amount_fen, price_fen_per_t=row.price_fen_per_t, placed_at=row.recorded_at,
        expires_at=row.expires_at, footprint=footprint, project=OrderedProject(batch.project.name, batch.project.place),
        batch_number=row.batch_number, payment=payment,
        retirement=OrderRetirement(retired.retirement_id, retired.quantity_kg, retired.serials, retired.retired_at)
        if retired else None,
        certificate=OrderCertificate(row.certificate_number, f"/c/{row.certificate_number}")
        if row.certificate_number else None,
        points=OrderPoints(row.points_awarded, row.award_entry_id, lines) if retired else None,
        abilities=_abilities(row, payment),
    )  # fmt: skip


def _abilities(row: Order, payment: PaymentView) -> Sequence[str]:
    if row.state == OrderState.PLACED:
        return (*(ability for ability in payment.abilities if ability == "pay"), "cancel")
    return ("receipt", "certificate") if row.state == OrderState.RETIRED else ()
