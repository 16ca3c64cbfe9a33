"""What closing an account would do, read before it is done."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.identity import queries as identity
from backend.identity.errors import SessionEnded
from backend.kernel import clock, i18n
from backend.kernel.personal_data import Owner, StillOpen
from backend.kernel.principal import Principal
from backend.kernel.turns import take_turn
from backend.privacy import ports
from backend.privacy.models import Closing, ClosingState
from backend.privacy.payloads import ClosingView, Effect, OpenThing
from backend.releases import queries as releases


def preview(principal: Principal) -> ClosingView:
    """What has to end first, and what happens to everything else."""
    who, found = owner(principal.person_id), waiting(principal.person_id)
    open_things = still_open(who)
    person = identity.person(who.person_id)
    assert person is not None, "whoever asks is somebody"
    effects = [effect for keeper in ports.keepers() for effect in keeper.consequences(who)]
    return ClosingView(
        may_close=not open_things and found is None, wait_days=wait_days(),
        closes_at=None if found is None else found.due_at, phone_masked=person.phone_masked,
        must_end_first=[
            OpenThing(one.kind, one.id, one.name, one.page, i18n.text(f"privacy.open.{one.kind}", name=one.name))
            for one in open_things
        ],
        effects=[
            Effect(one.kind, one.count, i18n.text(f"privacy.effect.{one.kind}", count=one.count)) for one in effects
        ],
    )  # fmt: skip


def hold(who: Owner) -> None:
    """What ``still_open`` counts stays as it is until the transaction has ended."""
    for keeper in ports.keepers():
        keeper.hold(who)


def still_open(who: Owner) -> list[StillOpen]:
    return [one for keeper in ports.keepers() for one in keeper.still_open(who)]


def owner(person_id: UUID) -> Owner:
    """The person with their own party, whatever hat is worn."""
    found = identity.person(person_id)
    assert found is not None, "a sign-in is somebody's"
    return Owner(found.person_id, found.party_id)


def waiting(person_id: UUID, *, locked: bool = False) -> Closing | None:
    wanted = select(Closing).where(Closing.person_id == person_id, Closing.state == ClosingState.WAITING)
    return db.session.scalar(wanted.with_for_update() if locked else wanted)


def take_turn_of(person_id: UUID) -> None:
    """Whatever must not happen while, or after, the account closes. Raises SessionEnded."""
    take_turn(f"closing:{person_id}")
    if is_closed(person_id):
        raise SessionEnded()  # they were let in before it was through


def is_closed(person_id: UUID) -> bool:
    closed = select(Closing.id).where(Closing.person_id == person_id, Closing.state == ClosingState.CLOSED)
    return db.session.scalar(closed) is not None


def wait_days() -> int:
    return releases.whole("closing.wait_days", clock.today())
