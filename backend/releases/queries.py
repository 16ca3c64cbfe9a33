"""Which value a setting has on a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from backend.extensions import db
from backend.releases.models import Setting

WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,14})", re.ASCII)


class SettingMissing(LookupError):
    """Nobody has fixed this key for that day: an installation without its reference data."""


@dataclass(frozen=True, slots=True)
class Published:
    """A value as it was published, with where it comes from."""

    value: str
    source: str
    grade: str
    verified: bool


def published(key: str, on: date) -> Published | None:
    """The row in force on a day; None where nobody has published one. An empty value means "decided: none yet"."""
    row = db.session.scalar(
        select(Setting).where(Setting.key == key, Setting.valid_from <= on).order_by(Setting.valid_from.desc()).limit(1)
    )
    return Published(row.value, row.source, row.grade, row.verified) if row else None


def setting(key: str, on: date) -> str:
    """The value in force on a day, as it was written. Raises SettingMissing."""
    value = _find(key, on)
    if value is None:
        raise SettingMissing(f"{key} on {on}")
    return value


def whole(key: str, on: date) -> int:
    """The value of a setting that is a whole number. Raises SettingMissing."""
    return _as_whole(key, setting(key, on), on)


def whole_if_set(key: str, on: date) -> int | None:
    """The same for a key that need not be there, such as a bound that only some measures have."""
    value = _find(key, on)
    return None if value is None else _as_whole(key, value, on)


def _find(key: str, on: date) -> str | None:
    return db.session.scalar(
        select(Setting.value)
        .where(Setting.key == key, Setting.valid_from <= on)
        .order_by(Setting.valid_from.desc())
        .limit(1)
    )


def _as_whole(key: str, value: str, on: date) -> int:
    if WHOLE.fullmatch(value) is None:
        raise ValueError(f"the setting {key} should be a whole number on {on}, not {value!r}")
    return int(value)
