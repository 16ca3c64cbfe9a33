"""What the commands about notices take and give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ReadNotice:
    notice_id: UUID


@dataclass(frozen=True, slots=True)
class ReadAllNotices:
    """Those that were there ``until`` then: what came while the reader looked stays unread."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class UpdateNoticeSettings:
    """``sms`` by kind; what is not named stays."""

    language: str | None
    sms: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class NoticeView:
    notice_id: UUID
    kind: str
    template: str
    title: str
    text: str
    link: str | None
    recorded_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoticesRead:
    read_count: int
    unread_count: int


@dataclass(frozen=True, slots=True)
class SmsChoice:
    kind: str
    on: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class NoticeSettingsView:
    """``quiet_from`` and ``quiet_until`` are times of day in Asia/Shanghai, HH:MM."""

    language: str
    sms: Sequence[SmsChoice]
    quiet_from: str
    quiet_until: str
