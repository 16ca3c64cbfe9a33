"""What became of a kilogram, a ticket, a retirement: composed for the public from what was written down at the time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, cast, literal, select, text
from sqlalchemy.dialects.postgresql import INT8MULTIRANGE

from backend.certificates import queries as certificates
from backend.certificates.ports import Event
from backend.extensions import db
from backend.identity import queries as identity
from backend.identity.queries import OrganisationView
from backend.kernel import clock, i18n
from backend.kernel.quantities import amount_fen
from backend.kernel.serials import SerialRange, parse_serial, serial_text
from backend.registry.errors import BatchNotFound, SerialNotFound, SerialUnreadable
from backend.registry.models import Listing, Retirement, Transfer, UnitBlock
from backend.registry.queries.batches import BatchView, batch, batch_by_id
from backend.registry.queries.retirements import serials_of
from backend.registry.ranges import from_range, to_range
from backend.registry.wording import holder_text, quantity_text, state_text, yuan_text


@dataclass(frozen=True, slots=True)
class Strip:
    """A stretch of a ticket that rests alike, for the ribbon."""

    first: int
    last: int
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class SerialPage:
    serial: int
    serial_text: str
    state: str
    state_text: str
    batch: BatchView
    block: SerialRange
    purpose_text: str | None
    certificate_number: str | None
    history: Sequence[Event]
    ribbon: Sequence[Strip]


@dataclass(frozen=True, slots=True)
class StateShare:
    state: str
    state_text: str
    quantity_kg: int


@dataclass(frozen=True, slots=True)
class BatchPage:
    batch: BatchView
    owner: str
    states: Sequence[StateShare]
    history: Sequence[Event]
    ribbon: Sequence[Strip]


def serial_page(written: str) -> SerialPage:
    """Raises SerialUnreadable, SerialNotFound."""
    serial = parse_serial(written)
    if serial is None:
        raise SerialUnreadable(written=written[:20])
    block = db.session.scalar(
        select(UnitBlock).where(UnitBlock.serials.op("@>")(cast(serial, BigInteger)), UnitBlock.superseded_at.is_(None))
    )
    if block is None:
        raise SerialNotFound(serial=serial)
    of = batch_by_id(block.batch_id)
    within = [SerialRange(serial, serial)]
    history = _history(of, within)
    purpose, certificate_number = None, None
    if block.retirement_id is not None:
        retirement = db.session.get_one(Retirement, block.retirement_id)
        certificate_number = certificates.numbers_of([retirement.id]).get(retirement.id)
        purpose = i18n.text(f"registry.purpose.{retirement.purpose}")
        history = [*history, _retired(retirement, serials_of([retirement.id])[retirement.id])]
    return SerialPage(
        serial=serial, serial_text=serial_text(serial), state=block.state, state_text=state_text(block.state), batch=of,
        block=from_range(block.serials), purpose_text=purpose, certificate_number=certificate_number, history=history,
        ribbon=_ribbon(of),
    )  # fmt: skip


def batch_page(number: str) -> BatchPage:
    """Raises BatchNotFound."""
    of = batch(number)
    if of is None:
        raise BatchNotFound(number=number)
    ribbon = _ribbon(of)
    sums: dict[str, int] = {}
    for strip in ribbon:
        sums[strip.state] = sums.get(strip.state, 0) + strip.last - strip.first + 1
    return BatchPage(
        batch=of, owner=holder_text(of.owner_party_id, identity.organisations([of.owner_party_id])),
        states=[StateShare(state, state_text(state), quantity_kg) for state, quantity_kg in sorted(sums.items())],
        history=_history(of, [SerialRange(of.first, of.last)]), ribbon=ribbon,
    )  # fmt: skip


class RetirementBackground:
    """Fills ``certificates.ports.Background`` for certificates of retirement."""

    def history(self, subject_id: UUID) -> Sequence[Event]:
        retirement = db.session.get_one(Retirement, subject_id)
        serials = serials_of([subject_id])[subject_id]
        return [*_history(batch_by_id(retirement.batch_id), serials), _retired(retirement, serials)]


def _history(of: BatchView, within: Iterable[SerialRange]) -> list[Event]:
    """Issuance, transfers and listings that concern any of these kilograms, oldest first."""
    ranges = [to_range(each) for each in within]

    def concerned(column: ColumnElement[object]) -> ColumnElement[bool]:
        overlaps: ColumnElement[bool] = column.op("&&")(literal(ranges, INT8MULTIRANGE))
        return overlaps

    transfers = db.session.scalars(
        select(Transfer)
        .where(Transfer.batch_id == of.batch_id, concerned(Transfer.serials))  # type: ignore[arg-type]
        .order_by(Transfer.occurred_at, Transfer.id)
    ).all()
    listings = db.session.scalars(
        select(Listing)
        .where(Listing.batch_id == of.batch_id, concerned(Listing.serials))  # type: ignore[arg-type]
        .order_by(Listing.occurred_at, Listing.id)
    ).all()
    holders = identity.organisations({of.owner_party_id, *(row.buyer_party_id for row in transfers)})
    later = [*(_transferred(row, holders) for row in transfers), *map(_listed, listings)]
    return [_issued(of, holders), *sorted(later, key=lambda event: event.at)]


def _issued(of: BatchView, holders: Mapping[UUID, OrganisationView]) -> Event:
    return _event(
        clock.start_of(of.issued_on), "issued", quantity=quantity_text(of.issued_kg), number=of.number,
        owner=holder_text(of.owner_party_id, holders), vintage_from=of.vintage_from, vintage_to=of.vintage_to,
    )  # fmt: skip


def _transferred(row: Transfer, holders: Mapping[UUID, OrganisationView]) -> Event:
    kind = "reserved" if row.kind == "reserve" else "transferred"
    return _event(
        row.occurred_at, kind, quantity=quantity_text(row.quantity_kg), buyer=holder_text(row.buyer_party_id, holders),
        price=yuan_text(row.price_fen_per_t), amount=yuan_text(amount_fen(row.quantity_kg, row.price_fen_per_t)),
    )  # fmt: skip


def _listed(row: Listing) -> Event:
    kind = "listed" if row.direction == "on" else "unlisted"
    return _event(row.occurred_at, kind, quantity=quantity_text(row.quantity_kg), price=yuan_text(row.price_fen_per_t))


def _retired(row: Retirement, serials: Sequence[SerialRange]) -> Event:
    ranges = i18n.text("list.comma").join(
        f"{each.first:,}—{each.last:,}" if each.first < each.last else f"{each.first:,}" for each in serials
    )
    return _event(
        row.retired_at, "retired", quantity=quantity_text(row.quantity_kg), serials=ranges,
        purpose=i18n.text(f"registry.purpose.{row.purpose}"),
    )  # fmt: skip


def _event(at: datetime, kind: str, **facts: object) -> Event:
    title, told = (i18n.text(f"registry.history.{kind}.{part}", **facts) for part in ("title", "text"))
    return Event(at, kind, title, told)


# Blocks tile the ticket, so neighbours that rest alike differ from their place in the whole by the same number.
_STRIPS = text("""
    WITH live AS (
        SELECT lower(serials) AS first, upper(serials) - 1 AS last, state,
               CASE WHEN state = 'available' THEN party_id END AS party_id
        FROM registry_unit_blocks WHERE batch_id = :batch_id AND superseded_at IS NULL
    ), placed AS (
        SELECT *, row_number() OVER (ORDER BY first)
                  - row_number() OVER (PARTITION BY state, party_id ORDER BY first) AS stretch
        FROM live
    )
    SELECT min(first) AS first, max(last) AS last, state, party_id FROM placed
    GROUP BY state, party_id, stretch ORDER BY 1
""")


def _ribbon(of: BatchView) -> list[Strip]:
    rows = db.session.execute(_STRIPS, {"batch_id": of.batch_id}).all()
    holders = identity.organisations({row.party_id for row in rows if row.party_id})
    return [
        Strip(row.first, row.last, row.state,
              i18n.text("registry.holding", holder=holder_text(row.party_id, holders)) if row.party_id
              else state_text(row.state))
        for row in rows
    ]  # fmt: skip
