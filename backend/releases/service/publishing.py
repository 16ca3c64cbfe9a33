"""Write settings down: what ships, what a release says, and what whoever runs the server says by hand."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.kernel import transaction
from backend.releases.models import Setting
from backend.releases.queries import KEPT

FORMS: Final = {
    "telephone": re.compile(r"(\+?[0-9][0-9 -]{2,18}[0-9])?", re.ASCII),
    "time of day": re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII),
}
"""Values that machines act on have a form, by their unit: a telephone number becomes a link that dials."""


class SettingMalformed(ValueError):
    """The value does not have the form of its unit."""


class SettingUnknown(LookupError):
    """No shipped setting has this key: a new version of a value needs one to follow."""


def publish_setting(
    *, key: str, valid_from: date, value: str, unit: str, source: str, grade: str, verified: bool, note: str
) -> None:
    """A value from a day on. What was published for that day before stays. Raises SettingMalformed."""
    form = FORMS.get(unit)
    if form is not None and form.fullmatch(value) is None:
        raise SettingMalformed(f"{key}: {value!r} is no {unit}")
    db.session.execute(
        insert(Setting)
        .values(key=key, valid_from=valid_from, value=value, unit=unit, source=source, grade=grade,
                verified=verified, note=note)
        .on_conflict_do_nothing()
    )  # fmt: skip
    transaction.look_again(KEPT)


def publish_next(*, key: str, valid_from: date, value: str, source: str, grade: str, verified: bool) -> bool:
    """The next version of a shipped setting; its unit stays. False if that day has one. Raises SettingUnknown."""
    before = db.session.scalars(select(Setting).where(Setting.key == key).order_by(Setting.valid_from.desc())).all()
    if not before:
        raise SettingUnknown(key)
    if any(row.valid_from == valid_from for row in before):
        return False
    publish_setting(key=key, valid_from=valid_from, value=value, unit=before[0].unit, source=source, grade=grade,
                    verified=verified, note="")  # fmt: skip
    return True
