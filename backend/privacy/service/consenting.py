"""Say yes for a purpose, with a receipt; take it back in one step."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.identity import queries as identity
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.privacy import queries, signing
from backend.privacy.errors import ConsentTextOutdated, PurposeUnknown
from backend.privacy.models import Consent, ConsentText
from backend.privacy.payloads import ConsentGiven, GiveConsent, PurposeView
from backend.transparency import service as transparency


def give_consent(principal: Principal, wish: GiveConsent) -> ConsentGiven:
    """To the words that were shown: others are refused. Given already to these very words, nothing changes."""
    text = _text(wish.purpose)
    if wish.text_version != text.version:
        raise ConsentTextOutdated(current=text.version)
    live = _live(principal.person_id, wish.purpose)
    if live is not None and live.text_version == text.version:
        return queries.given(live)
    if live is not None:
        live.withdrawn_at = clock.now()  # the newer words take the older ones' place
        db.session.flush()
    consent = Consent(
        id=new_id(), person_id=principal.person_id, purpose=wish.purpose, text_version=text.version,
        channel=identity.client_of(principal), receipt="", given_at=clock.now(), withdrawn_at=None,
    )  # fmt: skip
    consent.receipt = signing.sign(_facts(consent, text))
    db.session.add(consent)
    db.session.flush()
    transparency.note(principal, "consent-given", {"consent": consent.id, "purpose": wish.purpose,
                                                   "version": text.version})  # fmt: skip
    return queries.given(consent)


def withdraw_consent(principal: Principal, purpose: str) -> PurposeView:
    """From now on features that ask are told no. Withdrawing what was not given changes nothing."""
    _text(purpose)
    ended = db.session.scalars(
        update(Consent)
        .where(Consent.person_id == principal.person_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
        .returning(Consent.id)
        .execution_options(synchronize_session=False)
    ).all()
    for consent_id in ended:
        transparency.note(principal, "consent-withdrawn", {"consent": consent_id, "purpose": purpose})
    return queries.purpose(principal.person_id, purpose)


def publish_consent_text(*, purpose: str, version: str, position: int, **words: str) -> None:
    """Load a version of a purpose's words; once published it is never edited."""
    db.session.execute(
        insert(ConsentText)
        .values(purpose=purpose, version=version, position=position, published_at=clock.now(), **words)
        .on_conflict_do_nothing()
    )


def _facts(consent: Consent, text: ConsentText) -> dict[str, Any]:
    return {
        "jti": str(consent.id), "sub": str(consent.person_id), "purpose": consent.purpose,
        "text_version": consent.text_version, "text_sha256": queries.digest(text), "channel": consent.channel,
        "given_at": consent.given_at.isoformat(),
    }  # fmt: skip


def _live(person_id: UUID, purpose: str) -> Consent | None:
    return db.session.scalar(
        select(Consent)
        .where(Consent.person_id == person_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
        .with_for_update()
    )


def _text(purpose: str) -> ConsentText:
    text = queries.current_text(purpose)
    if text is None:
        raise PurposeUnknown(purpose=purpose)
    return text
