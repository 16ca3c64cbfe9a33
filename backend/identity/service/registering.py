"""Make persons and organisations known, and say who may act for whom."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.identity import personal_keys, queries
from backend.identity.errors import AgreementVersionUnknown, RoleNotThere, RolesApart, StaffRealNameNeeded
from backend.identity.models import (
    Acceptance,
    Agreement,
    Membership,
    Organisation,
    OrganisationKind,
    OrganisationState,
    Party,
    PartyKind,
    Person,
)
from backend.identity.payloads import RegisterOrganisation, RegisterPerson, UpdateMe
from backend.identity.people.models import RealName
from backend.identity.queries import Me, OrganisationView, PersonView
from backend.identity.roles import ROLES_IN
from backend.kernel import chance, clock, crypto, phones
from backend.kernel.ids import new_id
from backend.kernel.principal import APART, STAFF, Principal, Role
from backend.kernel.turns import take_turn
from backend.releases.queries import setting


def register_person(_: Principal, wish: RegisterPerson) -> PersonView:
    """The account of a number: a new one, unless it has one. One number never has two, whatever version of the key
    indexes it: everybody who might open one for it takes turns."""
    keys = crypto.keys()
    take_turns_about(wish.phone)
    if (known := person_by_phone(wish.phone)) is not None:
        found = queries.person(known)
        assert found is not None, "just found"
        return found
    person_id, party_id, now = new_id(), new_id(), clock.now()
    db.session.add(Party(id=party_id, kind=PartyKind.PERSON, recorded_at=now))
    db.session.flush()
    person = Person(
        id=person_id, party_id=party_id, phone_sealed=personal_keys.seal(person_id, personal_keys.PHONE, wish.phone),
        phone_index=keys.blind_index(wish.phone, purpose="phone"), phone_masked=phones.masked(wish.phone),
        nickname=wish.nickname or f"邻居{phones.tail(wish.phone)}", elder_mode=False, recorded_at=now,
    )  # fmt: skip
    db.session.add(person)
    db.session.flush()
    return PersonView(person_id, party_id, person.phone_masked, person.nickname, elder_mode=False)


def person_by_phone(phone: str) -> UUID | None:
    """Whose number (E.164) it is: looked for under every version of the key that is still there."""
    indexes = crypto.keys().blind_indexes(phone, purpose="phone")
    return db.session.scalar(select(Person.id).where(Person.phone_index.in_(indexes)))


def phone_of(person_id: UUID) -> str:
    """E.164. For what must be compared with it or sent to it; it leaves identity only masked or to the SMS relay."""
    person = db.session.get_one(Person, person_id)
    return personal_keys.unseal(person_id, personal_keys.PHONE, person.phone_sealed)


def take_turns_about(phone: str) -> None:
    """Wait until nobody else opens an account for this number.

    Two processes may write different versions while a new key comes or an old one goes; but as they learn of one
    change at a time, they always have one version in common, and meet at its lock.
    """
    for index in crypto.keys().blind_indexes(phone, purpose="phone"):
        take_turn(f"account:{index}")


def register_organisation(_: Principal, wish: RegisterOrganisation) -> OrganisationView:
    party_id, now = new_id(), clock.now()
    code = wish.code or f"{wish.kind}-{chance.digits(8)}"
    db.session.add(Party(id=party_id, kind=PartyKind.ORGANISATION, recorded_at=now))
    db.session.flush()
    db.session.add(
        Organisation(party_id=party_id, code=code, kind=wish.kind, name_zh=wish.name_zh, name_en=wish.name_en,
                     place_zh=wish.place_zh, place_en=wish.place_en, unified_code=wish.unified_code,
                     state=OrganisationState.ACTIVE, recorded_at=now)
    )  # fmt: skip
    db.session.flush()
    found = queries.organisation(party_id)
    assert found is not None, "just registered"
    return found


def join(person_id: UUID, party_id: UUID, role: Role, *, appointed_by: UUID | None = None) -> None:
    """From now on the person may act for the organisation in this role. Raises RolesApart, RoleNotThere,
    StaffRealNameNeeded.
    """
    organisation = db.session.get_one(Organisation, party_id)
    if role not in ROLES_IN[OrganisationKind(organisation.kind)]:
        raise RoleNotThere(role=str(role), kind=organisation.kind)
    held = select(Membership.role).where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    if role in APART and {Role(other) for other in db.session.scalars(held)} & (set(APART) - {role}):
        raise RolesApart(role=str(role))
    if role in STAFF and _staff_need_names() and db.session.get(RealName, person_id) is None:
        raise StaffRealNameNeeded()
    db.session.execute(
        insert(Membership)
        .values(id=new_id(), person_id=person_id, party_id=party_id, role=str(role), recorded_at=clock.now(),
                appointed_by=appointed_by)
        .on_conflict_do_nothing(index_elements=["person_id", "party_id", "role"],
                                index_where=Membership.ended_at.is_(None))
    )  # fmt: skip


def _staff_need_names() -> bool:
    return setting("staff.need_real_name", clock.today()) == "true"


def update_me(principal: Principal, wish: UpdateMe) -> Me:
    person = db.session.get_one(Person, principal.person_id, with_for_update=True)
    if wish.nickname is not None:
        person.nickname = wish.nickname
    if wish.elder_mode is not None:
        person.elder_mode = wish.elder_mode
    db.session.flush()
    return queries.me(principal)


def accept_agreement(principal: Principal, version: str) -> Me:
    """Agree to the newer words that have come into force since one signed in. Raises AgreementVersionUnknown."""
    current = queries.current_agreement_version()
    if version != current:
        raise AgreementVersionUnknown(current=current)
    accept_agreements(principal.person_id, version)
    db.session.flush()
    return queries.me(principal)


def accept_agreements(person_id: UUID, version: str) -> None:
    """Write down that the agreement and the privacy notice of this version were accepted; once."""
    for kind in ("agreement", "privacy"):
        db.session.execute(
            insert(Acceptance)
            .values(person_id=person_id, kind=kind, version=version, accepted_at=clock.now())
            .on_conflict_do_nothing()
        )


def publish_agreement(*, kind: str, version: str, in_force_on: date, **words: str) -> None:
    """Load a version of a document; a version once published is never edited. ``words``: title and text in both
    languages."""
    db.session.execute(
        insert(Agreement)
        .values(kind=kind, version=version, in_force_on=in_force_on, published_at=clock.now(), **words)
        .on_conflict_do_nothing()
    )
