"""Fills ``PersonalData``: what somebody ordered. Paid orders stay in the books, under a pseudonym."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, select

from backend.extensions import db
from backend.kernel.personal_data import Consequence, Document, Owner, PersonalData, StillOpen, Table, table
from backend.offsets.models import Order, OrderState, Quote


class OffsetsData(PersonalData):
    tables = frozenset({"offsets_orders", "offsets_quotes", "offsets_turns"})

    def export(self, owner: Owner) -> Iterable[Table | Document]:
        yield table(
            "offset-orders",
            select(Order.id, Order.number, Order.state, Order.purpose, Order.beneficiary_kind, Order.beneficiary_name,
                   Order.footprint_period, Order.quantity_kg, Order.price_fen_per_t, Order.amount_fen,
                   Order.certificate_number, Order.points_awarded, Order.recorded_at, Order.retired_at)
            .where(Order.party_id == owner.party_id).order_by(Order.recorded_at),
        )  # fmt: skip
        yield table(
            "quotes",
            select(Quote.id, Quote.quantity_kg, Quote.price_fen_per_t, Quote.amount_fen, Quote.recorded_at)
            .where(Quote.party_id == owner.party_id).order_by(Quote.recorded_at),
        )  # fmt: skip

    def erase(self, owner: Owner) -> None:
        """What was only asked for goes; orders are the books', and a name on a certificate stays as it was signed."""
        ordered = select(Order.quote_id).where(Order.party_id == owner.party_id)
        asked_for = delete(Quote).where(Quote.party_id == owner.party_id, Quote.id.not_in(ordered))
        db.session.execute(asked_for.execution_options(synchronize_session=False))

    def still_open(self, owner: Owner) -> Sequence[StillOpen]:
        waiting = select(Order.id, Order.number).where(
            Order.party_id == owner.party_id, Order.state.in_((OrderState.PLACED, OrderState.PAID))
        )
        rows = db.session.execute(waiting.order_by(Order.recorded_at))
        return [StillOpen("offset-order", row.id, row.number, f"/orders/{row.id}") for row in rows]

    def consequences(self, owner: Owner) -> Sequence[Consequence]:
        held = select(func.count()).where(Order.party_id == owner.party_id, Order.certificate_number.is_not(None))
        return (Consequence("certificates-stay", db.session.scalar(held) or 0),)
