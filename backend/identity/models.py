"""Persons, organisations, who may act for whom, and sign-ins.

A *party* is whoever can hold points, tickets or money: a person or an organisation. A phone number is
stored encrypted with a blind index beside it; it leaves this feature only masked.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Model
from backend.kernel.principal import APART
from backend.kernel.transaction import LOST_RACES


class PartyKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class OrganisationKind(StrEnum):
    MERCHANT = "merchant"
    FIRM = "firm"
    VILLAGE_COLLECTIVE = "village-collective"
    RESERVE = "reserve"
    BANK = "bank"
    BUREAU = "bureau"
    TOWNSHIP = "township"
    COURT = "court"
    EVENT_ORGANISER = "event-organiser"
    VERIFIER = "verifier"


class OrganisationState(StrEnum):
    ACTIVE = "active"
    CLOSED = "closed"  # its members act for it no longer; what it has done stays


class Party(Model):
    __tablename__ = "identity_parties"
    __table_args__ = (CheckConstraint("kind IN ('person', 'organisation')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    recorded_at: Mapped[datetime]


class Person(Model):
    __tablename__ = "identity_persons"
    __table_args__ = (
        UniqueConstraint("phone_index"),
        Index("ix_identity_persons_unmoved", "id", postgresql_where=text("get_byte(phone_sealed, 0) <> 240")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("identity_parties.id"), unique=True)
    phone_sealed: Mapped[bytes]
    phone_index: Mapped[str] = mapped_column(String(68))
    phone_masked: Mapped[str] = mapped_column(String(20))
    nickname: Mapped[str] = mapped_column(String(20))
    elder_mode: Mapped[bool]
    recorded_at: Mapped[datetime]


class PersonKey(Model):
    """The key under which a person's data is sealed, itself sealed (wrapped) under a version of the service's key.

    Destroyed, it stays destroyed: a trigger sees to that, and nothing that was sealed under it opens again.
    """

    __tablename__ = "identity_person_keys"
    __table_args__ = (
        CheckConstraint("(wrapped IS NULL) = (destroyed_at IS NOT NULL)", name="wrapped_or_destroyed"),
        Index("ix_identity_person_keys_version", text("get_byte(wrapped, 0)"), "person_id",
              postgresql_where=text("wrapped IS NOT NULL")),
    )  # fmt: skip

    # Checked at the commit: a person's first row is sealed under this key already.
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("identity_persons.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    wrapped: Mapped[bytes | None]
    recorded_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]


class Organisation(Model):
    __tablename__ = "identity_organisations"
    __table_args__ = (CheckConstraint("state IN ('active', 'closed')", name="state"),)

    party_id: Mapped[UUID] = mapped_column(ForeignKey("identity_parties.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120))
    place_zh: Mapped[str] = mapped_column(String(40))
    place_en: Mapped[str] = mapped_column(String(60))
    unified_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    """统一社会信用代码 (GB 32100-2015), where it has one."""
    state: Mapped[str] = mapped_column(String(10))
    recorded_at: Mapped[datetime]


class Membership(Model):
    """A person may act for an organisation in a role, from one instant to another. Never edited but for its end."""

    __tablename__ = "identity_memberships"
    __table_args__ = (
        Index("uq_identity_memberships_live", "person_id", "party_id", "role", unique=True,
              postgresql_where=text("ended_at IS NULL")),
        # Whoever opens accounts, whoever watches over keys and whoever looks at both are three people.
        Index("uq_identity_memberships_apart", "person_id", unique=True,
              postgresql_where=text(f"ended_at IS NULL AND role IN ({', '.join(repr(str(role)) for role in APART)})")),
        Index("ix_identity_memberships_party_id", "party_id", postgresql_where=text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_persons.id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("identity_organisations.party_id"))
    role: Mapped[str] = mapped_column(String(30))
    recorded_at: Mapped[datetime]
    appointed_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_persons.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity_persons.id"))


class InvitationAnswer(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"  # by the organisation
    EXPIRED = "expired"


class Invitation(Model):
    """An organisation offers a role to whoever has a number; open until it is answered or its week is over."""

    __tablename__ = "identity_invitations"
    __table_args__ = (
        Index("uq_identity_invitations_open", "party_id", "role", "phone_index", unique=True,
              postgresql_where=text("answered_at IS NULL")),
        Index("ix_identity_invitations_phone", "phone_index", postgresql_where=text("answered_at IS NULL")),
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answered_whole"),
        CheckConstraint("answer IN ('accepted', 'declined', 'revoked', 'expired')", name="answer"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("identity_organisations.party_id"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    phone_sealed: Mapped[bytes]
    phone_index: Mapped[str] = mapped_column(String(72))
    phone_masked: Mapped[str] = mapped_column(String(20))
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("identity_persons.id"))
    recorded_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(10))


class Announcement(Model):
    """A line above every page, from one instant to another."""

    __tablename__ = "identity_announcements"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="forward"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    text_zh: Mapped[str] = mapped_column(String(200))
    text_en: Mapped[str] = mapped_column(String(300))
    is_urgent: Mapped[bool]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("identity_persons.id"))


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
    phone_index: Mapped[str] = mapped_column(String(68))
    ip_index: Mapped[str] = mapped_column(String(68))
    code_hash: Mapped[str] = mapped_column(String(68))
    requested_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries_left: Mapped[int]
    used_at: Mapped[datetime | None]


class CountedText(Model):
    """A text that somebody had us write to a number, of whose cause nothing is kept: it counts for a day."""

    __tablename__ = "identity_counted_texts"
    __table_args__ = (
        Index("ix_identity_counted_texts_phone", "phone_index", "sent_at"),
        Index("ix_identity_counted_texts_at", "sent_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    phone_index: Mapped[str] = mapped_column(String(72))
    sent_at: Mapped[datetime]


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
    seen_at: Mapped[datetime]
    """Of its last refresh: when the device was last in use, to within the ten minutes of an access token."""
    proved_at: Mapped[datetime | None]
    """When the person last proved again who they are."""
    proof: Mapped[str | None] = mapped_column(String(10))
    has_second_factor: Mapped[bool] = mapped_column(default=False)
    """A second factor was shown in this sign-in: without one nobody acts for an office."""


class RefreshToken(Model):
    """One link of a family. Used once; a second use of an old one ends the family."""

    __tablename__ = "identity_refresh_tokens"
    __table_args__ = (
        Index("uq_identity_refresh_tokens_live", "sign_in_id", unique=True, postgresql_where=text("used_at IS NULL")),
    )

    token_hash: Mapped[str] = mapped_column(String(68), primary_key=True)
    sign_in_id: Mapped[UUID] = mapped_column(ForeignKey("identity_sign_ins.id"), index=True)
    issued_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    successor_sealed: Mapped[bytes | None]  # for the grace of a few seconds: the same child again


class Agreement(Model):
    """A published version of the user agreement or the privacy notice, and from which day on it counts."""

    __tablename__ = "identity_agreements"

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    version: Mapped[str] = mapped_column(String(20), primary_key=True)
    published_at: Mapped[datetime]
    in_force_on: Mapped[date]
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


class TotpFactor(Model):
    """A person's authenticator app (RFC 6238). Counts from ``confirmed_at``; a time step opens once."""

    __tablename__ = "identity_totp_factors"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_persons.id"), primary_key=True)
    secret_sealed: Mapped[bytes]
    next_secret_sealed: Mapped[bytes | None]
    """Of another app that is being set up in place of this one."""
    recorded_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int]
    tries_left: Mapped[int]
    unlocks_at: Mapped[datetime | None]


class RecoveryCode(Model):
    """One of ten codes on paper, for whoever has lost the authenticator. Kept as a hash, used once."""

    __tablename__ = "identity_recovery_codes"

    code_hash: Mapped[str] = mapped_column(String(68), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_persons.id"), index=True)
    recorded_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Passkey(Model):
    """A WebAuthn credential of a person: the device keeps the private half."""

    __tablename__ = "identity_passkeys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_persons.id"), index=True)
    handle: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PasskeyChallenge(Model):
    """What a device is asked to sign, once and soon."""

    __tablename__ = "identity_passkey_challenges"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity_persons.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(10))  # "register" or "prove"
    challenge: Mapped[bytes]
    expires_at: Mapped[datetime]


LOST_RACES.add("uq_identity_invitations_open")
LOST_RACES.add("uq_identity_passkeys_handle")
LOST_RACES.add("uq_identity_persons_phone_index")  # two first sign-ins of one number
