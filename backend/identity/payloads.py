"""What identity's commands take and give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kernel.principal import Proof, Role


@dataclass(frozen=True, slots=True)
class RequestSmsCode:
    phone: str  # E.164
    ip: str


@dataclass(frozen=True, slots=True)
class SmsCodeRequested:
    challenge_id: UUID
    expires_in_s: int
    resend_in_s: int
    agreement_version: str


@dataclass(frozen=True, slots=True)
class SignInWithSms:
    challenge_id: UUID
    code: str
    client: str
    agreement_version: str
    device: str | None = None


@dataclass(frozen=True, slots=True)
class Refresh:
    refresh_token: str
    party_id: UUID | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class ActAs:
    party_id: UUID
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class InviteMember:
    party_id: UUID
    phone: str  # E.164
    role: Role


@dataclass(frozen=True, slots=True)
class RevokeInvitation:
    party_id: UUID
    invitation_id: UUID


@dataclass(frozen=True, slots=True)
class EndMembership:
    party_id: UUID
    membership_id: UUID


@dataclass(frozen=True, slots=True)
class HandOver:
    """The manager's position goes to a member; the one who gives it keeps none of it."""

    party_id: UUID
    membership_id: UUID


@dataclass(frozen=True, slots=True)
class RenameOrganisation:
    party_id: UUID
    name_zh: str | None = None
    name_en: str | None = None
    place_zh: str | None = None
    place_en: str | None = None


@dataclass(frozen=True, slots=True)
class Announce:
    text_zh: str
    text_en: str
    starts_at: datetime
    ends_at: datetime
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class TotpBegun:
    """``uri`` is what the QR code for the app says (otpauth)."""

    secret: str
    uri: str


@dataclass(frozen=True, slots=True)
class ConfirmTotp:
    code: str


@dataclass(frozen=True, slots=True)
class RecoveryCodes:
    """Shown once; kept as hashes."""

    codes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a device signed to show that it has a passkey (WebAuthn, AuthenticatorAssertionResponse)."""

    handle: bytes  # the credential's id
    client_data: bytes
    authenticator_data: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class ProveAgain:
    """By a ``code``, or by an ``assertion`` of a passkey."""

    method: Proof
    code: str = ""
    challenge_id: UUID | None = None  # of a code that was sent, or of what a device was asked to sign
    assertion: Assertion | None = None


@dataclass(frozen=True, slots=True)
class PasskeyAsked:
    """``options``: JSON as the browser takes it (WebAuthn, PublicKeyCredential...OptionsJSON)."""

    challenge_id: UUID
    expires_in_s: int
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AddPasskey:
    challenge_id: UUID
    name: str
    handle: bytes  # the credential's id
    client_data: bytes
    attestation_object: bytes


@dataclass(frozen=True, slots=True)
class RenamePasskey:
    passkey_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ProvedAgain:
    proved_until: datetime
    second_factor: bool


@dataclass(frozen=True, slots=True)
class UpdateMe:
    nickname: str | None = None
    elder_mode: bool | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation that one may act for, in a position."""

    membership_id: UUID
    party_id: UUID
    name: str
    kind: str
    role: str
    place: str


@dataclass(frozen=True, slots=True)
class SessionOpened:
    access_token: str
    refresh_token: str | None
    expires_in_s: int
    person_id: UUID
    party_id: UUID
    roles: Sequence[str]
    memberships: Sequence[Member]
    client: str
    ends_at: datetime
    token_type: str = "Bearer"  # noqa: S105 - a scheme's name, not a secret


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """How staff, seeds and sign-in make a person known."""

    phone: str  # E.164
    nickname: str | None = None


@dataclass(frozen=True, slots=True)
class RegisterOrganisation:
    """``code``: a short name for seeds to find it by; an empty one is made up."""

    code: str
    kind: str
    name_zh: str
    name_en: str
    place_zh: str
    place_en: str
    unified_code: str | None = None
