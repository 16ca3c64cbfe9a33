"""Read certificates. Nothing is told of one whose signature does not hold: it is checked at every read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from backend.certificates import ports, signing
from backend.certificates.errors import CertificateAltered, CertificateNotFound
from backend.certificates.models import Certificate, Print, State
from backend.certificates.numbers import parse_number
from backend.certificates.ports import Event
from backend.certificates.qr import page_url, qr_text
from backend.certificates.wording import purpose_text
from backend.extensions import db
from backend.kernel import i18n
from backend.kernel.serials import SerialRange

ALTERED: Final = "altered"
UNKNOWN: Final = "unknown"

_PAGE: Final = re.compile(r"https?://[^\s#]+/c/([A-Za-z0-9-]{8,24})/?(?:#(\S+))?", re.ASCII)
_JWS: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    name: str
    place: str
    area_mu: int


@dataclass(frozen=True, slots=True)
class Facts:
    quantity_kg: int
    batch_number: str
    project: ProjectFacts
    vintage: Mapping[str, int]
    serials: Sequence[SerialRange]
    purpose: str
    purpose_text: str
    period: str | None
    beneficiary_name: str | None
    retired_at: datetime
    basis: str


@dataclass(frozen=True, slots=True)
class Signature:
    alg: str
    kid: str
    valid: bool
    jws: str


@dataclass(frozen=True, slots=True)
class CertificateView:
    number: str
    state: str
    issued_at: datetime
    facts: Facts
    signature: Signature
    qr_text: str
    url: str
    history: Sequence[Event]
    issuer: str
    demo: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What goes onto paper. Holds nothing of the database's, so that its connection may go while the page is set."""

    number: str
    state: str
    state_changed_at: datetime | None
    issued_at: datetime
    facts: Facts
    qr_text: str
    url: str
    demo: bool


@dataclass(frozen=True, slots=True)
class Verification:
    """``valid`` only when the register holds it, it is in force and every signature fits."""

    valid: bool
    state: str  # valid | revoked | superseded | unknown | altered
    number: str | None
    facts: Facts | None
    reason: str


def certificate(written: str) -> CertificateView:
    """Raises CertificateNotFound."""
    row = _row(written)
    return CertificateView(
        number=row.number, state=row.state, issued_at=row.issued_at, facts=_facts(json.loads(row.canonical)),
        signature=Signature("EdDSA", signing.key_id(row.jws), _is_intact(row), row.jws),
        qr_text=qr_text(row.number, row.jws), url=page_url(row.number),
        history=ports.background_of(row.kind).history(row.subject_id), issuer=i18n.text("certificate.issuer"),
        demo=row.is_demo,
    )  # fmt: skip


def code_of(written: str) -> str:
    """What the QR code of a certificate says. Raises CertificateNotFound."""
    row = _row(written)
    return qr_text(row.number, row.jws)


def sheet(written: str) -> Sheet:
    """What a printed certificate says.

    Raises:
        CertificateNotFound: no such number.
        CertificateAltered: its signature does not fit, so nothing of it is to be trusted.
    """
    row = _row(written)
    if not _is_intact(row):
        raise CertificateAltered(number=row.number)
    return Sheet(
        number=row.number, state=row.state, state_changed_at=row.state_changed_at, issued_at=row.issued_at,
        facts=_facts(json.loads(row.canonical)), qr_text=qr_text(row.number, row.jws), url=page_url(row.number),
        demo=row.is_demo,
    )  # fmt: skip


def numbers_of(subject_ids: Iterable[UUID]) -> dict[UUID, str]:
    """By what they prove: the numbers of certificates."""
    found = db.session.execute(
        select(Certificate.subject_id, Certificate.number).where(Certificate.subject_id.in_(list(subject_ids)))
    )
    return {row.subject_id: row.number for row in found}


def subject_of(written: str) -> UUID | None:
    """What the certificate with this number proves, if there is one."""
    number = parse_number(written)
    if number is None:
        return None
    return db.session.scalar(select(Certificate.subject_id).where(Certificate.number == number))


def verify(text: str) -> Verification:
    """Judge a number, the address of a page, or the text of a QR code. Only what was signed is believed."""
    named, jws = _parts(text.strip())
    number = parse_number(named) if named else None
    if jws is not None:
        signed = signing.read(jws)
        if signed is None or (named is not None and signed.get("no") != number):
            return _verdict(ALTERED, number)
        number = str(signed.get("no"))
    row = db.session.get(Certificate, number) if number else None
    if row is None:
        return _verdict(UNKNOWN, number)
    if jws is not None and jws != row.jws:
        return _verdict(ALTERED, number)
    return _judged(row)


def verify_pdf(sha256: str) -> Verification:
    """Judge a PDF by its digest: every one that was ever handed out is known, whatever has changed since."""
    printed = db.session.get(Print, sha256)
    if printed is None:
        return Verification(False, UNKNOWN, None, None, i18n.text("certificate.verified.unknown-file"))
    return _judged(db.session.get_one(Certificate, printed.number))


def _row(written: str) -> Certificate:
    number = parse_number(written)
    row = db.session.get(Certificate, number) if number else None
    if row is None:
        raise CertificateNotFound(number=written)
    return row


def _judged(row: Certificate) -> Verification:
    if not _is_intact(row):
        return _verdict(ALTERED, row.number)
    facts = _facts(json.loads(row.canonical))
    return Verification(row.state == State.VALID, row.state, row.number, facts, _reason(row.state))


def _parts(text: str) -> tuple[str | None, str | None]:
    """The number and the signed text in what somebody typed or scanned; either may be missing."""
    if page := _PAGE.fullmatch(text):
        return page.group(1), page.group(2)
    if _JWS.fullmatch(text):
        return None, text
    return text, None


def _verdict(state: str, number: str | None) -> Verification:
    return Verification(False, state, number, None, _reason(state))


def _reason(state: str) -> str:
    return i18n.text(f"certificate.verified.{state}")


def _is_intact(row: Certificate) -> bool:
    """Our key signed this text, it names this certificate, and its digest is that of the facts that are kept."""
    signed = signing.read(row.jws)
    return (
        signed is not None and signed.get("no") == row.number and signed.get("sha256") == signing.digest(row.canonical)
    )


def _facts(full: dict[str, Any]) -> Facts:
    project, purpose, period = full["project"], full["purpose"], full["period"]
    return Facts(
        quantity_kg=full["quantity_kg"], batch_number=full["batch_number"],
        project=ProjectFacts(i18n.choose(**project["name"]), i18n.choose(**project["place"]), project["area_mu"]),
        vintage=full["vintage"], serials=[SerialRange(*each) for each in full["serials"]], purpose=purpose,
        purpose_text=purpose_text(purpose, period), period=period, beneficiary_name=full["beneficiary_name"],
        retired_at=datetime.fromisoformat(full["retired_at"]), basis=i18n.text("certificate.basis"),
    )  # fmt: skip
