"""What certificates are made from. This layer knows nothing of the register: whoever asks for one brings the facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kernel.serials import SerialRange


@dataclass(frozen=True, slots=True)
class LocalName:
    """A name in both languages, so that a certificate reads right in either for ever."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class RetirementFacts:
    """What a certificate of retirement says."""

    quantity_kg: int
    batch_number: str
    project_name: LocalName
    project_place: LocalName
    project_area_mu: int
    vintage_from: int
    vintage_to: int
    serials: tuple[SerialRange, ...]
    purpose: str
    period: str | None
    beneficiary_name: str | None  # only what the holder chose to show
    retired_at: datetime


@dataclass(frozen=True, slots=True)
class IssueRetirementCertificate:
    retirement_id: UUID
    facts: RetirementFacts
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class CertificateIssued:
    number: str
    jws: str
    qr_text: str


@dataclass(frozen=True, slots=True)
class VerifyCertificate:
    """Exactly one of the two: what somebody typed or scanned, or the digest of a PDF in hexadecimal."""

    text: str | None = None
    pdf_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class KeepPrint:
    """A PDF that is about to be handed out."""

    sha256: str
    number: str
    language: str
    state_shown: str
    edition: str
