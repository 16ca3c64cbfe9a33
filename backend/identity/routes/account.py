"""One's own account: where one is signed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g

from backend.http.auth import requires
from backend.http.command import execute
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.identity import queries, service
from backend.identity.errors import DeviceNotFound
from backend.identity.schemas.account import DevicesSchema
from backend.identity.schemas.organisations import DoneSchema

blueprint = Blueprint("account", __name__, description="One's own account")


@blueprint.route("/me/devices")
@requires(Permission.READ_SELF)
@blueprint.response(200, DevicesSchema)
def list_devices() -> Any:
    """Where one is signed in, this device first."""
    return {"items": queries.live_devices(g.principal)}


@blueprint.route("/me/devices/<uuid:device_id>", methods=["DELETE"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, DoneSchema)
@refuses(DeviceNotFound)
def end_device(device_id: UUID) -> Response:
    """Sign a device out from afar, at once."""
    return execute(service.end_device, device_id, reply=DoneSchema())


@blueprint.route("/me/devices", methods=["DELETE"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.response(200, DevicesSchema)
def end_other_devices() -> Response:
    """Sign every other device out."""
    return execute(lambda principal, _: {"items": service.end_other_devices(principal)}, None, reply=DevicesSchema())
