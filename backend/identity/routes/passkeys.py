"""Passkeys: make one, name it, take it away, be asked to show it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g

from backend.http.auth import requires
from backend.http.command import execute, perform
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.identity import queries, service
from backend.identity.errors import (
    LastSecondFactor,
    PasskeyChallengeDead,
    PasskeyNotFound,
    PasskeyRefused,
    SecondFactorMissing,
    TooManyPasskeys,
)
from backend.identity.payloads import AddPasskey, RenamePasskey
from backend.identity.schemas.organisations import DoneSchema
from backend.identity.schemas.passkeys import (
    AddPasskeySchema,
    PasskeyAskedSchema,
    PasskeySchema,
    PasskeysSchema,
    RenamePasskeySchema,
)
from backend.kernel.errors import SecondFactorRequired

blueprint = Blueprint("passkeys", __name__, description="Passkeys")


@blueprint.route("/auth/passkeys")
@requires(Permission.READ_SELF)
@blueprint.response(200, PasskeysSchema)
def list_passkeys() -> Any:
    """One's own passkeys, the oldest first."""
    return {"items": queries.passkeys(g.principal.person_id)}


@blueprint.route("/auth/passkey-registrations", methods=["POST"])
@requires(Permission.KEEP_SECOND_FACTOR)
@blueprint.response(201, PasskeyAskedSchema)
@refuses(SecondFactorRequired, TooManyPasskeys)
def begin_passkey() -> Any:
    """What a device is asked to make a passkey with; good for five minutes and one answer."""
    return perform(service.begin_passkey, None)


@blueprint.route("/auth/passkeys", methods=["POST"])
@requires(Permission.KEEP_SECOND_FACTOR)
@keyed
@blueprint.arguments(AddPasskeySchema)
@blueprint.response(201, PasskeySchema)
@refuses(SecondFactorRequired, PasskeyChallengeDead, PasskeyRefused, TooManyPasskeys)
def add_passkey(wish: AddPasskey) -> Response:
    """Keep the passkey that a device has made. It counts as a second factor from now on."""
    return execute(service.add_passkey, wish, reply=PasskeySchema(), status=201)


@blueprint.route("/auth/passkeys/<uuid:passkey_id>", methods=["PATCH"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.arguments(RenamePasskeySchema)
@blueprint.response(200, PasskeySchema)
@refuses(PasskeyNotFound)
def rename_passkey(data: dict[str, Any], passkey_id: UUID) -> Response:
    """Give it another name."""
    return execute(service.rename_passkey, RenamePasskey(passkey_id, data["name"]), reply=PasskeySchema())


@blueprint.route("/auth/passkeys/<uuid:passkey_id>", methods=["DELETE"])
@requires(Permission.KEEP_SECOND_FACTOR)
@keyed
@blueprint.response(200, DoneSchema)
@refuses(PasskeyNotFound, SecondFactorRequired, LastSecondFactor)
def remove_passkey(passkey_id: UUID) -> Response:
    """Take it away; whoever works for an office keeps a second factor."""
    return execute(service.remove_passkey, passkey_id, reply=DoneSchema())


@blueprint.route("/auth/passkey-challenges", methods=["POST"])
@requires(Permission.PROVE_AGAIN)
@blueprint.response(201, PasskeyAskedSchema)
@refuses(SecondFactorMissing)
def begin_passkey_proof() -> Any:
    """What a device is asked to sign; the answer goes to `/auth/proofs`."""
    return perform(service.begin_passkey_proof, None)
