"""What releases asks of those above it, and what the office's home asks of releases."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from backend.identity import queries as identity
from backend.identity.ports import Waiting
from backend.kernel.principal import Principal
from backend.releases import queries as releases
from backend.releases.policy import FOUR_EYES


def there_are_four_eyes(kind: str) -> bool:
    """Whether somebody could draft such a release and somebody approve it: from then on there is no other way."""
    eyes = FOUR_EYES[kind]
    held = identity.roles_held(eyes.makers | eyes.checkers)
    return bool(held & eyes.makers) and bool(held & eyes.checkers)


class OfficesAndPeople:
    """Fills ``releases.ports.Directory``."""

    def offices(self, party_ids: Collection[UUID]) -> Mapping[UUID, str]:
        found = identity.organisations(party_ids)
        return {party: office.name for party, office in found.items()}

    def people(self, person_ids: Collection[UUID]) -> Mapping[UUID, str]:
        found = ((person_id, identity.person(person_id)) for person_id in person_ids)
        return {person_id: person.nickname for person_id, person in found if person is not None}


class ReleaseDrafts:
    """Fills ``identity.ports.WorkList``: what this person began and has not handed in."""

    def waiting_for(self, principal: Principal) -> Waiting | None:
        found = releases.drafts_of(principal)
        return None if found is None else Waiting("release-drafts", found[0], found[1], "/office/releases")


class ReleasesToCheck:
    """Fills ``identity.ports.WorkList``."""

    def waiting_for(self, principal: Principal) -> Waiting | None:
        found = releases.waiting(principal)
        return None if found is None else Waiting("releases", found[0], found[1], "/office/releases")
