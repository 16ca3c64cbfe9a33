"""What somebody has consented to, and whether a feature may act on it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from backend.extensions import db
from backend.kernel import i18n
from backend.kernel.principal import Principal
from backend.privacy import signing
from backend.privacy.errors import PurposeUnknown
from backend.privacy.models import Consent, ConsentText
from backend.privacy.payloads import ConsentGiven, ConsentsView, Duty, PurposeView, ReceiptChecked, ReceiptFacts

DUTIES: Final = ("account", "contract", "books", "safety")
"""What the service does because the contract or a law needs it (PIPL 13), by the words that say so."""


def consented(person_id: UUID, purpose: str) -> bool:
    """Whether a feature may do what ``purpose`` names with this person's data. Asked inside its command, each time:
    a consent that is withdrawn ends with the next question. Only words that are current count."""
    text = current_text(purpose)
    if text is None:
        return False
    live = select(Consent.id).where(
        Consent.person_id == person_id, Consent.purpose == purpose, Consent.text_version == text.version,
        Consent.withdrawn_at.is_(None),
    )  # fmt: skip
    return db.session.scalar(live) is not None


def consents(principal: Principal) -> ConsentsView:
    """Every purpose with its words now and what the person has said about it; and what needs no consent."""
    texts = select(ConsentText).ext(distinct_on(ConsentText.purpose))
    newest = texts.order_by(ConsentText.purpose, ConsentText.published_at.desc(), ConsentText.version.desc())
    current = sorted(db.session.scalars(newest), key=lambda text: text.position)
    said = _said(principal.person_id)
    return ConsentsView(
        purposes=[_view(text, [one for one in said if one.purpose == text.purpose]) for text in current],
        duties=[
            Duty(code, i18n.text(f"privacy.duty.{code}.title"), i18n.text(f"privacy.duty.{code}.text"))
            for code in DUTIES
        ],
    )


def purpose(person_id: UUID, name: str) -> PurposeView:
    text = current_text(name)
    if text is None:
        raise PurposeUnknown(purpose=name)
    return _view(text, [one for one in _said(person_id) if one.purpose == name])


def current_text(name: str) -> ConsentText | None:
    return db.session.scalar(
        select(ConsentText)
        .where(ConsentText.purpose == name)
        .order_by(ConsentText.published_at.desc(), ConsentText.version.desc())
        .limit(1)
    )


def digest(text: ConsentText) -> str:
    """Of the words in both languages, as they were shown. The first texts named no terms."""
    words = (text.title_zh, text.text_zh, text.without_zh, text.title_en, text.text_en, text.without_en)
    terms = (text.recipient_zh, text.term_zh, text.shown_zh, text.withheld_zh,
             text.recipient_en, text.term_en, text.shown_en, text.withheld_en)  # fmt: skip
    return hashlib.sha256("\n".join(words + (terms if any(terms) else ())).encode()).hexdigest()


def check_receipt(receipt: str) -> ReceiptChecked:
    """Is this a receipt of ours, and does its consent stand? Names nobody."""
    facts = signing.read(receipt)
    if facts is None:
        return ReceiptChecked(genuine=False, facts=None)
    consent = db.session.get(Consent, UUID(facts["jti"]))
    return ReceiptChecked(
        genuine=True,
        facts=ReceiptFacts(
            consent_id=UUID(facts["jti"]), purpose=facts["purpose"], text_version=facts["text_version"],
            text_sha256=facts["text_sha256"], channel=facts["channel"],
            given_at=datetime.fromisoformat(facts["given_at"]),
            in_force=consent is not None and consent.withdrawn_at is None,
        ),
    )  # fmt: skip


def given(consent: Consent) -> ConsentGiven:
    return ConsentGiven(consent.id, consent.text_version, consent.channel, consent.given_at, consent.withdrawn_at,
                        consent.receipt)  # fmt: skip


def _said(person_id: UUID) -> Sequence[Consent]:
    mine = select(Consent).where(Consent.person_id == person_id)
    newest_first = mine.order_by(Consent.given_at.desc(), Consent.id.desc()).execution_options(populate_existing=True)
    return db.session.scalars(newest_first).all()


def _view(text: ConsentText, said: Sequence[Consent]) -> PurposeView:
    return PurposeView(
        purpose=text.purpose, text_version=text.version, title=i18n.choose(text.title_zh, text.title_en),
        text=i18n.choose(text.text_zh, text.text_en), without=i18n.choose(text.without_zh, text.without_en),
        recipient=i18n.choose(text.recipient_zh, text.recipient_en), term=i18n.choose(text.term_zh, text.term_en),
        shown=i18n.choose(text.shown_zh, text.shown_en).splitlines(),
        withheld=i18n.choose(text.withheld_zh, text.withheld_en).splitlines(),
        is_given=any(one.withdrawn_at is None and one.text_version == text.version for one in said),
        history=[given(one) for one in said],
    )  # fmt: skip
