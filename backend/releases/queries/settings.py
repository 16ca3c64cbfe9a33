"""Which value a setting has on a day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from backend.extensions import db
from backend.kernel import clock, transaction
from backend.releases.models import Setting

KEPT: Final = "releases.settings"
WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,14})", re.ASCII)


_EVERY_VERSION: Final = select(
    Setting.key, Setting.valid_from, Setting.value, Setting.source, Setting.grade, Setting.verified
).order_by(Setting.valid_from.desc())


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
    versions = transaction.once(KEPT, _all).get(key, ())
    newest = next((row for row in versions if row.valid_from <= on), None)
    return None if newest is None else Published(newest.value, newest.source, newest.grade, newest.verified)


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
    found = published(key, on)
    return None if found is None else found.value


def _all() -> Mapping[str, Sequence[Any]]:
    """Every version of every key, the newest first: some hundred rows, in little more time than one of them takes."""
    versions: dict[str, list[Any]] = defaultdict(list)
    for row in db.session.execute(_EVERY_VERSION):
        versions[row[0]].append(row)
    return versions


def _as_whole(key: str, value: str, on: date) -> int:
    if WHOLE.fullmatch(value) is None:
        raise ValueError(f"the setting {key} should be a whole number on {on}, not {value!r}")
    return int(value)


class FileRetention:
    """Fills ``files.ports.Retention``: the county says for how long each class of files is kept."""

    def days(self, name: str) -> int:
        return whole(f"files.keep_days.{name.replace('-', '_')}", clock.today())

    def most_a_day(self) -> int:
        return whole("files.most_a_day", clock.today())
