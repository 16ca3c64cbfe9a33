"""Tell a person that their account was opened on a device that it was never open on before."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, select

from backend.extensions import db
from backend.identity.models import Person, SignIn
from backend.kernel import clock, i18n
from backend.notifications import service as notifications


def tell_of_new_device(person_id: UUID, *, client: str, device: str | None) -> None:
    """Called before the session is opened; the very first sign-in of a person tells nothing."""
    theirs = SignIn.person_id == person_id
    same = (SignIn.client == client, SignIn.device.is_not_distinct_from(device))
    known, any_before = db.session.execute(select(exists().where(theirs, *same), exists().where(theirs))).one()
    if known or not any_before:
        return
    party_id = db.session.get_one(Person, person_id).party_id
    name = device or notifications.in_both_languages(lambda: i18n.text(f"device.{client}"))
    notifications.notify(
        party_id,
        "new-device",
        {"device": name, "time": f"{clock.now().astimezone(clock.PROGRAMME_ZONE):%Y-%m-%d %H:%M}"},
    )
