"""Who may do what to a complaint, and when. Pure: plain values in, a refusal or nothing out."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from typing import Final
from uuid import UUID

from backend.complaints.errors import (
    ComplaintAppealedBefore,
    ComplaintAppealOpen,
    ComplaintAppealTooLate,
    ComplaintMovedOn,
    ComplaintNotFound,
    ComplaintOwn,
    ComplaintSameOfficer,
    ComplaintWithAnother,
)
from backend.kernel.principal import Principal

BEING_HANDLED: Final = frozenset({"received", "assigned", "appealed"})
"""Somebody is at it, or will be: it can be talked about."""
WITH_AN_OFFICER: Final = frozenset({"assigned", "appealed"})
WITHDRAWABLE: Final = BEING_HANDLED


def is_theirs(principal: Principal, owner: UUID, complaint_id: UUID) -> None:
    """A complaint is private: others are told that it is not there."""
    if owner != principal.party_id:
        raise ComplaintNotFound(complaint_id=str(complaint_id))


def is_in(state: str, allowed: Container[str]) -> None:
    if state not in allowed:
        raise ComplaintMovedOn(state=state)


def may_be_appealed(state: str, *, was_appealed: bool, until: date | None, today: date) -> None:
    """Once, and in time."""
    if was_appealed:
        raise ComplaintAppealedBefore()
    is_in(state, {"answered"})
    assert until is not None, "an answer sets the day"
    if today > until:
        raise ComplaintAppealTooLate(until=until.isoformat())


def may_be_closed(state: str, *, until: date | None, today: date) -> None:
    is_in(state, {"answered", "answered-finally"})
    if state == "answered" and until is not None and today <= until:
        raise ComplaintAppealOpen(until=until.isoformat())


def may_take(officer: UUID, *, owner: UUID, answered_by: UUID | None) -> None:
    """Maker is never checker: not one's own complaint, and not the appeal against one's own answer."""
    if officer == owner:
        raise ComplaintOwn()
    if officer == answered_by:
        raise ComplaintSameOfficer()


def has_it(officer: UUID, holder: UUID | None) -> None:
    if officer != holder:
        raise ComplaintWithAnother()
