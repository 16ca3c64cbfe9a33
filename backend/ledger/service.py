"""Write entries. Every movement of value in the system goes through ``record``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import account_id, new_id
from backend.kernel.quantities import LARGEST
from backend.kernel.transaction import violated_constraint
from backend.ledger.errors import EntryReferenceReused, InsufficientBalance
from backend.ledger.models import Account, AccountKind, Entry, Posting

POINT: Final = "POINT"
CNY: Final = "CNY"

INSUFFICIENT: Final = "TH001"  # raised by ledger_post()


@dataclass(frozen=True)
class Place:
    """An account by its path and unit. Made by ``guarded``, ``open_account``, ``source`` or ``sink``."""

    path: str
    unit: str
    kind: AccountKind
    floor: int | None = None
    ceiling: int | None = None

    @cached_property
    def id(self) -> UUID:
        return account_id(self.path, self.unit)


def guarded(path: str, unit: str, *, floor: int | None = 0, ceiling: int | None = None) -> Place:
    """Balance and version kept under a row lock, between floor and ceiling."""
    return Place(path, unit, AccountKind.GUARDED, floor, ceiling)


def open_account(path: str, unit: str) -> Place:
    """Appended to without a lock; for places that many entries touch at once."""
    return Place(path, unit, AccountKind.OPEN)


def source(path: str, unit: str) -> Place:
    """Where units come into being. Only gives."""
    return Place(path, unit, AccountKind.SOURCE)


def sink(path: str, unit: str) -> Place:
    """Where units cease. Only receives."""
    return Place(path, unit, AccountKind.SINK)


@dataclass(frozen=True, slots=True)
class Move:
    """``amount`` from one place to another of the same unit: an unbalanced entry cannot be written down."""

    amount: int
    source: Place
    target: Place

    def __post_init__(self) -> None:
        assert 0 < self.amount <= LARGEST, f"a move carries something: {self}"
        assert self.source != self.target, f"a move goes somewhere: {self}"
        assert self.source.unit == self.target.unit, f"a move stays in its unit: {self}"


@dataclass(frozen=True, slots=True)
class Draft:
    """One business event in one unit, ready to be recorded.

    ``reference`` is unique in the whole ledger ("offset-order:42:retired"); ``occurred_at`` is when it
    happened in the world (by default: now).
    """

    reference: str
    kind: str
    moves: Sequence[Move]
    occurred_at: datetime | None = None
    reverses: UUID | None = None

    def __post_init__(self) -> None:
        assert self.moves, "an entry moves something"
        assert len({move.source.unit for move in self.moves}) == 1, f"one unit an entry: {self.reference}"

    @property
    def unit(self) -> str:
        return self.moves[0].source.unit


@dataclass(frozen=True, slots=True)
class Recorded:
    """Entry ids in the order of the drafts, and what each guarded account holds now."""

    entry_ids: tuple[UUID, ...]
    balances: Mapping[UUID, int]

    def balance(self, place: Place) -> int:
        return self.balances[place.id]


# Arrays are written as text: the driver's own way from a list to an array is slower than the rest of a call.
_ACCOUNTS: Final = "%s::uuid[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[]"
_POST: Final = (
    f"SELECT account_id, balance FROM ledger_post(%s::timestamptz, {_ACCOUNTS}, %s::uuid[], %s::text[], %s::text[],"  # noqa: S608 - both are literals
    " %s::text[], %s::date[], %s::timestamptz[], %s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], %s::bigint[])"
)
_LOCK: Final = f"SELECT account_id, balance FROM ledger_lock({_ACCOUNTS})"  # noqa: S608 - both are literals


def record(*drafts: Draft) -> Recorded:
    """Post the entries, each once, all or none, in one round trip. Called inside a command; does not commit.

    Raises:
        InsufficientBalance: a guarded account would leave its floor or ceiling.
        EntryReferenceReused: one of the references is in the books already.
    """
    assert drafts, "record something"
    recorded_at = clock.now()
    moves = [(new, move) for new, draft in ((new_id(), draft) for draft in drafts) for move in draft.moves]
    ids = tuple(dict.fromkeys(new for new, _ in moves))
    arguments = (
        recorded_at.isoformat(),
        *_accounts(place for _, move in moves for place in (move.source, move.target)),
        _array(ids),
        _array(draft.reference for draft in drafts),
        _array(draft.kind for draft in drafts),
        _array(draft.unit for draft in drafts),
        _array([clock.business_date(recorded_at)] * len(drafts)),
        _array(draft.occurred_at or recorded_at for draft in drafts),
        _array(draft.reverses for draft in drafts),
        _array(entry for entry, _ in moves),
        _array(move.source.id for _, move in moves),
        _array(move.target.id for _, move in moves),
        _array(move.amount for _, move in moves),
    )
    try:
        balances = _balances(_POST, arguments)
    except IntegrityError as error:
        if violated_constraint(error) == "uq_ledger_entries_reference":
            raise EntryReferenceReused(references=[draft.reference for draft in drafts]) from error
        raise
    except DBAPIError as error:
        raise _insufficient(error) or error from error
    return Recorded(ids, balances)


def lock(*places: Place) -> dict[Place, int]:
    """Until the command ends, nobody else posts to these guarded accounts. Returns what each holds."""
    assert all(place.kind is AccountKind.GUARDED for place in places), "only guarded accounts have a lock"
    held = _balances(_LOCK, _accounts(places))
    return {place: held[place.id] for place in places}


def reverse(entry_id: UUID, *, reference: str, kind: str) -> Recorded:
    """Mirror an entry leg by leg, once."""
    legs = db.session.execute(
        select(Posting.amount, Account)
        .join(Account, Account.id == Posting.account_id)
        .where(Posting.entry_id == entry_id)
        .order_by(Posting.leg)
    ).all()
    places = [
        Place(row.Account.path, row.Account.unit, AccountKind(row.Account.kind), row.Account.floor, row.Account.ceiling)
        for row in legs
    ]
    moves = [
        Move(amount=legs[i + 1].amount, source=places[i + 1], target=places[i]) for i in range(0, len(legs), 2)
    ]  # legs stand in pairs: source, target
    return record(Draft(reference=reference, kind=kind, moves=moves, reverses=entry_id))


def entry_of(reference: str) -> UUID | None:
    """The entry that a reference names, if it is in the books."""
    return db.session.scalar(select(Entry.id).where(Entry.reference == reference))


def balance_of(place: Place) -> int:
    """What an account holds now; nil if it was never opened. Without a lock: not for decisions."""
    return db.session.execute(text("SELECT ledger_balance(:id)"), {"id": place.id}).scalar() or 0


def roll_up() -> int:
    """Fold finished postings of open accounts into their roll-ups. Returns how many accounts moved."""
    return int(db.session.execute(text("SELECT ledger_roll_up()")).scalar_one())


def _balances(statement: str, arguments: tuple[str, ...]) -> dict[UUID, int]:
    rows = db.session.connection().exec_driver_sql(statement, arguments)
    return {row.account_id: row.balance for row in rows}


def _accounts(places: Iterable[Place]) -> tuple[str, ...]:
    distinct = sorted({place.id: place for place in places}.values(), key=lambda place: place.id)
    return (
        _array(place.id for place in distinct),
        _array(place.path for place in distinct),
        _array(place.unit for place in distinct),
        _array(place.kind for place in distinct),
        _array(place.floor for place in distinct),
        _array(place.ceiling for place in distinct),
    )


def _array(values: Iterable[object]) -> str:
    """An array as PostgreSQL reads it: every element in quotes, so that no text is taken for syntax."""
    return "{" + ",".join("NULL" if value is None else _quoted(str(value)) for value in values) + "}"


def _quoted(element: str) -> str:
    if '"' in element or "\\" in element:
        element = element.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{element}"'


def _insufficient(error: DBAPIError) -> InsufficientBalance | None:
    if getattr(error.orig, "sqlstate", None) != INSUFFICIENT:
        return None
    facts = json.loads(error.orig.diag.message_detail)  # type: ignore[union-attr]  # psycopg's, as its state was read
    return InsufficientBalance(
        available=max(facts["balance"], 0), required=abs(facts["change"]), unit=facts["unit"].split("@")[0]
    )
