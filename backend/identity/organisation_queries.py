"""Reads about organisations, their members and invitations, and what is announced to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, tuple_

from backend.extensions import db
from backend.identity import policy
from backend.identity.errors import OrganisationNotFound
from backend.identity.models import Announcement, Invitation, Membership, Organisation, OrganisationKind, Person
from backend.identity.roles import ROLES_IN, looks_after_itself
from backend.kernel import clock, i18n
from backend.kernel.principal import Principal, Role


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    organisation_id: UUID
    code: str
    kind: str
    name_zh: str
    name_en: str
    place_zh: str
    place_en: str
    unified_code: str | None
    state: str
    recorded_at: datetime
    roles: Sequence[str]
    members: int
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class MemberView:
    membership_id: UUID
    nickname: str
    phone_masked: str
    role: str
    since: datetime
    is_me: bool
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class InvitationView:
    invitation_id: UUID
    organisation_id: UUID
    organisation: str
    kind: str
    role: str
    phone_masked: str
    recorded_at: datetime
    expires_at: datetime
    answer: str | None


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    announcement_id: UUID
    text: str
    is_urgent: bool
    starts_at: datetime
    ends_at: datetime


def organisation_facts(principal: Principal, party_id: UUID) -> OrganisationFacts:
    """Raises OrganisationNotFound, also where it is nothing to the principal."""
    policy.may_look_at(principal, party_id)
    organisation = db.session.get(Organisation, party_id)
    if organisation is None:
        raise OrganisationNotFound()
    return _facts(principal, organisation, _members_of([party_id]).get(party_id, 0))


def list_organisations(
    principal: Principal, *, kind: str | None, text: str | None, limit: int, after: tuple[datetime, UUID] | None
) -> list[OrganisationFacts]:
    """The county's list, newest first; ``text`` stands anywhere in a name or begins the unified code."""
    conditions: list[ColumnElement[bool]] = []
    if kind is not None:
        conditions.append(Organisation.kind == kind)
    if text is not None:
        names = (Organisation.name_zh.icontains(text, autoescape=True),
                 Organisation.name_en.icontains(text, autoescape=True))  # fmt: skip
        conditions.append(or_(*names, Organisation.unified_code.startswith(text.upper(), autoescape=True)))
    if after is not None:
        conditions.append(tuple_(Organisation.recorded_at, Organisation.party_id) < after)
    rows = db.session.scalars(
        select(Organisation)
        .where(*conditions)
        .order_by(Organisation.recorded_at.desc(), Organisation.party_id.desc())
        .limit(limit)
    ).all()
    members = _members_of([row.party_id for row in rows])
    return [_facts(principal, row, members.get(row.party_id, 0)) for row in rows]


def list_members(principal: Principal, party_id: UUID) -> list[MemberView]:
    facts = organisation_facts(principal, party_id)
    rows = db.session.execute(
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.party_id == party_id, Membership.ended_at.is_(None))
        .order_by(Membership.recorded_at, Membership.id)
    ).all()
    chooses = "choose-members" in facts.abilities
    managers = sum(row.Membership.role == Role.ORGANISATION_MANAGER for row in rows)
    return [_member(row.Membership, row.Person, principal, chooses=chooses, managers=managers) for row in rows]


def open_invitations(principal: Principal, party_id: UUID) -> list[InvitationView]:
    """What the organisation has offered and nobody has answered."""
    organisation_facts(principal, party_id)
    return _invitations(Invitation.party_id == party_id)


def invitations_to(phone_indexes: Sequence[str]) -> list[InvitationView]:
    return _invitations(Invitation.phone_index.in_(phone_indexes))


def invitation_view(invitation: Invitation, organisation: Organisation) -> InvitationView:
    return InvitationView(
        invitation_id=invitation.id, organisation_id=organisation.party_id,
        organisation=i18n.choose(organisation.name_zh, organisation.name_en), kind=organisation.kind,
        role=invitation.role, phone_masked=invitation.phone_masked, recorded_at=invitation.recorded_at,
        expires_at=invitation.expires_at, answer=invitation.answer,
    )  # fmt: skip


def announcements() -> list[AnnouncementView]:
    """What stands above every page now."""
    now = clock.now()
    rows = db.session.scalars(
        select(Announcement)
        .where(Announcement.starts_at <= now, Announcement.ends_at > now)
        .order_by(Announcement.is_urgent.desc(), Announcement.starts_at.desc())
    )
    return [_announcement(row) for row in rows]


def all_announcements() -> list[AnnouncementView]:
    """For the office: what is announced and what will be."""
    rows = db.session.scalars(
        select(Announcement).where(Announcement.ends_at > clock.now()).order_by(Announcement.starts_at)
    )
    return [_announcement(row) for row in rows]


def _announcement(row: Announcement) -> AnnouncementView:
    return AnnouncementView(row.id, i18n.choose(row.text_zh, row.text_en), row.is_urgent, row.starts_at, row.ends_at)


def _invitations(whose: ColumnElement[bool]) -> list[InvitationView]:
    rows = db.session.execute(
        select(Invitation, Organisation)
        .join(Organisation, Organisation.party_id == Invitation.party_id)
        .where(whose, Invitation.answered_at.is_(None), Invitation.expires_at > clock.now())
        .order_by(Invitation.recorded_at.desc())
    )
    return [invitation_view(row.Invitation, row.Organisation) for row in rows]


def _member(
    membership: Membership, person: Person, principal: Principal, *, chooses: bool, managers: int
) -> MemberView:
    is_me = person.id == principal.person_id
    is_last = membership.role == Role.ORGANISATION_MANAGER and managers == 1
    at_home = principal.party_id == membership.party_id
    may = {
        "end": chooses and not is_last,
        "hand-over": chooses and at_home and not is_me and membership.role != Role.ORGANISATION_MANAGER,
    }
    return MemberView(
        membership_id=membership.id, nickname=person.nickname, phone_masked=person.phone_masked, role=membership.role,
        since=membership.recorded_at, is_me=is_me, abilities=tuple(what for what, allowed in may.items() if allowed),
    )  # fmt: skip


def _members_of(party_ids: Sequence[UUID]) -> dict[UUID, int]:
    counted = (
        select(Membership.party_id, func.count())
        .where(Membership.party_id.in_(party_ids), Membership.ended_at.is_(None))
        .group_by(Membership.party_id)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}


def _facts(principal: Principal, row: Organisation, members: int) -> OrganisationFacts:
    kind = OrganisationKind(row.kind)
    administers = principal.role is Role.SYSTEM_ADMINISTRATOR
    manages = principal.role is Role.ORGANISATION_MANAGER and principal.party_id == row.party_id
    may = {"choose-members": administers or (manages and looks_after_itself(kind)), "rename": administers,
           "close": administers}  # fmt: skip
    return OrganisationFacts(
        organisation_id=row.party_id, code=row.code, kind=row.kind, name_zh=row.name_zh, name_en=row.name_en,
        place_zh=row.place_zh, place_en=row.place_en, unified_code=row.unified_code, state=row.state,
        recorded_at=row.recorded_at, roles=tuple(map(str, ROLES_IN[kind])), members=members,
        abilities=tuple(what for what, allowed in may.items() if allowed and row.state == "active"),
    )  # fmt: skip
