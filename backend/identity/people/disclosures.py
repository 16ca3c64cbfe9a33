"""Write down, for the person it is about, that somebody in a position was shown their data."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.identity.models import Person
from backend.identity.people.models import Disclosure
from backend.identity.people.payloads import Seen
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal


def note(principal: Principal, person_id: UUID, seen: Seen) -> None:
    """Called inside the command (or ``disclosed`` read) that shows the data; what is undone was never shown.

    ``seen.kinds`` and ``seen.reason`` are words of the locales (``disclosed.<kind>``, ``disclosed-for.<reason>``);
    ``seen.subject`` is a number that the person knows, such as a complaint's. Who looks at their own is not noted.
    """
    if principal.person_id == person_id:
        return
    db.session.add(
        Disclosure(
            id=new_id(), person_id=person_id, party_id=principal.party_id, role=str(principal.role),
            officer_id=principal.person_id, kinds=sorted(seen.kinds), reason=seen.reason, subject=seen.subject,
            recorded_at=clock.now(),
        )
    )  # fmt: skip


def note_disclosure(
    principal: Principal, party_id: UUID, kinds: Iterable[str], *, reason: str, subject: str | None = None
) -> None:
    """The same for features that know a party: whoever shows an officer something of a person calls this.

    An organisation has no such list: its members see its things.
    """
    person_id = db.session.scalar(select(Person.id).where(Person.party_id == party_id))
    if person_id is not None:
        note(principal, person_id, Seen(tuple(kinds), reason, subject))
