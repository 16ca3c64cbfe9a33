"""Issue certificates. A certificate is signed once and never written again."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Sequence, select
from sqlalchemy.dialects.postgresql import insert

from backend.certificates import signing
from backend.certificates.kinds import Kind
from backend.certificates.models import Certificate, Print, State
from backend.certificates.numbers import number_for
from backend.certificates.payloads import CertificateIssued, IssueRetirementCertificate, KeepPrint, RetirementFacts
from backend.certificates.qr import qr_text
from backend.extensions import db
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.transparency.service import canonical

_NUMBERS: Final = {Kind.RETIREMENT: Sequence("certificates_retirement_numbers")}
"""Gaps are harmless: a number that was drawn in vain is on no certificate."""


def issue_retirement_certificate(_: Principal, wish: IssueRetirementCertificate) -> CertificateIssued:
    """Number, sign and keep. One retirement, one certificate: the database refuses a second."""
    now = clock.now()
    number = number_for(clock.business_date(now).year, _next(Kind.RETIREMENT))
    full = canonical(_full(number, wish)).decode()
    jws = signing.sign(_short(number, wish.facts, signing.digest(full)))
    db.session.add(
        Certificate(number=number, kind=Kind.RETIREMENT, subject_id=wish.retirement_id, canonical=full, jws=jws,
                    is_demo=wish.is_demo, issued_at=now, state=State.VALID, state_changed_at=None)
    )  # fmt: skip
    return CertificateIssued(number, jws, qr_text(number, jws))


def keep_print(_: Principal, wish: KeepPrint) -> None:
    """Know this file again for ever. Keeping it a second time changes nothing."""
    if db.session.get(Print, wish.sha256) is not None:
        return
    db.session.execute(
        insert(Print)
        .values(sha256=wish.sha256, number=wish.number, language=wish.language, state_shown=wish.state_shown,
                edition=wish.edition, recorded_at=clock.now())
        .on_conflict_do_nothing()
    )  # fmt: skip


def _next(kind: Kind) -> int:
    place: int = db.session.execute(select(_NUMBERS[kind].next_value())).scalar_one()
    return place


def _full(number: str, wish: IssueRetirementCertificate) -> dict[str, Any]:
    facts = wish.facts
    return {
        "number": number, "kind": str(Kind.RETIREMENT), "demo": wish.is_demo, "quantity_kg": facts.quantity_kg,
        "batch_number": facts.batch_number,
        "project": {"name": {"zh": facts.project_name.zh, "en": facts.project_name.en},
                    "place": {"zh": facts.project_place.zh, "en": facts.project_place.en},
                    "area_mu": facts.project_area_mu},
        "vintage": {"from": facts.vintage_from, "to": facts.vintage_to},
        "serials": _pairs(facts), "purpose": facts.purpose, "period": facts.period,
        "beneficiary_name": facts.beneficiary_name,
        "retired_at": facts.retired_at.astimezone(clock.PROGRAMME_ZONE).isoformat(),
    }  # fmt: skip


def _short(number: str, facts: RetirementFacts, digest: str) -> dict[str, Any]:
    """What fits a QR code. ``srl`` holds first and last serials; names only as chosen."""
    short: dict[str, Any] = {
        "no": number, "kg": facts.quantity_kg, "bat": facts.batch_number, "srl": _pairs(facts),
        "for": facts.purpose, "at": int(facts.retired_at.timestamp()), "sha256": digest,
    }  # fmt: skip
    if facts.period:
        short["per"] = facts.period
    if facts.beneficiary_name:
        short["by"] = facts.beneficiary_name
    return short


def _pairs(facts: RetirementFacts) -> list[list[int]]:
    return [[each.first, each.last] for each in facts.serials]
