"""What happened while I was away, and how I want to be told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g

from backend.http.auth import requires
from backend.http.command import execute
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.paging import Window, WindowSchema, page
from backend.notifications import queries, service
from backend.notifications.errors import NoticeNotFound, SecurityNoticesStayOn
from backend.notifications.payloads import ReadAllNotices, ReadNotice, UpdateNoticeSettings
from backend.notifications.schemas import (
    NoticeSchema,
    NoticeSettingsSchema,
    NoticesReadSchema,
    NoticesSchema,
    ReadAllNoticesSchema,
    ReadNoticeSchema,
    UpdateNoticeSettingsSchema,
)

blueprint = Blueprint("notifications", __name__, description="Notices")


@blueprint.route("/me/notices")
@requires(Permission.READ_NOTICES)
@blueprint.arguments(WindowSchema, location="query")
@blueprint.response(200, NoticesSchema)
def list_notices(window: Window) -> dict[str, Any]:
    """My notices, newest first, and how many I have not read."""
    rows = queries.notices_of(g.principal, limit=window.limit, after=window.after)
    shown = page(rows, window, lambda row: (row.recorded_at, row.notice_id))
    return {**shown, "unread_count": queries.unread(g.principal.party_id)}


@blueprint.route("/me/notices/<uuid:notice_id>/reading", methods=["POST"])
@requires(Permission.READ_NOTICES)
@keyed
@blueprint.arguments(ReadNoticeSchema)
@blueprint.response(200, NoticeSchema)
@refuses(NoticeNotFound)
def read_notice(_: dict[str, Any], notice_id: UUID) -> Response:
    """I have read this one."""
    return execute(service.read_notice, ReadNotice(notice_id), reply=NoticeSchema())


@blueprint.route("/me/notices/reading", methods=["POST"])
@requires(Permission.READ_NOTICES)
@keyed
@blueprint.arguments(ReadAllNoticesSchema)
@blueprint.response(200, NoticesReadSchema)
def read_all_notices(wish: ReadAllNotices) -> Response:
    """I have seen all of them."""
    return execute(service.read_all_notices, wish, reply=NoticesReadSchema())


@blueprint.route("/me/notice-settings")
@requires(Permission.CHOOSE_NOTICES)
@blueprint.response(200, NoticeSettingsSchema)
def get_notice_settings() -> Any:
    """In which language I am told, and what I get as a text message too."""
    return queries.settings_of(g.principal.party_id)


@blueprint.route("/me/notice-settings", methods=["PATCH"])
@requires(Permission.CHOOSE_NOTICES)
@keyed
@blueprint.arguments(UpdateNoticeSettingsSchema)
@blueprint.response(200, NoticeSettingsSchema)
@refuses(SecurityNoticesStayOn)
def update_notice_settings(wish: UpdateNoticeSettings) -> Response:
    """Choose; what is about my account's safety is always sent."""
    return execute(service.update_notice_settings, wish, reply=NoticeSettingsSchema())
