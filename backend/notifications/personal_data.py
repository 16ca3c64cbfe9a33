"""Fills ``PersonalData``: what somebody was told, and how they want to be told."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select

from backend.extensions import db
from backend.kernel.personal_data import Document, Owner, PersonalData, Table, table
from backend.notifications import queries
from backend.notifications.models import Notice, NoticeChoice


class NoticesData(PersonalData):
    tables = frozenset({"notifications_notices", "notifications_choices"})

    def export(self, owner: Owner) -> Iterable[Table | Document]:
        mine = select(Notice).where(Notice.party_id == owner.party_id).order_by(Notice.recorded_at)
        views = [queries.view(row) for row in db.session.scalars(mine)]
        columns = ("notice_id", "kind", "title", "text", "recorded_at", "read_at")
        yield Table("notices", columns, [[getattr(one, column) for column in columns] for one in views])
        chosen = select(NoticeChoice.language, NoticeChoice.no_sms, NoticeChoice.changed_at)
        yield table("notice-settings", chosen.where(NoticeChoice.party_id == owner.party_id))

    def erase(self, owner: Owner) -> None:
        db.session.execute(delete(Notice).where(Notice.party_id == owner.party_id))
        db.session.execute(delete(NoticeChoice).where(NoticeChoice.party_id == owner.party_id))
