"""Persons, organisations, who may act for whom, and sign-ins.

A *party* is whoever can hold points, tickets or money: a person or an organisation. A phone number is
stored encrypted with a blind index beside it; it leaves this feature only masked.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model
from backend.kernel.transaction import LOST_RACES


class PartyKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class OrganisationKind(StrEnum):
    MERCHANT = "merchant"
    FOREST_OWNER = "forest-owner"
    RESERVE = "reserve"
    FIRM = "firm"


class Party(Model):
    __tablename__ = "identity_parties"
    __table_args__ = (CheckConstraint("kind IN ('person', 'organisation')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    recorded_at: Mapped[datetime]


class Person(Model):
    __tablename__ = "identity_persons"
    __table_args__ = (UniqueConstraint("phone_index"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("identity_parties.id"), unique=True)
    phone_sealed: Mapped[bytes]
    phone_index: Mapped[str] = mapped_column(String(64))
    phone_masked: Mapped[str] = mapped_column(String(20))
    nickname: Mapped[str] = mapped_column(String(20))
    elder_mode: Mapped[bool]
    recorded_at: Mapped[datetime]


class Organisation(Model):
    __tablename__ = "identity_organisations"

    party_id: Mapped[UUID] = mapped_column(ForeignKey("identity_parties.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120))
    place_zh: Mapped[str] = mapped_column(String(40))
    place_en: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime]


class Membership(Model):
    """A person may act for an organisation, in one role."""

    __tablename__ = "identity_memberships"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_persons.id"), primary_key=True)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("identity_organisations.party_id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(30))
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SmsChallenge(Model):
    """A code was sent to a number. It lives five minutes, bears five tries and opens one sign-in."""

    __tablename__ = "identity_sms_challenges"
    __table_args__ = (
        Index("ix_identity_sms_challenges_phone", "phone_index", "requested_at"),
        Index("ix_identity_sms_challenges_ip", "ip_index", "requested_at"),
        Index("ix_identity_sms_challenges_at", "requested_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    phone_sealed: Mapped[bytes]
    phone_index: Mapped[str] = mapped_column(String(64))
    ip_index: Mapped[str] = mapped_column(String(64))
    code_hash: Mapped[str] = mapped_column(String(64))
    requested_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries_left: Mapped[int]
    used_at: Mapped[datetime | None]


class SmsQuota(Model):
    """A row to lock, so that 32 requests at once are counted one after another."""

    __tablename__ = "identity_sms_quotas"

    scope: Mapped[str] = mapped_column(String(80), primary_key=True)


class SignIn(Model):
    """A session: a family of refresh tokens on one device."""

    __tablename__ = "identity_sign_ins"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_persons.id"), index=True)
    client: Mapped[str] = mapped_column(String(10))
    device: Mapped[str | None] = mapped_column(String(60))
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(30))


class RefreshToken(Model):
    """One link of a family. Used once; a second use of an old one ends the family."""

    __tablename__ = "identity_refresh_tokens"
    __table_args__ = (
        Index("uq_identity_refresh_tokens_live", "sign_in_id", unique=True, postgresql_where=text("used_at IS NULL")),
    )

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    sign_in_id: Mapped[UUID] = mapped_column(ForeignKey("identity_sign_ins.id"), index=True)
    issued_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    successor_sealed: Mapped[bytes | None]  # for the grace of a few seconds: the same child again


class Agreement(Model):
    """A published version of the user agreement or the privacy notice."""

    __tablename__ = "identity_agreements"

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    version: Mapped[str] = mapped_column(String(20), primary_key=True)
    published_at: Mapped[datetime]
    title_zh: Mapped[str] = mapped_column(String(80))
    title_en: Mapped[str] = mapped_column(String(120))
    text_zh: Mapped[str]
    text_en: Mapped[str]


class Acceptance(Model):
    """Who accepted which version, when, at which sign-in."""

    __tablename__ = "identity_acceptances"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_persons.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    version: Mapped[str] = mapped_column(String(20), primary_key=True)
    accepted_at: Mapped[datetime]


LOST_RACES.add("uq_identity_persons_phone_index")  # two first sign-ins of one number
