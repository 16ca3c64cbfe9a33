"""What offices share: their home, the list of organisations, who may do what, and the line above every page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, g

from backend.http.auth import public, requires
from backend.http.command import execute
from backend.http.grants import GRANTS, PRIVILEGED, Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.paging import Window, page
from backend.identity import organisation_queries as queries
from backend.identity import ports, service
from backend.identity.errors import AnnouncementNotFound, OrganisationClosed, OrganisationNotFound, UnifiedCodeTaken
from backend.identity.payloads import Announce, RegisterOrganisation, RenameOrganisation
from backend.identity.schemas.office import (
    AnnouncementsSchema,
    AnnounceSchema,
    GrantsSchema,
    OfficeHomeSchema,
    OrganisationsSchema,
    OrganisationsWindowSchema,
)
from backend.identity.schemas.organisations import (
    DoneSchema,
    OrganisationSchema,
    RegisterOrganisationSchema,
    RenameOrganisationSchema,
)
from backend.kernel import i18n
from backend.kernel.principal import STAFF, Role

blueprint = Blueprint("office", __name__, description="What offices share")


@blueprint.route("/announcements")
@public
@blueprint.response(200, AnnouncementsSchema)
def list_announcements() -> Any:
    """What stands above every page now."""
    return {"items": queries.announcements()}


@blueprint.route("/office/home")
@requires(Permission.ENTER_OFFICE)
@blueprint.response(200, OfficeHomeSchema)
def get_office_home() -> Any:
    """What waits for somebody in this position."""
    return {"role": str(g.principal.role), "waiting": ports.waiting_for(g.principal)}


@blueprint.route("/office/grants")
@requires(Permission.READ_GRANTS)
@blueprint.response(200, GrantsSchema)
def get_grants() -> Any:
    """Which role opens which door: the very table that the doors read."""
    return {
        "roles": [{"role": str(role), "needs_second_factor": role in STAFF} for role in Role if GRANTS[role]],
        "permissions": [
            {"permission": str(door), "name": i18n.text(f"permission.{door}"), "is_privileged": door in PRIVILEGED,
             "roles": [str(role) for role in Role if door in GRANTS[role]]}
            for door in Permission
        ],
    }  # fmt: skip


@blueprint.route("/office/organisations")
@requires(Permission.READ_ORGANISATIONS)
@blueprint.arguments(OrganisationsWindowSchema, location="query")
@blueprint.response(200, OrganisationsSchema)
def list_organisations(asked: tuple[Window, dict[str, Any]]) -> Any:
    """Every organisation that the county knows, newest first."""
    window, narrowed = asked
    rows = queries.list_organisations(g.principal, kind=narrowed["kind"], text=narrowed["text"],
                                      limit=window.limit + 1, after=window.after)  # fmt: skip
    return page(rows, window, lambda row: (row.recorded_at, row.organisation_id))


@blueprint.route("/office/organisations", methods=["POST"])
@requires(Permission.KEEP_ORGANISATIONS)
@keyed
@blueprint.arguments(RegisterOrganisationSchema)
@blueprint.response(201, OrganisationSchema)
@refuses(UnifiedCodeTaken)
def register_organisation(wish: RegisterOrganisation) -> Response:
    """Make an organisation known; its first manager is invited afterwards."""
    return execute(service.add_organisation, wish, reply=OrganisationSchema(), status=201)


@blueprint.route("/office/organisations/<uuid:organisation_id>", methods=["PATCH"])
@requires(Permission.KEEP_ORGANISATIONS)
@keyed
@blueprint.arguments(RenameOrganisationSchema)
@blueprint.response(200, OrganisationSchema)
@refuses(OrganisationNotFound, OrganisationClosed)
def rename_organisation(wish: RenameOrganisation, organisation_id: UUID) -> Response:
    """Correct its names."""
    return execute(service.rename_organisation, replace(wish, party_id=organisation_id), reply=OrganisationSchema())


@blueprint.route("/office/organisations/<uuid:organisation_id>/closing", methods=["POST"])
@requires(Permission.KEEP_ORGANISATIONS)
@keyed
@blueprint.response(200, OrganisationSchema)
@refuses(OrganisationNotFound, OrganisationClosed)
def close_organisation(organisation_id: UUID) -> Response:
    """Nobody acts for it any more, at once; its books stay."""
    return execute(service.close_organisation, organisation_id, reply=OrganisationSchema())


@blueprint.route("/office/announcements")
@requires(Permission.ENTER_OFFICE)
@blueprint.response(200, AnnouncementsSchema)
def list_office_announcements() -> Any:
    """What is announced, and what will be."""
    return {"items": queries.all_announcements()}


@blueprint.route("/office/announcements", methods=["POST"])
@requires(Permission.ANNOUNCE)
@keyed
@blueprint.arguments(AnnounceSchema)
@blueprint.response(201, DoneSchema)
def announce(wish: Announce) -> Response:
    """Put a line above every page, for a time."""
    return execute(service.announce, wish, reply=DoneSchema(), status=201)


@blueprint.route("/office/announcements/<uuid:announcement_id>", methods=["DELETE"])
@requires(Permission.ANNOUNCE)
@keyed
@blueprint.response(200, DoneSchema)
@refuses(AnnouncementNotFound)
def take_down_announcement(announcement_id: UUID) -> Response:
    """Take it down."""
    return execute(service.take_down_announcement, announcement_id, reply=DoneSchema())
