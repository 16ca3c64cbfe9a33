"""How old somebody is, where the register has confirmed when they were born; and what the county says of ages."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from backend.extensions import db
from backend.identity import personal_keys
from backend.identity.people.models import RealName
from backend.identity.people.payloads import Act
from backend.identity.people.resident_id import age_on
from backend.kernel import clock
from backend.releases.queries import whole

CONSENT_BELOW: Final = {Act.RECORD: "minor.guardian_age_below", Act.BUY: "minor.purchase_age_below"}


def age_below(act: Act) -> int:
    """Under which age a guardian's consent is needed today."""
    return whole(CONSENT_BELOW[act], clock.today())


def age_of(person_id: UUID) -> int | None:
    """None: nobody has checked, and the person counts as an adult (docs/questions.md)."""
    kept = db.session.get(RealName, person_id)
    if kept is None:
        return None
    return age_on(date.fromisoformat(personal_keys.unseal(person_id, personal_keys.BORN, kept.born_sealed)),
                  clock.today())  # fmt: skip


def age_group(person_id: UUID) -> str:
    age = age_of(person_id)
    if age is None or age >= age_below(Act.BUY):
        return "adult"
    return "child" if age < age_below(Act.RECORD) else "minor"
