"""An office looks one person up by their number, says why, and the person is told."""

from __future__ import annotations

from uuid import UUID

from backend.identity.people import disclosures, lookup_queries
from backend.identity.people.lookup_queries import PersonLookedUp
from backend.identity.people.payloads import LookUpPerson, Seen
from backend.identity.service.registering import person_by_phone
from backend.kernel.principal import Principal
from backend.transparency import service as transparency

NOBODY = UUID(int=0)


def look_up_person(principal: Principal, wish: LookUpPerson) -> PersonLookedUp:
    """Whoever has the number now, as far as this office needs it; nobody is an answer, not a refusal.

    Found or not, the same is asked of the tables and the look is in the log, with who looked and why: an officer who
    tries numbers is seen as well as one who finds somebody.
    """
    found = person_by_phone(wish.phone)
    person, kinds = lookup_queries.shown(principal.role, found or NOBODY)
    transparency.note(principal, "person-looked-up", {"person": found, "reason": wish.reason, "case": wish.case_number})
    if found is not None:
        disclosures.note(principal, found, Seen(kinds, wish.reason, wish.case_number))
    return PersonLookedUp(person)
