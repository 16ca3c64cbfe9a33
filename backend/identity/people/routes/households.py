"""The people one lives with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g

from backend.http.auth import requires
from backend.http.command import execute
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.identity.errors import (
    InvitationAnswered,
    InvitedAlready,
    TooManyMessagesSent,
    TooManyMessagesToNumber,
)
from backend.identity.people.errors import (
    HeadStays,
    HouseholdFull,
    HouseholdInvitationNotFound,
    HouseholdMemberNotFound,
    HouseholdNotFound,
    HouseholdThere,
    NotTheHead,
    OneselfNot,
)
from backend.identity.people.payloads import CreateHousehold, InviteToHousehold
from backend.identity.people.schemas.households import (
    CreateHouseholdSchema,
    HandHouseholdOverSchema,
    InviteToHouseholdSchema,
    MyHouseholdSchema,
)
from backend.identity.people.service import households

blueprint = Blueprint("households", __name__, description="The people one lives with")


@blueprint.route("/me/household")
@requires(Permission.READ_SELF)
@blueprint.response(200, MyHouseholdSchema)
def get_household() -> Any:
    """Who lives there, by nickname; and who invites one."""
    return households.my_household(g.principal)


@blueprint.route("/me/household", methods=["POST"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.arguments(CreateHouseholdSchema)
@blueprint.response(201, MyHouseholdSchema)
@refuses(HouseholdThere)
def create_household(wish: CreateHousehold) -> Response:
    """Make a household, with oneself as its head."""
    return execute(households.create_household, wish, reply=MyHouseholdSchema(), status=201)


@blueprint.route("/me/household/invitations", methods=["POST"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.arguments(InviteToHouseholdSchema)
@blueprint.response(201, MyHouseholdSchema)
@refuses(HouseholdNotFound, NotTheHead, InvitedAlready, HouseholdFull, OneselfNot, TooManyMessagesSent,
         TooManyMessagesToNumber)  # fmt: skip
def invite_to_household(wish: InviteToHousehold) -> Response:
    """Offer a place to a number. Its owner takes it in their own account, within a week."""
    return execute(households.invite_to_household, wish, reply=MyHouseholdSchema(), status=201)


@blueprint.route("/me/household/invitations/<uuid:household_invitation_id>", methods=["DELETE"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, MyHouseholdSchema)
@refuses(HouseholdNotFound, NotTheHead, HouseholdInvitationNotFound, InvitationAnswered)
def revoke_household_invitation(household_invitation_id: UUID) -> Response:
    """Take an unanswered invitation back."""
    return execute(households.revoke_household_invitation, household_invitation_id, reply=MyHouseholdSchema())


@blueprint.route("/me/household-invitations/<uuid:household_invitation_id>/acceptance", methods=["POST"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, MyHouseholdSchema)
@refuses(HouseholdInvitationNotFound, InvitationAnswered, HouseholdThere, HouseholdFull)
def accept_household_invitation(household_invitation_id: UUID) -> Response:
    """Move in."""
    return execute(households.accept_household_invitation, household_invitation_id, reply=MyHouseholdSchema())


@blueprint.route("/me/household-invitations/<uuid:household_invitation_id>/refusal", methods=["POST"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, MyHouseholdSchema)
@refuses(HouseholdInvitationNotFound, InvitationAnswered)
def decline_household_invitation(household_invitation_id: UUID) -> Response:
    """Leave it."""
    return execute(households.decline_household_invitation, household_invitation_id, reply=MyHouseholdSchema())


@blueprint.route("/me/household", methods=["DELETE"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, MyHouseholdSchema)
@refuses(HouseholdNotFound, HeadStays)
def leave_household() -> Response:
    """Move out. Whoever is the head and not alone hands it over first."""
    return execute(households.leave_household, None, reply=MyHouseholdSchema())


@blueprint.route("/me/household/members/<uuid:household_member_id>", methods=["DELETE"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, MyHouseholdSchema)
@refuses(HouseholdNotFound, NotTheHead, HouseholdMemberNotFound, HeadStays)
def remove_from_household(household_member_id: UUID) -> Response:
    """The head takes somebody off the list."""
    return execute(households.remove_from_household, household_member_id, reply=MyHouseholdSchema())


@blueprint.route("/me/household/hand-over", methods=["POST"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.arguments(HandHouseholdOverSchema)
@blueprint.response(200, MyHouseholdSchema)
@refuses(HouseholdNotFound, NotTheHead, HouseholdMemberNotFound)
def hand_household_over(data: dict[str, Any]) -> Response:
    """Make another member the head."""
    return execute(households.hand_household_over, data["household_member_id"], reply=MyHouseholdSchema())
