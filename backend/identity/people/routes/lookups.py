"""One person, looked up by an office."""

from __future__ import annotations

from flask import Response

from backend.http.auth import requires
from backend.http.command import execute
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed
from backend.identity.people.payloads import LookUpPerson
from backend.identity.people.schemas.lookups import LookUpPersonSchema, PersonLookedUpSchema
from backend.identity.people.service import lookups

blueprint = Blueprint("person_lookups", __name__, description="One person, looked up by an office")


@blueprint.route("/office/person-lookups", methods=["POST"])
@requires(Permission.LOOK_UP_PEOPLE)
@keyed
@blueprint.arguments(LookUpPersonSchema)
@blueprint.response(201, PersonLookedUpSchema)
def look_up_person(wish: LookUpPerson) -> Response:
    """Who has exactly this number, masked, for a reason that is told to the person. Every look is in the log."""
    return execute(lookups.look_up_person, wish, reply=PersonLookedUpSchema(), status=201)
