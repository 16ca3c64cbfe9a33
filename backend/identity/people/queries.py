"""Reads about people: masked forms only, of oneself and of those one lives with or answers for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from backend.extensions import db
from backend.identity.models import Agreement, Organisation, Person
from backend.identity.people import ages
from backend.identity.people.errors import DisclosureNotFound
from backend.identity.people.models import (
    Disclosure,
    Guardianship,
    Household,
    HouseholdInvitation,
    HouseholdMember,
    PhoneChange,
    PhoneChangeState,
    RealName,
    RealNameTry,
    Recovery,
    RecoveryState,
)
from backend.identity.people.payloads import Outcome, RealNameView
from backend.kernel import clock, i18n
from backend.kernel.principal import Principal
from backend.releases.queries import whole


def party_of(person_id: UUID) -> UUID:
    return db.session.execute(select(Person.party_id).where(Person.id == person_id)).scalar_one()


# The real name


def real_name(person_id: UUID) -> RealNameView:
    kept = db.session.get(RealName, person_id)
    left = max(0, most_tries() - tries_today(person_id))
    if kept is None:
        return RealNameView("none", None, None, None, ages.age_group(person_id), left)
    return RealNameView("checked", kept.name_masked, kept.number_tail, kept.checked_at, ages.age_group(person_id), left)


def most_tries() -> int:
    return whole("real_name.tries_a_day", clock.today())


def tries_today(person_id: UUID) -> int:
    return _tries(RealNameTry.person_id == person_id)


def tries_of_number(indexes: Sequence[str]) -> int:
    return _tries(RealNameTry.number_index.in_(indexes))


def _tries(about: ColumnElement[bool]) -> int:
    """Of today; one that the register could not answer cost nothing."""
    counts = or_(RealNameTry.outcome.is_(None), RealNameTry.outcome != str(Outcome.UNKNOWN))
    since = clock.start_of(clock.today())
    asked = select(func.count()).select_from(RealNameTry).where(about, RealNameTry.requested_at >= since, counts)
    return db.session.scalar(asked) or 0


# Guardians


@dataclass(frozen=True, slots=True)
class GuardianshipView:
    """``nickname``: of the other side; of somebody who has only been asked there is the number that was typed."""

    guardianship_id: UUID
    nickname: str | None
    phone_masked: str | None
    state: str
    recorded_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    consent_version: str | None


@dataclass(frozen=True, slots=True)
class ConsentText:
    version: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class GuardiansView:
    age_group: str
    guardian: GuardianshipView | None
    wards: Sequence[GuardianshipView]
    asked: Sequence[GuardianshipView]
    consent: ConsentText


def guardians(person_id: UUID, indexes: Sequence[str]) -> GuardiansView:
    """``indexes``: of the person's own number, for what others ask of it."""
    now = clock.now()
    mine = db.session.scalar(
        select(Guardianship).where(Guardianship.minor_id == person_id, Guardianship.ended_at.is_(None),
                                   or_(Guardianship.accepted_at.is_not(None), Guardianship.expires_at > now))
    )  # fmt: skip
    wards = db.session.scalars(
        select(Guardianship)
        .where(Guardianship.guardian_id == person_id, Guardianship.ended_at.is_(None))
        .order_by(Guardianship.accepted_at, Guardianship.id)
    )
    asked = db.session.scalars(
        select(Guardianship)
        .where(Guardianship.phone_index.in_(indexes), Guardianship.accepted_at.is_(None),
               Guardianship.ended_at.is_(None), Guardianship.expires_at > now)
        .order_by(Guardianship.recorded_at, Guardianship.id)
    )  # fmt: skip
    return GuardiansView(
        age_group=ages.age_group(person_id),
        guardian=_as_ward_sees(mine) if mine else None,
        wards=[_as_guardian_sees(row) for row in wards],
        asked=[_as_guardian_sees(row) for row in asked],
        consent=consent_text(),
    )


def consent_text() -> ConsentText:
    """What a guardian agrees to: the newest version."""
    row = db.session.execute(
        select(Agreement)
        .where(Agreement.kind == "guardian", Agreement.in_force_on <= clock.today())
        .order_by(Agreement.in_force_on.desc(), Agreement.published_at.desc(), Agreement.version.desc())
        .limit(1)
    ).scalar_one()
    return ConsentText(row.version, i18n.choose(row.title_zh, row.title_en), i18n.choose(row.text_zh, row.text_en))


def guarded(person_id: UUID) -> bool:
    """Somebody has taken it on to consent for this person."""
    live = select(Guardianship.id).where(Guardianship.minor_id == person_id, Guardianship.ended_at.is_(None),
                                         Guardianship.accepted_at.is_not(None))  # fmt: skip
    return db.session.scalar(live) is not None


def _as_ward_sees(row: Guardianship) -> GuardianshipView:
    accepted = row.accepted_at is not None
    return _guardianship(row, nickname_of(row.guardian_id) if row.guardian_id else None,
                         None if accepted else row.phone_masked)  # fmt: skip


def _as_guardian_sees(row: Guardianship) -> GuardianshipView:
    """Of the one who asks: the nickname, and the number's ends so that a stranger is recognised as one."""
    minor = db.session.get_one(Person, row.minor_id)
    return _guardianship(row, minor.nickname, minor.phone_masked)


def _guardianship(row: Guardianship, nickname: str | None, phone_masked: str | None) -> GuardianshipView:
    state = "accepted" if row.accepted_at else "asked"
    return GuardianshipView(row.id, nickname, phone_masked, state, row.recorded_at, row.expires_at, row.accepted_at,
                            row.consent_version)  # fmt: skip


def nickname_of(person_id: UUID) -> str:
    return db.session.execute(select(Person.nickname).where(Person.id == person_id)).scalar_one()


# Households


@dataclass(frozen=True, slots=True)
class HouseholdMemberView:
    household_member_id: UUID
    nickname: str
    is_head: bool
    is_me: bool
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class HouseholdInvitationView:
    household_invitation_id: UUID
    household: str
    invited_by: str
    phone_masked: str | None
    recorded_at: datetime
    expires_at: datetime
    answer: str | None


@dataclass(frozen=True, slots=True)
class HouseholdView:
    household_id: UUID
    name: str
    members: Sequence[HouseholdMemberView]
    invitations: Sequence[HouseholdInvitationView]
    """That wait for an answer; the head sees them."""
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class MyHousehold:
    household: HouseholdView | None
    invitations: Sequence[HouseholdInvitationView]
    """To one's own number."""


def my_household(person_id: UUID, indexes: Sequence[str]) -> MyHousehold:
    invited = db.session.scalars(
        select(HouseholdInvitation)
        .where(HouseholdInvitation.phone_index.in_(indexes), HouseholdInvitation.answered_at.is_(None),
               HouseholdInvitation.expires_at > clock.now())
        .order_by(HouseholdInvitation.recorded_at, HouseholdInvitation.id)
    )  # fmt: skip
    return MyHousehold(household_of(person_id), [household_invitation(row, to_guest=True) for row in invited])


def household_of(person_id: UUID) -> HouseholdView | None:
    mine = live_member(person_id)
    if mine is None:
        return None
    rows = db.session.execute(
        select(HouseholdMember, Person.nickname)
        .join(Person, Person.id == HouseholdMember.person_id)
        .where(HouseholdMember.household_id == mine.household_id, HouseholdMember.ended_at.is_(None))
        .order_by(HouseholdMember.is_head.desc(), HouseholdMember.joined_at, HouseholdMember.id)
    ).all()
    members = [
        HouseholdMemberView(row.HouseholdMember.id, row.nickname, row.HouseholdMember.is_head,
                            row.HouseholdMember.person_id == person_id, row.HouseholdMember.joined_at)
        for row in rows
    ]  # fmt: skip
    open_ones = db.session.scalars(
        select(HouseholdInvitation)
        .where(HouseholdInvitation.household_id == mine.household_id, HouseholdInvitation.answered_at.is_(None),
               HouseholdInvitation.expires_at > clock.now())
        .order_by(HouseholdInvitation.recorded_at, HouseholdInvitation.id)
    ) if mine.is_head else ()  # fmt: skip
    leaves = ["leave"] if not mine.is_head or len(members) == 1 else []
    return HouseholdView(
        mine.household_id, db.session.get_one(Household, mine.household_id).name, members,
        [household_invitation(row, to_guest=False) for row in open_ones],
        [*leaves, *(["invite", "remove", "hand-over"] if mine.is_head else [])],
    )  # fmt: skip


def live_member(person_id: UUID) -> HouseholdMember | None:
    return db.session.scalar(
        select(HouseholdMember).where(HouseholdMember.person_id == person_id, HouseholdMember.ended_at.is_(None))
    )


def household_invitation(row: HouseholdInvitation, *, to_guest: bool) -> HouseholdInvitationView:
    """The head sees which number was typed, the guest who asks."""
    return HouseholdInvitationView(
        row.id, db.session.get_one(Household, row.household_id).name, nickname_of(row.invited_by),
        None if to_guest else row.phone_masked, row.recorded_at, row.expires_at, row.answer,
    )  # fmt: skip


# Another number


@dataclass(frozen=True, slots=True)
class PhoneChangeView:
    phone_change_id: UUID
    phone_masked: str
    state: str
    by_office: bool
    recorded_at: datetime
    due_at: datetime
    ended_at: datetime | None
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """Somebody at the service desk says that the phone is lost: nobody has decided yet."""

    phone_masked: str
    recorded_at: datetime
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class PhoneChanges:
    items: Sequence[PhoneChangeView]
    at_the_desk: AtTheDesk | None


def phone_changes(person_id: UUID) -> PhoneChanges:
    case = db.session.scalar(
        select(Recovery).where(Recovery.person_id == person_id, Recovery.state == RecoveryState.OPEN)
    )
    at_the_desk = AtTheDesk(case.phone_masked, case.recorded_at, ("object",)) if case else None
    return PhoneChanges(_phone_changes(person_id), at_the_desk)


def _phone_changes(person_id: UUID) -> list[PhoneChangeView]:
    rows = db.session.scalars(
        select(PhoneChange)
        .where(PhoneChange.person_id == person_id)
        .order_by(PhoneChange.recorded_at.desc(), PhoneChange.id)
        .limit(20)
    )
    return [phone_change(row) for row in rows]


def phone_change(row: PhoneChange) -> PhoneChangeView:
    waits = row.state == PhoneChangeState.WAITING
    return PhoneChangeView(row.id, row.phone_masked, row.state, row.recovery_id is not None, row.recorded_at,
                           row.due_at, row.ended_at, ("cancel",) if waits else ())  # fmt: skip


# Who has looked


@dataclass(frozen=True, slots=True)
class DisclosureView:
    disclosure_id: UUID
    organisation: str | None
    role: str
    kinds: Sequence[str]
    kind_names: Sequence[str]
    reason: str
    reason_name: str
    subject: str | None
    recorded_at: datetime


def disclosure(principal: Principal, disclosure_id: UUID) -> UUID:
    """Looks whether it is about oneself. Raises DisclosureNotFound."""
    found = db.session.get(Disclosure, disclosure_id)
    if found is None or found.person_id != principal.person_id:
        raise DisclosureNotFound(disclosure_id=str(disclosure_id))
    return found.id


def disclosures(person_id: UUID, *, limit: int, after: tuple[datetime, UUID] | None) -> list[DisclosureView]:
    """Newest first; never by whom."""
    asked = (
        select(Disclosure, Organisation)
        .outerjoin(Organisation, Organisation.party_id == Disclosure.party_id)
        .where(Disclosure.person_id == person_id)
        .order_by(Disclosure.recorded_at.desc(), Disclosure.id.desc())
        .limit(limit)
    )
    if after is not None:
        recorded_at, last = after
        earlier = Disclosure.recorded_at < recorded_at
        asked = asked.where(or_(earlier, (Disclosure.recorded_at == recorded_at) & (Disclosure.id < last)))
    found = []
    for each in db.session.execute(asked).all():
        row: Disclosure = each.Disclosure
        organisation: Organisation | None = each.Organisation
        where = None if organisation is None else i18n.choose(organisation.name_zh, organisation.name_en)
        found.append(
            DisclosureView(
                row.id, where, row.role, row.kinds,
                [i18n.text(f"disclosed.{kind}") for kind in row.kinds], row.reason,
                i18n.text(f"disclosed-for.{row.reason}"), row.subject, row.recorded_at,
            )
        )  # fmt: skip
    return found
