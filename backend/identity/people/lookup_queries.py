"""What an office needs of a person it has looked up: masked, and each position its own part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from backend.extensions import db
from backend.identity import queries
from backend.identity.models import Person, SignIn
from backend.identity.payloads import Member
from backend.identity.people.models import PhoneChange, PhoneChangeState, RealName, Recovery, RecoveryState
from backend.kernel import clock
from backend.kernel.principal import Role


@dataclass(frozen=True, slots=True)
class Safety:
    """For who guards accounts."""

    second_factor: bool
    devices: int
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonShown:
    """``name_masked`` and ``number_tail`` are for the desk, ``safety`` is for the security officer."""

    nickname: str
    phone_masked: str
    recorded_at: datetime
    is_real_name_checked: bool
    name_masked: str | None
    number_tail: str | None
    positions: Sequence[Member]
    under_way: Sequence[str]
    """``phone-change``, ``recovery``."""
    safety: Safety | None


@dataclass(frozen=True, slots=True)
class PersonLookedUp:
    person: PersonShown | None


def shown(role: Role, person_id: UUID) -> tuple[PersonShown | None, tuple[str, ...]]:
    """What somebody in this role sees, and the kinds of data that it is. Nobody's id asks the same and finds none."""
    person, name = db.session.get(Person, person_id), db.session.get(RealName, person_id)
    positions, under_way = queries.memberships(person_id), _under_way(person_id)
    guards, safety = role is Role.SECURITY_OFFICER, _safety(person_id)
    if person is None:
        return None, ()
    named = name is not None and not guards
    kinds = ("nickname", "phone-masked", "account-state", "positions",
             *(("name-masked", "resident-id-tail") if named else ()), *(("sign-ins",) if guards else ()))  # fmt: skip
    return PersonShown(
        nickname=person.nickname, phone_masked=person.phone_masked, recorded_at=person.recorded_at,
        is_real_name_checked=name is not None, name_masked=name.name_masked if name and named else None,
        number_tail=name.number_tail if name and named else None, positions=positions, under_way=under_way,
        safety=safety if guards else None,
    ), kinds  # fmt: skip


def _under_way(person_id: UUID) -> list[str]:
    change = select(PhoneChange.id).where(PhoneChange.person_id == person_id,
                                          PhoneChange.state == PhoneChangeState.WAITING)  # fmt: skip
    case = select(Recovery.id).where(Recovery.person_id == person_id, Recovery.state == RecoveryState.OPEN)
    asked = {"phone-change": db.session.scalar(change), "recovery": db.session.scalar(case)}
    return [name for name, found in asked.items() if found is not None]


def _safety(person_id: UUID) -> Safety:
    live = (SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.ends_at > clock.now())
    devices, last = db.session.execute(select(func.count(), func.max(SignIn.seen_at)).where(*live)).one()
    return Safety(queries.has_second_factor(person_id), devices, last)
