"""Take a quote: reserve its kilograms and ask for its money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.footprints import queries as footprints
from backend.identity import queries as identity
from backend.identity import service as identities
from backend.kernel import clock, i18n
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.market import service as market
from backend.market.payloads import Reserve
from backend.offsets import limits, queries
from backend.offsets.errors import (
    BeneficiaryNameNeeded,
    FootprintNeeded,
    PurposeNotOpen,
    QuoteExpired,
    QuoteNotFound,
    QuoteTaken,
)
from backend.offsets.models import ORDER_NUMBERS, Order, OrderState, Quote
from backend.offsets.payloads import Beneficiary, PlaceOffsetOrder
from backend.offsets.queries import OrderView
from backend.payments import service as payments
from backend.payments.payloads import OpenPayment

PAY_WITHIN: Final = timedelta(minutes=15)
PAYABLE_KIND: Final = "offset-order"
FOOTPRINT, VOLUNTARY = "footprint", "voluntary"


@dataclass(frozen=True, slots=True)
class _Need:
    footprint_id: UUID | None = None
    period: str | None = None


def place_offset_order(principal: Principal, wish: PlaceOffsetOrder) -> OrderView:
    if wish.purpose not in {FOOTPRINT, VOLUNTARY}:
        raise PurposeNotOpen(purpose=wish.purpose)
    identities.may_buy(principal)
    limits.take_turns(principal.party_id)
    quote = _live_quote(principal, wish.quote_id)
    need = _need(principal, wish, quote)
    limits.refuse_beyond_today(principal.party_id, quote.quantity_kg)

    now, order_id = clock.now(), new_id()
    reservation = market.reserve(principal, Reserve(order_id, quote.offer_id, quote.quantity_kg))
    number = f"{clock.business_date(now):%Y%m%d}-{db.session.scalar(select(ORDER_NUMBERS.next_value())):06d}"
    order = Order(
        id=order_id, number=number, party_id=principal.party_id, quote_id=quote.id, offer_id=quote.offer_id,
        batch_number=reservation.batch_number, seller_party_id=reservation.seller_party_id,
        state=OrderState.PLACED, purpose=wish.purpose, beneficiary_kind=wish.beneficiary.kind,
        beneficiary_name=_shown_name(principal, wish.beneficiary), footprint_id=need.footprint_id,
        footprint_period=need.period, quantity_kg=quote.quantity_kg, price_fen_per_t=quote.price_fen_per_t,
        amount_fen=quote.amount_fen, recorded_at=now, expires_at=now + PAY_WITHIN, points_awarded=0,
    )  # fmt: skip
    db.session.add(order)
    db.session.flush()
    order.payment_id = payments.open_payment(
        principal,
        OpenPayment(
            payable_kind=PAYABLE_KIND, payable_id=order.id, payer_party_id=principal.party_id,
            amount_fen=order.amount_fen, return_path=f"/orders/{order.id}", expires_at=order.expires_at,
            description=i18n.text("offset-order.description", kg=order.quantity_kg, batch=reservation.batch_number),
        ),
    )  # fmt: skip
    db.session.flush()
    return queries.order(principal, order.id)


def _live_quote(principal: Principal, quote_id: UUID) -> Quote:
    quote = db.session.get(Quote, quote_id)
    if quote is None or quote.party_id != principal.party_id:
        raise QuoteNotFound()
    taken = db.session.scalar(select(Order.id).where(Order.quote_id == quote.id))
    if taken is not None:
        raise QuoteTaken(order_id=str(taken))
    if quote.expires_at <= clock.now():
        raise QuoteExpired(expired_at=quote.expires_at.astimezone(clock.PROGRAMME_ZONE).isoformat())
    return quote


def _need(principal: Principal, wish: PlaceOffsetOrder, quote: Quote) -> _Need:
    """The footprint that the retirement will be claimed for, if that is its purpose."""
    footprint_id = wish.footprint_id or quote.footprint_id
    if wish.purpose == VOLUNTARY:
        if wish.footprint_id is not None:
            raise FootprintNeeded()
        return _Need()
    if footprint_id is None or quote.footprint_id not in {None, footprint_id}:
        raise FootprintNeeded()
    need = footprints.offset_need(principal, footprint_id)
    limits.refuse_beyond_footprint(need, quote.quantity_kg)
    return _Need(need.footprint_id, need.period)


def _shown_name(principal: Principal, beneficiary: Beneficiary) -> str | None:
    """The one name that the certificate will show; nothing unless its holder chose it."""
    if beneficiary.kind == "none":
        return None
    if beneficiary.text:
        return beneficiary.text
    if beneficiary.kind == "nickname":
        person = identity.person_of(principal.party_id)
        return person.nickname if person else None
    raise BeneficiaryNameNeeded(kind=beneficiary.kind)
