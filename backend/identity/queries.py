"""Reads about persons and organisations. Names and masked numbers only: nothing here unseals a phone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import BindParameter, Exists, Select, bindparam, exists, or_, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from backend.extensions import db
from backend.identity.models import (
    Acceptance,
    Agreement,
    Membership,
    Organisation,
    OrganisationState,
    Passkey,
    Person,
    PersonKey,
    SignIn,
    TotpFactor,
)
from backend.identity.payloads import Member
from backend.identity.roles import ROLES_IN
from backend.kernel import clock, i18n
from backend.kernel.principal import SECOND_FACTORS, STAFF, Principal, Proof, Role

_LIVE = (Membership.ended_at.is_(None), Organisation.state == OrganisationState.ACTIVE)


@dataclass(frozen=True, slots=True)
class OrganisationView:
    party_id: UUID
    code: str
    kind: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class PersonView:
    person_id: UUID
    party_id: UUID
    phone_masked: str
    nickname: str
    elder_mode: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    version: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class Me:
    person_id: UUID
    party_id: UUID
    phone_masked: str
    nickname: str
    elder_mode: bool
    roles: Sequence[str]
    memberships: Sequence[Member]
    acting: Member | None
    second_factor: bool
    second_factors: Sequence[str]
    agreement: Accepted | None
    agreement_to_accept: str | None
    abilities: Sequence[str]


def me(principal: Principal) -> Me:
    person = db.session.get_one(Person, principal.person_id)
    members, hat = memberships(principal.person_id), (principal.party_id, str(principal.role))
    factors = second_factors(principal.person_id)
    accepted = db.session.scalar(
        select(Acceptance)
        .where(Acceptance.person_id == person.id, Acceptance.kind == "agreement")
        .order_by(Acceptance.accepted_at.desc())
        .limit(1)
    )
    return Me(
        person_id=person.id, party_id=principal.party_id, phone_masked=person.phone_masked, nickname=person.nickname,
        elder_mode=person.elder_mode, roles=(str(principal.role),), memberships=members,
        acting=next((member for member in members if (member.party_id, member.role) == hat), None),
        second_factor=bool(factors), second_factors=factors,
        agreement=Accepted(accepted.version, accepted.accepted_at) if accepted else None,
        agreement_to_accept=_newer_than(accepted),
        abilities=("update", *(["act-as"] if members else [])),
    )  # fmt: skip


def _newer_than(accepted: Acceptance | None) -> str | None:
    """The version that came into force since; whoever never accepted one is asked at the next sign-in."""
    if accepted is None:
        return None
    current = current_agreement_version()
    return current if current != accepted.version else None


def memberships(person_id: UUID) -> tuple[Member, ...]:
    rows = db.session.execute(
        select(Membership.id, Membership.role, Organisation)
        .join(Organisation, Organisation.party_id == Membership.party_id)
        .where(Membership.person_id == person_id, *_LIVE)
        .order_by(Organisation.code, Membership.recorded_at, Membership.id)
    )
    return tuple(
        Member(row.id, row.Organisation.party_id, i18n.choose(row.Organisation.name_zh, row.Organisation.name_en),
               row.Organisation.kind, row.role, i18n.choose(row.Organisation.place_zh, row.Organisation.place_en))
        for row in rows
    )  # fmt: skip


def roles_held(roles: Collection[Role]) -> frozenset[Role]:
    """Which of these roles somebody has today, anywhere."""
    held = select(Membership.role).where(
        Membership.role.in_([str(role) for role in roles]), Membership.party_id == Organisation.party_id, *_LIVE
    )
    return frozenset(Role(role) for role in db.session.scalars(held.distinct()))


def role_for(person_id: UUID, party_id: UUID, wanted: Role | None = None) -> Role | None:
    """In which role a person acts for a party: a citizen for oneself, by membership for an organisation.

    Of several roles in one organisation the ``wanted`` one, or else the one that was given first.
    """
    if db.session.scalar(select(Person.id).where(Person.id == person_id, Person.party_id == party_id)):
        return Role.CITIZEN if wanted in {None, Role.CITIZEN} else None
    held = db.session.scalars(
        select(Membership.role)
        .join(Organisation, Organisation.party_id == Membership.party_id)
        .where(Membership.person_id == person_id, Membership.party_id == party_id, *_LIVE)
        .order_by(Membership.recorded_at, Membership.id)
    ).all()
    if wanted is not None:
        return wanted if str(wanted) in held else None
    return Role(held[0]) if held else None


def client_of(principal: Principal) -> str:
    """By what the person is signed in: "browser" or "app"."""
    client = db.session.scalar(select(SignIn.client).where(SignIn.id == principal.session_id))
    return client or "office"


def has_second_factor(person_id: UUID) -> bool:
    """Has the person something to show beyond a text message?"""
    return bool(second_factors(person_id))


def second_factors(person_id: UUID) -> tuple[Proof, ...]:
    """What the person has to show beyond a text message, the handier first."""
    has_device, has_app = db.session.execute(select(_device_of(person_id), _app_of(person_id))).one()
    return (*([Proof.PASSKEY] if has_device else []), *([Proof.TOTP] if has_app else []))


def _app_of(person_id: UUID | BindParameter[UUID]) -> Exists:
    return exists().where(TotpFactor.person_id == person_id, TotpFactor.confirmed_at.is_not(None))


def _device_of(person_id: UUID | BindParameter[UUID]) -> Exists:
    return exists().where(Passkey.person_id == person_id)


def works_for_an_office(person_id: UUID) -> bool:
    """In a position that asks for a second factor."""
    positions = exists().where(
        Membership.person_id == person_id, Membership.role.in_([str(role) for role in STAFF]),
        Membership.party_id == Organisation.party_id, *_LIVE,
    )  # fmt: skip
    return bool(db.session.scalar(select(positions)))


@dataclass(frozen=True, slots=True)
class PasskeyView:
    passkey_id: UUID
    name: str
    recorded_at: datetime
    used_at: datetime | None


def passkeys(person_id: UUID) -> list[PasskeyView]:
    """Of a person, the oldest first."""
    rows = db.session.scalars(
        select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.recorded_at, Passkey.id)
    )
    return [passkey_view(row) for row in rows]


def passkey_view(row: Passkey) -> PasskeyView:
    return PasskeyView(row.id, row.name, row.recorded_at, row.used_at)


def kind_with(role: Role) -> str:
    """A kind of organisation that has this position."""
    return str(next(kind for kind, roles in ROLES_IN.items() if role in roles))


def person(person_id: UUID) -> PersonView | None:
    found = db.session.get(Person, person_id)
    return _person_view(found) if found else None


def person_of(party_id: UUID) -> PersonView | None:
    person = db.session.scalar(select(Person).where(Person.party_id == party_id))
    return _person_view(person) if person else None


def is_gone(party_id: UUID) -> bool:
    """Whether the party was somebody's own who has closed their account."""
    destroyed = select(PersonKey.person_id).join(Person, Person.id == PersonKey.person_id).where(
        Person.party_id == party_id, PersonKey.destroyed_at.is_not(None)
    )  # fmt: skip
    return db.session.scalar(destroyed) is not None


def persons_of(party_ids: Iterable[UUID]) -> Mapping[UUID, PersonView]:
    """By party, for lists: one query however many."""
    found = db.session.scalars(select(Person).where(Person.party_id.in_(list(party_ids))))
    return {person.party_id: _person_view(person) for person in found}


def managers_of(party_id: UUID) -> tuple[UUID, ...]:
    """The parties of those who manage an organisation now: whom one tells what concerns it."""
    found = db.session.scalars(
        select(Person.party_id)
        .join(Membership, Membership.person_id == Person.id)
        .join(Organisation, Organisation.party_id == Membership.party_id)
        .where(Membership.party_id == party_id, Membership.role == Role.ORGANISATION_MANAGER, *_LIVE)
        .order_by(Person.party_id)
    )
    return tuple(found)


def organisation(party_id: UUID) -> OrganisationView | None:
    return organisations([party_id]).get(party_id)


def organisations(party_ids: Iterable[UUID]) -> Mapping[UUID, OrganisationView]:
    found = db.session.scalars(select(Organisation).where(Organisation.party_id.in_(list(party_ids))))
    return {row.party_id: _organisation_view(row) for row in found}


def organisation_by_code(code: str) -> OrganisationView | None:
    row = db.session.scalar(select(Organisation).where(Organisation.code == code))
    return _organisation_view(row) if row else None


_NEWEST: Final = (Agreement.in_force_on.desc(), Agreement.published_at.desc(), Agreement.version.desc())


@dataclass(frozen=True, slots=True)
class AgreementView:
    kind: str
    version: str
    title: str
    text: str
    published_on: datetime
    in_force_on: date


def current_agreements() -> list[AgreementView]:
    """The version in force of each document that a person accepts at sign-in."""
    rows = db.session.scalars(
        select(Agreement).ext(distinct_on(Agreement.kind)).where(Agreement.in_force_on <= clock.today())
        .order_by(Agreement.kind, *_NEWEST)
    )  # fmt: skip
    return [
        AgreementView(row.kind, row.version, i18n.choose(row.title_zh, row.title_en),
                      i18n.choose(row.text_zh, row.text_en), row.published_at, row.in_force_on)
        for row in rows
    ]  # fmt: skip


def current_agreement_version() -> str:
    in_force = select(Agreement.version).where(Agreement.kind == "agreement", Agreement.in_force_on <= clock.today())
    version = db.session.scalar(in_force.order_by(*_NEWEST).limit(1))
    assert version is not None, "an agreement is published with the reference data"
    return version


@dataclass(frozen=True, slots=True)
class Standing:
    """How a live sign-in stands: when the person last proved who they are, whether by more than a message, and
    whether they have more to show."""

    proved_at: datetime | None
    by_second_factor: bool
    has_second_factor: bool


def standing_of(principal: Principal) -> Standing | None:
    """None unless the sign-in lives and the person still is what the token says. Asked for every request."""
    asked = _standing(principal.role is Role.CITIZEN, principal.role in STAFF)
    row = db.session.execute(asked, {
        "session": principal.session_id, "person": principal.person_id, "party": principal.party_id,
        "role": str(principal.role), "now": clock.now(),
    }).one_or_none()  # fmt: skip
    return None if row is None else Standing(row.proved_at, row.proof in SECOND_FACTORS, row.has_one)


@cache
def _standing(is_citizen: bool, is_staff: bool) -> Select[datetime | None, str | None, bool]:
    """Built once: to build it with each request took a third of the time of asking."""
    person: BindParameter[UUID] = bindparam("person")
    member = exists().where(
        Membership.person_id == person, Membership.party_id == bindparam("party"),
        Membership.role == bindparam("role"), Membership.party_id == Organisation.party_id, *_LIVE,
    )  # fmt: skip
    has_one = or_(_device_of(person), _app_of(person))
    return select(SignIn.proved_at, SignIn.proof, has_one.label("has_one")).where(
        SignIn.id == bindparam("session"),
        SignIn.ended_at.is_(None),
        SignIn.ends_at > bindparam("now"),
        true() if is_citizen else member,
        SignIn.has_second_factor if is_staff else true(),
    )


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A live sign-in. ``seen_at``: of its last refresh, to within an access token's ten minutes."""

    device_id: UUID
    name: str | None
    client: str
    started_at: datetime
    seen_at: datetime
    is_this: bool
    has_second_factor: bool


def live_devices(principal: Principal) -> list[DeviceView]:
    """Where the person is signed in: this one first, then the last seen."""
    rows = db.session.scalars(
        select(SignIn)
        .where(SignIn.person_id == principal.person_id, SignIn.ended_at.is_(None), SignIn.ends_at > clock.now())
        .order_by((SignIn.id == principal.session_id).desc(), SignIn.seen_at.desc(), SignIn.id)
        .limit(100)
    )
    return [
        DeviceView(row.id, row.device, row.client, row.started_at, row.seen_at, row.id == principal.session_id,
                   row.has_second_factor)
        for row in rows
    ]  # fmt: skip


def _person_view(person: Person) -> PersonView:
    return PersonView(person.id, person.party_id, person.phone_masked, person.nickname, person.elder_mode)


def _organisation_view(row: Organisation) -> OrganisationView:
    return OrganisationView(row.party_id, row.code, row.kind, i18n.choose(row.name_zh, row.name_en),
                            i18n.choose(row.place_zh, row.place_en))  # fmt: skip
