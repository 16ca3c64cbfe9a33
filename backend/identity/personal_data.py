"""Fills ``PersonalData``: who somebody is, where they were signed in, for whom they act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select

from backend.extensions import db
from backend.identity import personal_keys
from backend.identity.models import Acceptance, Membership, Organisation, OrganisationKind, Passkey, Person, SignIn
from backend.identity.people.models import (
    Disclosure,
    Household,
    HouseholdMember,
    NameCorrection,
    PhoneChange,
    PhoneChangeState,
    RealName,
    Recovery,
    RecoveryState,
)
from backend.identity.roles import looks_after_itself
from backend.identity.service.forgetting import forget
from backend.identity.service.inviting import members_in
from backend.kernel.personal_data import Consequence, Document, Owner, PersonalData, StillOpen, Table, table
from backend.kernel.principal import Role

TABLES: Final = frozenset({
    "identity_persons", "identity_person_keys", "identity_sign_ins", "identity_refresh_tokens",
    "identity_sms_challenges", "identity_invitations", "identity_memberships", "identity_acceptances",
    "identity_totp_factors", "identity_recovery_codes", "identity_passkeys", "identity_passkey_challenges",
    "identity_real_names", "identity_real_name_tries", "identity_name_corrections",
    "identity_guardianships", "identity_household_members",
    "identity_household_invitations", "identity_recoveries", "identity_phone_changes", "identity_disclosures",
})  # fmt: skip


class IdentityData(PersonalData):
    tables = TABLES

    def export(self, owner: Owner) -> Iterable[Table | Document]:
        person = db.session.get_one(Person, owner.person_id)
        real = db.session.get(RealName, owner.person_id)
        yield Table(
            "account",
            ("person_id", "party_id", "phone", "nickname", "elder_mode", "real_name", "born_on", "recorded_at"),
            [[person.id, person.party_id, _opened(person.id, personal_keys.PHONE, person.phone_sealed),
              person.nickname, person.elder_mode,
              None if real is None else _opened(person.id, personal_keys.NAME, real.name_sealed),
              None if real is None else _opened(person.id, personal_keys.BORN, real.born_sealed),
              person.recorded_at]],
        )  # fmt: skip
        mine: Any = owner.person_id
        yield table(
            "sign-ins",
            select(SignIn.id, SignIn.client, SignIn.device, SignIn.started_at, SignIn.seen_at, SignIn.ended_at,
                   SignIn.end_reason)
            .where(SignIn.person_id == mine).order_by(SignIn.started_at),
        )  # fmt: skip
        yield table(
            "memberships",
            select(Organisation.name_zh, Membership.role, Membership.recorded_at, Membership.ended_at)
            .join(Organisation, Organisation.party_id == Membership.party_id)
            .where(Membership.person_id == mine).order_by(Membership.recorded_at),
        )  # fmt: skip
        yield table(
            "agreements",
            select(Acceptance.kind, Acceptance.version, Acceptance.accepted_at).where(Acceptance.person_id == mine),
        )
        yield table(
            "passkeys",
            select(Passkey.name, Passkey.recorded_at, Passkey.used_at).where(Passkey.person_id == mine),
        )
        yield table(
            "name-corrections",
            select(NameCorrection.old_name_masked, NameCorrection.name_masked, NameCorrection.state,
                   NameCorrection.recorded_at, NameCorrection.decided_at)
            .where(NameCorrection.person_id == mine).order_by(NameCorrection.recorded_at),
        )  # fmt: skip
        yield table(
            "household",
            select(Household.name, HouseholdMember.is_head, HouseholdMember.joined_at, HouseholdMember.ended_at)
            .join(Household, Household.id == HouseholdMember.household_id).where(HouseholdMember.person_id == mine),
        )  # fmt: skip
        yield table(
            "who-has-seen-what",
            select(Organisation.name_zh, Disclosure.role, Disclosure.kinds, Disclosure.reason, Disclosure.recorded_at)
            .join(Organisation, Organisation.party_id == Disclosure.party_id)
            .where(Disclosure.person_id == mine).order_by(Disclosure.recorded_at),
        )  # fmt: skip

    def erase(self, owner: Owner) -> None:
        forget(owner.person_id)

    def hold(self, owner: Owner) -> None:
        """As whoever leaves, or is removed, holds them; and the household whose head leaves."""
        managed = select(Membership.party_id).where(
            Membership.person_id == owner.person_id, Membership.ended_at.is_(None),
            Membership.role == str(Role.ORGANISATION_MANAGER),
        )  # fmt: skip
        lived_in = select(HouseholdMember.household_id).where(
            HouseholdMember.person_id == owner.person_id, HouseholdMember.ended_at.is_(None)
        )
        for row_id, mine in ((Organisation.party_id, managed), (Household.id, lived_in)):
            db.session.execute(select(row_id).where(row_id.in_(mine)).order_by(row_id).with_for_update())

    def still_open(self, owner: Owner) -> Sequence[StillOpen]:
        return [*_alone_in_charge(owner.person_id), *_heads(owner.person_id), *_number_moves(owner.person_id)]

    def consequences(self, owner: Owner) -> Sequence[Consequence]:
        live = select(func.count()).where(Membership.person_id == owner.person_id, Membership.ended_at.is_(None))
        return (Consequence("memberships-end", db.session.scalar(live) or 0),)


def _opened(person_id: UUID, column: str, sealed: bytes) -> str:
    return personal_keys.unseal(person_id, column, sealed)


def _alone_in_charge(person_id: UUID) -> Iterable[StillOpen]:
    """An organisation that looks after itself keeps somebody who may."""
    managed = (
        select(Membership.id, Organisation.party_id, Organisation.kind, Organisation.name_zh)
        .join(Organisation, Organisation.party_id == Membership.party_id)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None),
               Membership.role == str(Role.ORGANISATION_MANAGER))
    )  # fmt: skip
    for row in db.session.execute(managed).all():
        alone = members_in(row.party_id, Role.ORGANISATION_MANAGER) == 1
        if alone and looks_after_itself(OrganisationKind(row.kind)):
            yield StillOpen("last-manager", row.id, row.name_zh, "/organisation")


def _heads(person_id: UUID) -> Iterable[StillOpen]:
    """A household with others in it is handed on first."""
    live = HouseholdMember.ended_at.is_(None)
    mine = select(HouseholdMember.household_id).where(HouseholdMember.person_id == person_id, live,
                                                      HouseholdMember.is_head)  # fmt: skip
    for household in db.session.scalars(select(Household).where(Household.id.in_(mine))):
        others = select(func.count()).where(HouseholdMember.household_id == household.id, live)
        if (db.session.scalar(others) or 0) > 1:
            yield StillOpen("household-head", household.id, household.name, "/account/household")


def _number_moves(person_id: UUID) -> Iterable[StillOpen]:
    """Whose number is about to change, or whose phone is being looked for, is not closed by whoever holds it now."""
    changes = select(PhoneChange).where(
        PhoneChange.person_id == person_id, PhoneChange.state == PhoneChangeState.WAITING
    )
    for change in db.session.scalars(changes):
        yield StillOpen("phone-change", change.id, change.phone_masked, "/account/phone")
    for case in db.session.scalars(
        select(Recovery).where(Recovery.person_id == person_id, Recovery.state == RecoveryState.OPEN)
    ):
        yield StillOpen("phone-change", case.id, case.phone_masked, "/account/phone")
