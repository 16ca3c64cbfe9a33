"""What is on the shelf. Open to everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from backend.extensions import db
from backend.identity import queries as identity
from backend.kernel import clock
from backend.market.errors import OfferNotFound
from backend.market.models import Offer, OfferPrice, ShelfSlot
from backend.registry import queries as registry
from backend.registry.queries import BatchView


@dataclass(frozen=True, slots=True)
class OfferView:
    offer_id: UUID
    batch_number: str
    seller_party_id: UUID
    seller: str
    price_fen_per_t: int
    available_kg: int
    is_demo: bool
    batch: BatchView
    opened_at: datetime


def list_offers() -> list[OfferView]:
    """Open offers, the oldest first; those that are sold out too."""
    rows = db.session.scalars(select(Offer).where(Offer.closed_at.is_(None)).order_by(Offer.opened_at, Offer.id)).all()
    return _views(rows)


def offer(offer_id: UUID | None = None) -> OfferView:
    """This offer; without an id the default one: the oldest that still has something. Raises OfferNotFound."""
    if offer_id is None:
        offers = list_offers()
        found = next((each for each in offers if each.available_kg), offers[0] if offers else None)
    else:
        row = db.session.get(Offer, offer_id)
        found = _views([row])[0] if row is not None and row.closed_at is None else None
    if found is None:
        raise OfferNotFound()
    return found


def lowest_price_fen_per_t(on: date) -> int | None:
    """The cheapest tonne on offer on a day: what points may be worth is measured against it. None: nothing is."""
    open_offers = db.session.scalars(select(Offer.id).where(Offer.closed_at.is_(None))).all()
    at = clock.start_of(on + timedelta(days=1))
    return min(_prices(open_offers, at).values(), default=None)


def price_of(offer_id: UUID) -> int:
    """The price in force now."""
    return _prices([offer_id], clock.now())[offer_id]


def _prices(offer_ids: Sequence[UUID], at: datetime) -> dict[UUID, int]:
    rows = db.session.execute(
        select(OfferPrice.offer_id, OfferPrice.price_fen_per_t)
        .where(OfferPrice.offer_id.in_(offer_ids), OfferPrice.valid_from <= at)
        .ext(distinct_on(OfferPrice.offer_id))
        .order_by(OfferPrice.offer_id, OfferPrice.valid_from.desc())
    )
    return {row.offer_id: row.price_fen_per_t for row in rows}


def _views(offers: Sequence[Offer]) -> list[OfferView]:
    ids = [row.id for row in offers]
    prices, left = _prices(ids, clock.now()), _available_kg(ids)
    batches = registry.batches({row.batch_number for row in offers})
    sellers = identity.organisations({row.seller_party_id for row in offers})
    return [
        OfferView(
            offer_id=row.id, batch_number=row.batch_number, seller_party_id=row.seller_party_id,
            seller=sellers[row.seller_party_id].name, price_fen_per_t=prices[row.id], available_kg=left[row.id],
            is_demo=row.is_demo, batch=batches[row.batch_number], opened_at=row.opened_at,
        )
        for row in offers
    ]  # fmt: skip


def _available_kg(offer_ids: Sequence[UUID]) -> dict[UUID, int]:
    slots = db.session.execute(select(ShelfSlot.id, ShelfSlot.offer_id).where(ShelfSlot.offer_id.in_(offer_ids))).all()
    listed = registry.listed_kg(slot.id for slot in slots)
    left: dict[UUID, int] = defaultdict(int)
    for slot in slots:
        left[slot.offer_id] += listed.get(slot.id, 0)
    return left
