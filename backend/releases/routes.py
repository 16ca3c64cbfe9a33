"""Versioned data under four eyes: the office's steps, and the history for everybody."""

from __future__ import annotations

import re
from typing import Any, Final
from uuid import UUID

from flask import Response, g, request

from backend.files.errors import FileNotFound, FileRemoved
from backend.http.auth import public, requires
from backend.http.command import execute
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, matched, refuses
from backend.http.paging import page, page_schema
from backend.http.problem import Refused
from backend.kernel.errors import Stale
from backend.releases import queries, service
from backend.releases.errors import (
    ReleaseBaseMoved,
    ReleaseContentInvalid,
    ReleaseDayPast,
    ReleaseMovedOn,
    ReleaseNotForRole,
    ReleaseNotFound,
    ReleaseOfAnother,
    ReleaseOwn,
)
from backend.releases.payloads import ChangeRelease, DraftRelease, ExportRows, ImportRows, OneRelease, RejectRelease
from backend.releases.schemas import (
    ChangeReleaseSchema,
    DraftReleaseSchema,
    ExportReleaseRowsSchema,
    ImportReleaseRowsSchema,
    PublishedCaseSchema,
    PublishedReleaseSchema,
    RejectReleaseSchema,
    ReleaseCaseSchema,
    ReleaseHistoryQuerySchema,
    ReleaseKindsSchema,
    ReleaseSchema,
    ReleasesQuerySchema,
    ReleaseStepSchema,
    ReleaseTableQuerySchema,
    ReleaseTableSchema,
    ReleaseWorkStartedSchema,
)

ETAG: Final = re.compile(r'(?:W/)?"([1-9][0-9]{0,8})"', re.ASCII)

blueprint = Blueprint("releases", __name__, description="Versioned data under four eyes")


@blueprint.route("/releases")
@public
@blueprint.arguments(ReleaseHistoryQuerySchema, location="query")
@blueprint.response(200, page_schema(PublishedReleaseSchema, "PublishedReleases"))
def list_published_releases(asked: Any) -> dict[str, Any]:
    """What was in force when, by which office, under which hash."""
    window, chosen = asked
    rows = queries.history(chosen["kind"], limit=window.limit, after=window.after)
    return page(rows, window, lambda row: (row.approved_at, row.release_id))


@blueprint.route("/releases/<uuid:release_id>")
@public
@blueprint.response(200, PublishedCaseSchema)
@refuses(ReleaseNotFound)
def get_published_release(release_id: UUID) -> Any:
    """One release that was approved, with what it has changed, value by value."""
    return queries.published_case(release_id)


@blueprint.route("/office/release-kinds")
@requires(Permission.READ_RELEASES)
@blueprint.response(200, ReleaseKindsSchema)
def list_release_kinds() -> dict[str, Any]:
    """The tables that this position works on, how each stands, and what I could begin."""
    return {"items": queries.kinds(g.principal)}


@blueprint.route("/office/release-table")
@requires(Permission.READ_RELEASES)
@blueprint.arguments(ReleaseTableQuerySchema, location="query")
@blueprint.response(200, ReleaseTableSchema)
@refuses(ReleaseNotFound)
def get_release_table(asked: dict[str, Any]) -> Any:
    """What applies on a day: the rows that a draft begins from, their columns, units and bounds."""
    return queries.table(g.principal, asked["kind"], asked["on"])


@blueprint.route("/office/releases")
@requires(Permission.READ_RELEASES)
@blueprint.arguments(ReleasesQuerySchema, location="query")
@blueprint.response(200, page_schema(ReleaseSchema, "Releases"))
def list_releases(asked: Any) -> dict[str, Any]:
    """Releases of the tables that this position works on, newest first."""
    window, chosen = asked
    rows = queries.list_releases(g.principal, **chosen, limit=window.limit, after=window.after)
    return page(rows, window, lambda row: (row.recorded_at, row.release_id))


@blueprint.route("/office/releases", methods=["POST"])
@requires(Permission.DRAFT_RELEASES)
@keyed
@blueprint.arguments(DraftReleaseSchema)
@blueprint.response(201, ReleaseCaseSchema)
@refuses(ReleaseNotForRole, ReleaseDayPast)
def draft_release(wish: DraftRelease) -> Response:
    """Begin a draft. What is wrong with its rows is told, and mended before it is submitted."""
    return _tagged(execute(service.draft_release, wish, reply=ReleaseCaseSchema(), status=201))


@blueprint.route("/office/release-exports", methods=["POST"])
@requires(Permission.READ_RELEASES)
@keyed
@blueprint.arguments(ExportReleaseRowsSchema)
@blueprint.response(202, ReleaseWorkStartedSchema)
@refuses(ReleaseNotFound)
def export_release_rows(wish: ExportRows) -> Response:
    """Have a release, or what is in force on a day, written as XLSX or CSV."""
    return execute(service.begin_export, wish, reply=ReleaseWorkStartedSchema(), status=202)


@blueprint.route("/office/release-imports", methods=["POST"])
@requires(Permission.DRAFT_RELEASES)
@keyed
@blueprint.arguments(ImportReleaseRowsSchema)
@blueprint.response(202, ReleaseWorkStartedSchema)
@refuses(ReleaseNotForRole, ReleaseDayPast, FileNotFound, FileRemoved)
def import_release_rows(wish: ImportRows) -> Response:
    """Make a draft of an uploaded sheet: the lines that differ from what is in force, and what is wrong in them."""
    return execute(service.begin_import, wish, reply=ReleaseWorkStartedSchema(), status=202)


@blueprint.route("/office/releases/<uuid:release_id>")
@requires(Permission.READ_RELEASES)
@blueprint.response(200, ReleaseCaseSchema)
@refuses(ReleaseNotFound)
def get_release(release_id: UUID) -> Any:
    """One release, with what it changes. The ETag names its version."""
    found = queries.release(g.principal, release_id)
    return found, 200, {"ETag": f'"{found.release.version}"'}


@blueprint.route("/office/releases/<uuid:release_id>", methods=["PATCH"])
@requires(Permission.DRAFT_RELEASES)
@keyed
@matched
@blueprint.arguments(ChangeReleaseSchema)
@blueprint.response(200, ReleaseCaseSchema)
@refuses(ReleaseNotFound, ReleaseNotForRole, ReleaseOfAnother, ReleaseMovedOn, ReleaseDayPast)  # fmt: skip
def change_release(data: dict[str, Any], release_id: UUID) -> Response:
    """Change one's own draft, if nobody has changed it since it was read."""
    wish = ChangeRelease(release_id, _version_seen(), **data)
    return _tagged(execute(service.change_release, wish, reply=ReleaseCaseSchema()))


@blueprint.route("/office/releases/<uuid:release_id>/submission", methods=["POST"])
@requires(Permission.DRAFT_RELEASES)
@keyed
@blueprint.arguments(ReleaseStepSchema)
@blueprint.response(200, ReleaseCaseSchema)
@refuses(
    ReleaseNotFound, ReleaseNotForRole, ReleaseOfAnother, ReleaseMovedOn, ReleaseDayPast, ReleaseContentInvalid
)  # fmt: skip
def submit_release(_: dict[str, Any], release_id: UUID) -> Response:
    """Hand it to another pair of eyes. From now on nobody changes it."""
    return _tagged(execute(service.submit_release, OneRelease(release_id), reply=ReleaseCaseSchema()))


@blueprint.route("/office/releases/<uuid:release_id>/withdrawal", methods=["POST"])
@requires(Permission.DRAFT_RELEASES)
@keyed
@blueprint.arguments(ReleaseStepSchema)
@blueprint.response(200, ReleaseCaseSchema)
@refuses(ReleaseNotFound, ReleaseNotForRole, ReleaseOfAnother, ReleaseMovedOn)
def withdraw_release(_: dict[str, Any], release_id: UUID) -> Response:
    """Take one's own draft back, until somebody has decided."""
    return _tagged(execute(service.withdraw_release, OneRelease(release_id), reply=ReleaseCaseSchema()))


@blueprint.route("/office/releases/<uuid:release_id>/approval", methods=["POST"])
@requires(Permission.APPROVE_RELEASES)
@keyed
@blueprint.arguments(ReleaseStepSchema)
@blueprint.response(200, ReleaseCaseSchema)
@refuses(ReleaseNotFound, ReleaseNotForRole, ReleaseOwn, ReleaseMovedOn, ReleaseBaseMoved, ReleaseDayPast,
         ReleaseContentInvalid)  # fmt: skip
def approve_release(_: dict[str, Any], release_id: UUID) -> Response:
    """Put it in force from its day on."""
    return _tagged(execute(service.approve_release, OneRelease(release_id), reply=ReleaseCaseSchema()))


@blueprint.route("/office/releases/<uuid:release_id>/rejection", methods=["POST"])
@requires(Permission.APPROVE_RELEASES)
@keyed
@blueprint.arguments(RejectReleaseSchema)
@blueprint.response(200, ReleaseCaseSchema)
@refuses(ReleaseNotFound, ReleaseNotForRole, ReleaseOwn, ReleaseMovedOn)
def reject_release(data: dict[str, Any], release_id: UUID) -> Response:
    """Say no, with the reason."""
    wish = RejectRelease(release_id, data["reason"])
    return _tagged(execute(service.reject_release, wish, reply=ReleaseCaseSchema()))


def _version_seen() -> int:
    given = request.headers.get("If-Match")
    if given is None:
        raise Refused(428, "if-match-required")
    seen = ETAG.fullmatch(given.strip())
    if seen is None:
        raise Stale()
    return int(seen[1])


def _tagged(response: Response) -> Response:
    response.headers["ETag"] = f'"{response.get_json()["release"]["version"]}"'
    return response
