"""Close an account: say what will happen, wait if the county wants a wait, then let go of everything at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.identity import service as accounts
from backend.kernel import clock, phones
from backend.kernel.clock import PROGRAMME_ZONE
from backend.kernel.ids import new_id
from backend.kernel.personal_data import Owner
from backend.kernel.principal import SYSTEM, Principal
from backend.kernel.transaction import run
from backend.privacy import closings, ports
from backend.privacy.errors import ClosingAskedAlready, ClosingBlocked, ClosingNotAsked, ClosingNotConfirmed
from backend.privacy.models import Closing, ClosingState
from backend.privacy.payloads import CloseAccount, ClosingAsked, ClosingView
from backend.transparency import service as transparency

BATCH: Final = 50


def close_my_account(principal: Principal, wish: CloseAccount) -> ClosingAsked:
    """With a fresh proof and the end of one's own number. With no days to wait it is done when this returns."""
    closings.take_turn_of(principal.person_id)
    owner = closings.owner(principal.person_id)
    if wish.confirmation != phones.tail(accounts.phone_of(principal.person_id)):
        raise ClosingNotConfirmed()
    if (waiting := closings.waiting(principal.person_id)) is not None:
        raise ClosingAskedAlready(until=f"{waiting.due_at.astimezone(PROGRAMME_ZONE):%Y-%m-%d %H:%M}")
    _refuse_what_is_open(owner)
    now, wait = clock.now(), closings.wait_days()
    closing = Closing(id=new_id(), person_id=owner.person_id, party_id=owner.party_id, state=ClosingState.WAITING,
                      requested_at=now, due_at=now + timedelta(days=wait), ended_at=None)  # fmt: skip
    db.session.add(closing)
    db.session.flush()
    transparency.note(principal, "closing-asked", {"closing": closing.id, "wait_days": wait})
    if not wait:
        _carry_out(principal, closing)
    return ClosingAsked(closing.state, closing.due_at)


def keep_my_account(principal: Principal, _: None = None) -> ClosingView:
    """Think better of it, while it waits."""
    closing = closings.waiting(principal.person_id, locked=True)
    if closing is None:
        raise ClosingNotAsked()
    closing.state, closing.ended_at = ClosingState.KEPT, clock.now()
    db.session.flush()
    transparency.note(principal, "closing-taken-back", {"closing": closing.id})
    return closings.preview(principal)


def close_what_is_due() -> int:
    """Carry out what has waited long enough; what has something open meanwhile waits on. Returns how many closed."""
    return sum(run(lambda one=closing_id: _close_if_due(one)) for closing_id in run(_due))  # type: ignore[misc]  # bound now


def _due() -> list[UUID]:
    due = select(Closing.id).where(Closing.state == ClosingState.WAITING, Closing.due_at <= clock.now())
    return list(db.session.scalars(due.order_by(Closing.due_at).limit(BATCH)))


def _close_if_due(closing_id: UUID) -> int:
    closing = db.session.get_one(Closing, closing_id, with_for_update=True)
    owner = Owner(closing.person_id, closing.party_id)
    if closing.state != ClosingState.WAITING:
        return 0
    closings.hold(owner)
    if closings.still_open(owner):
        return 0
    _carry_out(SYSTEM, closing)
    return 1


def _carry_out(principal: Principal, closing: Closing) -> None:
    """All or nothing, in one transaction. The row comes first: only then do triggers let words be emptied."""
    closing.state, closing.ended_at = ClosingState.CLOSED, clock.now()
    db.session.flush()
    transparency.note(principal, "account-closed", {"closing": closing.id, "party": closing.party_id})
    owner = Owner(closing.person_id, closing.party_id)
    for keeper in ports.keepers():
        keeper.erase(owner)
    db.session.flush()


def _refuse_what_is_open(owner: Owner) -> None:
    closings.hold(owner)
    if found := closings.still_open(owner):
        raise ClosingBlocked(count=len(found))
