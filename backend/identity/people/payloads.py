"""What the commands about people take and give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Outcome(StrEnum):
    """What the register says of a name and a number."""

    MATCH = "match"
    NO_MATCH = "no-match"
    UNKNOWN = "unknown"  # it cannot say now


@dataclass(frozen=True, slots=True)
class VerifyRealName:
    name: str
    number: str
    """A resident number whose form has been looked at."""
    born_on: date

    def __repr__(self) -> str:
        return "VerifyRealName(…)"  # a payload may end in a log


@dataclass(frozen=True, slots=True)
class KeepRealName:
    try_id: UUID
    wish: VerifyRealName
    outcome: Outcome
    reference: str


@dataclass(frozen=True, slots=True)
class RealNameView:
    """``age_group``: ``adult`` (or nobody knows), ``minor`` (below 18), ``child`` (below 14)."""

    state: str
    name_masked: str | None
    number_tail: str | None
    checked_at: datetime | None
    age_group: str
    tries_left: int


class Act(StrEnum):
    """What a minor may need a guardian for."""

    RECORD = "record"
    BUY = "buy"


@dataclass(frozen=True, slots=True)
class NameGuardian:
    phone: str  # E.164


@dataclass(frozen=True, slots=True)
class AcceptGuardianship:
    guardianship_id: UUID
    consent_version: str


@dataclass(frozen=True, slots=True)
class CreateHousehold:
    name: str


@dataclass(frozen=True, slots=True)
class InviteToHousehold:
    phone: str  # E.164


@dataclass(frozen=True, slots=True)
class RequestPhoneChange:
    challenge_id: UUID
    code: str


@dataclass(frozen=True, slots=True)
class OpenRecovery:
    """Exactly one of the two finds the person."""

    new_phone: str  # E.164
    reason: str
    number: str | None
    phone: str | None
    evidence_file_ids: Sequence[UUID] = ()

    def __repr__(self) -> str:
        return "OpenRecovery(…)"


@dataclass(frozen=True, slots=True)
class RefuseRecovery:
    recovery_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class OpenNameCorrection:
    """Whose account it is, and what the register is asked about."""

    phone: str  # E.164
    confirm: VerifyRealName
    reason: str
    evidence_file_ids: Sequence[UUID]

    def __repr__(self) -> str:
        return "OpenNameCorrection(…)"


@dataclass(frozen=True, slots=True)
class CorrectionBegun:
    person_id: UUID
    try_id: UUID


@dataclass(frozen=True, slots=True)
class CorrectionHeard:
    """What the register has said of somebody else's name."""

    wish: OpenNameCorrection
    person_id: UUID
    answered: KeepRealName


@dataclass(frozen=True, slots=True)
class RefuseNameCorrection:
    name_correction_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class LookUpPerson:
    """``reason``: a word of the locales, ``disclosed-for.<reason>``."""

    phone: str  # E.164
    reason: str
    case_number: str | None

    def __repr__(self) -> str:
        return "LookUpPerson(…)"


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody in a position was shown of a person."""

    kinds: Sequence[str]
    reason: str
    subject: str | None = None
