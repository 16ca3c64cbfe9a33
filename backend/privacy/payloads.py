"""What the commands about one's own data take and give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class GiveConsent:
    purpose: str
    text_version: str


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """``receipt``: a signature over what, in which words, when and by which channel. Null once withdrawn long ago."""

    consent_id: UUID
    text_version: str
    channel: str
    given_at: datetime
    withdrawn_at: datetime | None
    receipt: str


@dataclass(frozen=True, slots=True)
class PurposeView:
    """One purpose: its words now, what happens without, and what this person has said about it, newest first.

    ``recipient``: who gets it, ``term``: until when; ``shown`` and ``withheld``: what they are given and what not.
    """

    purpose: str
    text_version: str
    title: str
    text: str
    without: str
    recipient: str
    term: str
    shown: Sequence[str]
    withheld: Sequence[str]
    is_given: bool
    history: Sequence[ConsentGiven]


@dataclass(frozen=True, slots=True)
class Duty:
    """What is processed because the contract or a law needs it: no consent, so nothing to withdraw."""

    code: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ConsentsView:
    purposes: Sequence[PurposeView]
    duties: Sequence[Duty]


@dataclass(frozen=True, slots=True)
class CheckReceipt:
    receipt: str


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt says, and whether the consent is in force now."""

    consent_id: UUID
    purpose: str
    text_version: str
    text_sha256: str
    channel: str
    given_at: datetime
    in_force: bool


@dataclass(frozen=True, slots=True)
class ReceiptChecked:
    genuine: bool
    facts: ReceiptFacts | None


@dataclass(frozen=True, slots=True)
class ExportStarted:
    job_id: UUID


@dataclass(frozen=True, slots=True)
class CopyMade:
    """A file of one's copy: what it is called, and until when it can be fetched. ``is_kept``: whether it still can."""

    file_id: UUID
    name: str
    size_bytes: int
    sha256: str
    kept_until: date
    is_kept: bool


@dataclass(frozen=True, slots=True)
class CopyView:
    """A copy that was asked for; ``file`` once it is made."""

    job_id: UUID
    state: str
    recorded_at: datetime
    file: CopyMade | None


@dataclass(frozen=True, slots=True)
class CloseAccount:
    """``confirmation``: the last four digits of the account's own number."""

    confirmation: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What closing does to things of one kind, and to how many."""

    kind: str
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class OpenThing:
    """Something that has to end before an account can be closed; ``page`` is where."""

    kind: str
    id: UUID
    name: str
    page: str
    text: str


@dataclass(frozen=True, slots=True)
class ClosingView:
    """``closes_at``: when it is carried out, where it was asked for and waits."""

    may_close: bool
    wait_days: int
    closes_at: datetime | None
    phone_masked: str
    must_end_first: Sequence[OpenThing]
    effects: Sequence[Effect]


@dataclass(frozen=True, slots=True)
class ClosingAsked:
    """``closed``, or ``waiting`` until ``closes_at``."""

    state: str
    closes_at: datetime
