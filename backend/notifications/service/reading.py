"""What a reader does: read one, read all, choose how to be told."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.notifications import queries
from backend.notifications.errors import NoticeNotFound, SecurityNoticesStayOn
from backend.notifications.models import Notice, NoticeChoice
from backend.notifications.payloads import (
    NoticeSettingsView,
    NoticesRead,
    NoticeView,
    ReadAllNotices,
    ReadNotice,
    UpdateNoticeSettings,
)
from backend.notifications.templates import ALWAYS_SENT


def read_notice(principal: Principal, wish: ReadNotice) -> NoticeView:
    """The first reading counts; reading again changes nothing."""
    notice = db.session.scalar(
        select(Notice).where(Notice.id == wish.notice_id, Notice.party_id == principal.party_id).with_for_update()
    )
    if notice is None:
        raise NoticeNotFound(notice_id=str(wish.notice_id))
    if notice.read_at is None:
        notice.read_at = clock.now()
    return queries.view(notice)


def read_all_notices(principal: Principal, wish: ReadAllNotices) -> NoticesRead:
    now = clock.now()
    marked = db.session.execute(
        update(Notice)
        .where(Notice.party_id == principal.party_id, Notice.read_at.is_(None))
        .where(Notice.recorded_at <= (wish.until or now))
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )
    return NoticesRead(int(marked.rowcount), queries.unread(principal.party_id))  # type: ignore[attr-defined]  # an UPDATE's has it


def update_notice_settings(principal: Principal, wish: UpdateNoticeSettings) -> NoticeSettingsView:
    if wish.sms.get(str(ALWAYS_SENT)) is False:
        raise SecurityNoticesStayOn()
    language, no_sms = queries.choice(principal.party_id)
    off = no_sms - {kind for kind, on in wish.sms.items() if on} | {kind for kind, on in wish.sms.items() if not on}
    chosen = {"language": wish.language or language, "no_sms": sorted(off), "changed_at": clock.now()}
    db.session.execute(
        insert(NoticeChoice)
        .values(party_id=principal.party_id, **chosen)
        .on_conflict_do_update(index_elements=["party_id"], set_=chosen)
        .execution_options(populate_existing=True)
    )
    db.session.expire_all()
    return queries.settings_of(principal.party_id)
