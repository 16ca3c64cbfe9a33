"""Fills ``PersonalData``: what somebody has consented to. It stays as proof, under a pseudonym."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.personal_data import Document, Owner, PersonalData, Table, table
from backend.privacy.models import Consent


class ConsentsData(PersonalData):
    tables = frozenset({"privacy_consents", "privacy_closings"})

    def export(self, owner: Owner) -> Iterable[Table | Document]:
        yield table(
            "consents",
            select(Consent.purpose, Consent.text_version, Consent.channel, Consent.given_at, Consent.withdrawn_at,
                   Consent.receipt)
            .where(Consent.person_id == owner.person_id).order_by(Consent.given_at),
        )  # fmt: skip

    def erase(self, owner: Owner) -> None:
        live = update(Consent).where(Consent.person_id == owner.person_id, Consent.withdrawn_at.is_(None))
        db.session.execute(live.values(withdrawn_at=clock.now()).execution_options(synchronize_session=False))
