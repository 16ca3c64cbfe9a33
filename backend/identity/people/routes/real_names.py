"""One's real name, and who answers for those under age."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, g

from backend.http.auth import requires
from backend.http.command import execute, replayed
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.identity.errors import TooManyMessagesSent, TooManyMessagesToNumber
from backend.identity.people import conversation, queries
from backend.identity.people.errors import (
    ConsentVersionUnknown,
    GuardianshipNotFound,
    GuardianshipOver,
    GuardianThere,
    GuardianTooYoung,
    NotAMinor,
    OneselfNot,
    RealNameCheckedAlready,
    RealNameCheckUnavailable,
    RealNameNeeded,
    RealNameNoMatch,
    RealNameTaken,
    RealNameTriesUsedUp,
)
from backend.identity.people.payloads import AcceptGuardianship, NameGuardian, VerifyRealName
from backend.identity.people.schemas.real_names import (
    AcceptGuardianshipSchema,
    GuardiansSchema,
    NameGuardianSchema,
    RealNameSchema,
    VerifyRealNameSchema,
)
from backend.identity.people.service import guardians, real_names

blueprint = Blueprint("real_names", __name__, description="Real names and guardians")


@blueprint.route("/me/real-name")
@requires(Permission.READ_SELF)
@blueprint.response(200, RealNameSchema)
def get_real_name() -> Any:
    """Whether the register has confirmed who one is; masked."""
    return queries.real_name(g.principal.person_id)


@blueprint.route("/me/real-name", methods=["POST"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.arguments(VerifyRealNameSchema)
@blueprint.response(201, RealNameSchema)
@refuses(RealNameCheckedAlready, RealNameTaken, RealNameNoMatch, RealNameTriesUsedUp, RealNameCheckUnavailable)
def verify_real_name(wish: VerifyRealName) -> Response:
    """Have the register of residents confirm name and number. The number is asked about and not kept."""
    if (answered := replayed()) is not None:
        return answered
    heard = conversation.ask_the_register(g.principal, wish)
    return execute(real_names.keep_real_name, heard, reply=RealNameSchema(), status=201)


@blueprint.route("/me/guardianships")
@requires(Permission.READ_SELF)
@blueprint.response(200, GuardiansSchema)
def get_guardians() -> Any:
    """Who answers for one, for whom one answers, who asks; and the text that a guardian agrees to."""
    return guardians.my_guardians(g.principal)


@blueprint.route("/me/guardianships", methods=["POST"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.arguments(NameGuardianSchema)
@blueprint.response(201, GuardiansSchema)
@refuses(NotAMinor, GuardianThere, OneselfNot, TooManyMessagesSent, TooManyMessagesToNumber)
def name_guardian(wish: NameGuardian) -> Response:
    """Somebody under age asks whoever has this number to be their guardian."""
    return execute(guardians.name_guardian, wish, reply=GuardiansSchema(), status=201)


@blueprint.route("/me/guardianships/<uuid:guardianship_id>/acceptance", methods=["POST"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.arguments(AcceptGuardianshipSchema)
@blueprint.response(200, GuardiansSchema)
@refuses(GuardianshipNotFound, GuardianshipOver, ConsentVersionUnknown, RealNameNeeded, GuardianTooYoung, OneselfNot)
def accept_guardianship(wish: AcceptGuardianship, guardianship_id: UUID) -> Response:
    """Answer for a minor from now on."""
    return execute(guardians.accept_guardianship, replace(wish, guardianship_id=guardianship_id),
                   reply=GuardiansSchema())  # fmt: skip


@blueprint.route("/me/guardianships/<uuid:guardianship_id>/refusal", methods=["POST"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, GuardiansSchema)
@refuses(GuardianshipNotFound, GuardianshipOver)
def decline_guardianship(guardianship_id: UUID) -> Response:
    """Leave it."""
    return execute(guardians.decline_guardianship, guardianship_id, reply=GuardiansSchema())


@blueprint.route("/me/guardianships/<uuid:guardianship_id>", methods=["DELETE"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, GuardiansSchema)
@refuses(GuardianshipNotFound, GuardianshipOver)
def end_guardianship(guardianship_id: UUID) -> Response:
    """Either side ends it, at once."""
    return execute(guardians.end_guardianship, guardianship_id, reply=GuardiansSchema())
