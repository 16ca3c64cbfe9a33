"""An organisation, its people and whom it invites."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, g

from backend.http.auth import requires
from backend.http.command import execute
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.identity import organisation_queries as queries
from backend.identity import service
from backend.identity.errors import (
    InvitationAnswered,
    InvitationNotFound,
    InvitedAlready,
    LastManager,
    MemberAlready,
    MembershipNotFound,
    OrganisationClosed,
    OrganisationNotFound,
    RoleNotThere,
    RolesApart,
    StaffRealNameNeeded,
    TooManyInvitations,
    TooManyMessagesSent,
    TooManyMessagesToNumber,
)
from backend.identity.payloads import EndMembership, HandOver, InviteMember, RevokeInvitation
from backend.identity.schemas.organisations import (
    DoneSchema,
    HandManagementOverSchema,
    InvitationSchema,
    InvitationsSchema,
    InviteMemberSchema,
    MembersSchema,
    OrganisationSchema,
)
from backend.identity.schemas.signing_in import MemberSchema

blueprint = Blueprint("organisations", __name__, description="Organisations, their people and positions")


@blueprint.route("/organisations/<uuid:organisation_id>")
@requires(Permission.READ_MEMBERS)
@blueprint.response(200, OrganisationSchema)
@refuses(OrganisationNotFound)
def get_organisation(organisation_id: UUID) -> Any:
    """What is known of an organisation that one works for (or keeps the list of)."""
    return queries.organisation_facts(g.principal, organisation_id)


@blueprint.route("/organisations/<uuid:organisation_id>/members")
@requires(Permission.READ_MEMBERS)
@blueprint.response(200, MembersSchema)
@refuses(OrganisationNotFound)
def list_members(organisation_id: UUID) -> Any:
    """Who acts for the organisation, in which position; and whom it has invited."""
    return {
        "items": queries.list_members(g.principal, organisation_id),
        "invitations": queries.open_invitations(g.principal, organisation_id),
    }


@blueprint.route("/organisations/<uuid:organisation_id>/invitations", methods=["POST"])
@requires(Permission.INVITE_MEMBER)
@keyed
@blueprint.arguments(InviteMemberSchema)
@blueprint.response(201, InvitationSchema)
@refuses(OrganisationNotFound, OrganisationClosed, RoleNotThere, InvitedAlready, MemberAlready, TooManyInvitations,
         TooManyMessagesSent, TooManyMessagesToNumber)  # fmt: skip
def invite_member(wish: InviteMember, organisation_id: UUID) -> Response:
    """Offer a position to a number. Its owner takes it in their own account, within a week."""
    return execute(service.invite_member, replace(wish, party_id=organisation_id), reply=InvitationSchema(),
                   status=201)  # fmt: skip


@blueprint.route("/organisations/<uuid:organisation_id>/invitations/<uuid:invitation_id>", methods=["DELETE"])
@requires(Permission.INVITE_MEMBER)
@keyed
@blueprint.response(200, InvitationSchema)
@refuses(OrganisationNotFound, OrganisationClosed, InvitationNotFound, InvitationAnswered)
def revoke_invitation(organisation_id: UUID, invitation_id: UUID) -> Response:
    """Take an unanswered invitation back."""
    return execute(service.revoke_invitation, RevokeInvitation(organisation_id, invitation_id),
                   reply=InvitationSchema())  # fmt: skip


@blueprint.route("/organisations/<uuid:organisation_id>/members/<uuid:membership_id>", methods=["DELETE"])
@requires(Permission.END_MEMBERSHIP)
@keyed
@blueprint.response(200, DoneSchema)
@refuses(OrganisationNotFound, OrganisationClosed, MembershipNotFound, LastManager)
def end_membership(organisation_id: UUID, membership_id: UUID) -> Response:
    """End somebody's position; from their next request on it opens nothing."""
    return execute(service.end_membership, EndMembership(organisation_id, membership_id), reply=DoneSchema())


@blueprint.route("/organisations/<uuid:organisation_id>/hand-over", methods=["POST"])
@requires(Permission.END_MEMBERSHIP)
@keyed
@blueprint.arguments(HandManagementOverSchema)
@blueprint.response(200, DoneSchema)
@refuses(OrganisationNotFound, OrganisationClosed, MembershipNotFound, MemberAlready)
def hand_over(wish: HandOver, organisation_id: UUID) -> Response:
    """Make a member the manager in one's own place."""
    return execute(service.hand_over, replace(wish, party_id=organisation_id), reply=DoneSchema())


@blueprint.route("/me/invitations")
@requires(Permission.READ_SELF)
@blueprint.response(200, InvitationsSchema)
def list_my_invitations() -> Any:
    """Positions that organisations offer to one's number."""
    return {"items": service.my_invitations(g.principal)}


@blueprint.route("/me/invitations/<uuid:invitation_id>/acceptance", methods=["POST"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, MemberSchema)
@refuses(InvitationNotFound, InvitationAnswered, OrganisationClosed, RolesApart, StaffRealNameNeeded)
def accept_invitation(invitation_id: UUID) -> Response:
    """Take the position that is offered."""
    return execute(service.accept_invitation, invitation_id, reply=MemberSchema())


@blueprint.route("/me/invitations/<uuid:invitation_id>/refusal", methods=["POST"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, DoneSchema)
@refuses(InvitationNotFound, InvitationAnswered)
def decline_invitation(invitation_id: UUID) -> Response:
    """Leave it."""
    return execute(service.decline_invitation, invitation_id, reply=DoneSchema())


@blueprint.route("/me/memberships/<uuid:membership_id>", methods=["DELETE"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, DoneSchema)
@refuses(MembershipNotFound, LastManager)
def leave(membership_id: UUID) -> Response:
    """Give a position of one's own up."""
    return execute(service.leave, membership_id, reply=DoneSchema())
