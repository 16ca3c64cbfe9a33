"""Where one is signed in, and signing out from afar."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from backend.extensions import db
from backend.identity.errors import DeviceNotFound
from backend.identity.models import SignIn
from backend.identity.queries import DeviceView, live_devices
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.transparency import service as transparency

FROM_AFAR = "ended-from-afar"


def end_device(principal: Principal, sign_in_id: UUID) -> None:
    """Its tokens stop working with its next request."""
    session = db.session.scalar(
        select(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.person_id == principal.person_id, SignIn.ended_at.is_(None))
        .with_for_update()
    )
    if session is None:
        raise DeviceNotFound()
    session.ended_at, session.end_reason = clock.now(), FROM_AFAR
    transparency.note(principal, "device-ended", {"sign_in": sign_in_id})


def end_other_devices(principal: Principal, _: None = None) -> list[DeviceView]:
    """All but the one that asks; returns what is left."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.person_id == principal.person_id, SignIn.id != principal.session_id, SignIn.ended_at.is_(None))
        .values(ended_at=clock.now(), end_reason=FROM_AFAR)
    )
    transparency.note(principal, "other-devices-ended", {"kept": principal.session_id})
    return live_devices(principal)
