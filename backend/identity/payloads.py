"""What identity's commands take and give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


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


@dataclass(frozen=True, slots=True)
class ActAs:
    party_id: UUID


@dataclass(frozen=True, slots=True)
class UpdateMe:
    nickname: str | None = None
    elder_mode: bool | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation that one may act for."""

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
    code: str
    kind: str
    name_zh: str
    name_en: str
    place_zh: str
    place_en: str
