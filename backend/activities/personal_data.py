"""Fills ``PersonalData``: what somebody reported to have done."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update

from backend.activities.models import Activity
from backend.extensions import db
from backend.kernel.personal_data import Document, Owner, PersonalData, Table, table


class ActivitiesData(PersonalData):
    tables = frozenset({"activities_records"})

    def export(self, owner: Owner) -> Iterable[Table | Document]:
        yield table(
            "activities",
            select(Activity.id, Activity.kind, Activity.measures, Activity.tier, Activity.source,
                   Activity.source_reference, Activity.note, Activity.occurred_at, Activity.recorded_at,
                   Activity.state, Activity.reduction_g, Activity.withdrawn_at)
            .where(Activity.party_id == owner.party_id).order_by(Activity.recorded_at),
        )  # fmt: skip

    def erase(self, owner: Owner) -> None:
        """The words go. That a receipt was used stays, so that it earns nobody a second time."""
        noted = update(Activity).where(Activity.party_id == owner.party_id, Activity.note.is_not(None))
        db.session.execute(noted.values(note=None).execution_options(synchronize_session=False))
