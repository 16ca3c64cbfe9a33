"""People who work for organisations and offices, with a second factor shown a moment ago where one is asked."""

from __future__ import annotations

from uuid import UUID

from backend.identity import service as identity
from backend.identity.models import OrganisationKind
from backend.identity.roles import ROLES_IN
from backend.kernel.principal import STAFF, Proof, Role
from backend.kernel.transaction import run
from tests.support.county import an_organisation
from tests.support.world import Person, World

POSITIONS = tuple(role for role in Role if role not in {Role.CITIZEN, Role.CLIENT, Role.SYSTEM})
"""Every role that somebody has in an organisation."""


def somebody_who_works(world: World, role: Role, *, at: UUID | None = None, nickname: str = "老林") -> Person:
    """A person in this position (default: of an organisation of their own), acting in it."""
    return takes_the_position(world, world.citizen(nickname), role, at=at)


def signed_in_with_a_proof(world: World, person: Person) -> Person:
    """The same citizen in a session that has shown a code a moment ago."""
    with world.app.app_context():
        session = run(lambda: identity.open_session(UUID(person.person_id), client="app", proof=Proof.SMS))
    return Person(world, person.phone, session)


def takes_the_position(world: World, person: Person, role: Role, *, at: UUID | None = None) -> Person:
    kind = next(kind for kind in OrganisationKind if role in ROLES_IN[kind])
    party_id = at or an_organisation(world, kind).party_id
    person_id, proof = UUID(person.person_id), Proof.TOTP if role in STAFF else Proof.SMS
    world.does(lambda: identity.join(person_id, party_id, role))
    with world.app.app_context():
        session = run(lambda: identity.open_session(person_id, client="app", party_id=party_id, role=role, proof=proof))
    return Person(world, person.phone, session)
