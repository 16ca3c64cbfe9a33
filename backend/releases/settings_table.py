"""Fills ``releases.ports.Table`` with the county's settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from sqlalchemy import select

from backend.extensions import db
from backend.kernel.principal import Principal
from backend.releases.models import Setting
from backend.releases.ports import Fault, Row
from backend.releases.queries import WHOLE
from backend.releases.rows import Column, form_faults, repeated
from backend.releases.service.publishing import FORMS, publish_setting

COLUMNS: Final = (
    Column("key", longest=60),
    Column("value", longest=120, may_be_empty=True),
    Column("source"),
    Column("grade", choices=("A", "B", "C", "D")),
    Column("verified", "yes-no"),
    Column("note", longest=400, may_be_empty=True),
)


class SettingsTable:
    """A row is a setting's next value; an empty value means "decided: none". The unit stays what was shipped."""

    def key(self, row: Row) -> str:
        return str(row.get("key", ""))

    def title(self, row: Row) -> str:
        return self.key(row)

    def in_force(self, on: date) -> Mapping[str, Row]:
        return {key: _row(setting) for key, setting in _current(on).items()}

    def is_gone(self, row: Row) -> bool:
        return False

    def faults(self, rows: Sequence[Row], in_force_from: date) -> list[Fault]:
        wrong = form_faults(rows, COLUMNS)
        if wrong:
            return wrong
        current = _current(in_force_from)
        for place, row in enumerate(rows):
            known, at = current.get(row["key"]), f"/rows/{place}"
            if known is None:
                wrong.append(Fault("setting-unknown", f"{at}/key", key=row["key"]))
            elif known.valid_from == in_force_from:
                wrong.append(Fault("setting-day-taken", "/in_force_from", key=row["key"]))
            elif not _fits(row.get("value") or "", known):
                wrong.append(Fault("setting-wrong-form", f"{at}/value", unit=known.unit, now=known.value))
            elif {**_row(known), **row} == _row(known):
                wrong.append(Fault("row-unchanged", at, key=row["key"]))
        return wrong + repeated(self, rows)

    def put_in_force(self, principal: Principal, rows: Sequence[Row], in_force_from: date, label: str) -> list[str]:
        current = _current(in_force_from)
        for row in rows:
            publish_setting(
                key=row["key"], valid_from=in_force_from, value=row.get("value") or "", unit=current[row["key"]].unit,
                source=row["source"], grade=row["grade"], verified=row["verified"], note=row.get("note") or "",
            )  # fmt: skip
        return [row["key"] for row in rows]


def _fits(value: str, known: Setting) -> bool:
    """The next value has the form of the present one: programs count with it."""
    form = FORMS.get(known.unit)
    if form is not None:
        return form.fullmatch(value) is not None
    if known.unit == "boolean":
        return value in {"true", "false"}
    if WHOLE.fullmatch(known.value):
        return WHOLE.fullmatch(value) is not None and (not value.startswith("-") or known.value.startswith("-"))
    return True


def _current(on: date) -> dict[str, Setting]:
    rows = db.session.scalars(select(Setting).where(Setting.valid_from <= on).order_by(Setting.valid_from))
    return {row.key: row for row in rows}


def _row(setting: Setting) -> Row:
    return {"key": setting.key, "value": setting.value, "source": setting.source, "grade": setting.grade,
            "verified": setting.verified, "note": setting.note}  # fmt: skip
