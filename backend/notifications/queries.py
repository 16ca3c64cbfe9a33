"""Reads of notices, in the reader's language, and of how readers want to be told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select, tuple_

from backend.extensions import db
from backend.kernel import clock, crypto, i18n
from backend.kernel.principal import Principal
from backend.notifications.errors import NoticeNotFound
from backend.notifications.models import Notice, NoticeChoice
from backend.notifications.payloads import NoticeSettingsView, NoticeView, SmsChoice
from backend.notifications.templates import ALWAYS_SENT, NOTICES, Kind, kinds_with_sms
from backend.releases import queries as releases

NOTHING_CHOSEN: Final = (i18n.DEFAULT, frozenset[str]())


def notices_of(principal: Principal, *, limit: int, after: tuple[datetime, UUID] | None) -> list[NoticeView]:
    """Those of the party that one acts for, newest first; one more than ``limit``."""
    mine = select(Notice).where(Notice.party_id == principal.party_id)
    if after is not None:
        mine = mine.where(tuple_(Notice.recorded_at, Notice.id) < after)
    rows = db.session.scalars(mine.order_by(Notice.recorded_at.desc(), Notice.id.desc()).limit(limit + 1))
    return [view(row) for row in rows]


def notice(principal: Principal, notice_id: UUID) -> NoticeView:
    """One of one's own; another's is not found."""
    found = db.session.get(Notice, notice_id)
    if found is None or found.party_id != principal.party_id:
        raise NoticeNotFound(notice_id=str(notice_id))
    return view(found)


def unread(party_id: UUID) -> int:
    counted = select(func.count()).where(Notice.party_id == party_id, Notice.read_at.is_(None))
    return db.session.scalar(counted) or 0


def view(row: Notice) -> NoticeView:
    template, facts, words = NOTICES[row.template], _facts(row), f"notice.{row.template}"
    return NoticeView(
        notice_id=row.id, kind=str(template.kind), template=row.template,
        title=i18n.text(f"{words}.title", **facts), text=i18n.text(f"{words}.text", **facts),
        link=template.link.format_map(facts) if template.link else None, recorded_at=row.recorded_at,
        read_at=row.read_at,
    )  # fmt: skip


def _facts(row: Notice) -> Mapping[str, Any]:
    facts = json.loads(crypto.keys().decrypt(row.facts_sealed, context=f"notice|{row.id}"))
    return in_language(facts, i18n.language())


def in_language(facts: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """Facts with the names that are in both languages in one of them."""
    return {name: fact[language] if isinstance(fact, dict) else fact for name, fact in facts.items()}


def choice(party_id: UUID) -> tuple[str, frozenset[str]]:
    """The language that a party reads outside of the app, and the kinds that it does not want as SMS."""
    chosen = db.session.get(NoticeChoice, party_id)
    return (chosen.language, frozenset(chosen.no_sms)) if chosen else NOTHING_CHOSEN


def settings_of(party_id: UUID) -> NoticeSettingsView:
    language, no_sms = choice(party_id)
    begins, ends = quiet_hours()
    return NoticeSettingsView(
        language=language,
        sms=[SmsChoice(str(kind), _is_sent(kind, no_sms), kind is not ALWAYS_SENT) for kind in kinds_with_sms()],
        quiet_from=f"{begins:%H:%M}", quiet_until=f"{ends:%H:%M}",
    )  # fmt: skip


def _is_sent(kind: Kind, no_sms: frozenset[str]) -> bool:
    return kind is ALWAYS_SENT or str(kind) not in no_sms


def quiet_hours() -> tuple[time, time]:
    """From when until when no text message is sent, in Asia/Shanghai, but for those that cannot wait."""
    today = clock.today()
    begins, ends = (time.fromisoformat(releases.setting(f"notices.quiet_{end}", today)) for end in ("from", "until"))
    return begins, ends
