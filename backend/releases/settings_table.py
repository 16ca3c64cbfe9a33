"""Fills ``releases.ports.Table`` with the county's settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from sqlalchemy import select

from backend.extensions import db
from backend.kernel import i18n
from backend.kernel.principal import Principal
from backend.releases.columns import Column, Hint
from backend.releases.models import Setting
from backend.releases.ports import Fault, Row
from backend.releases.rows import form_faults, repeated
from backend.releases.service.publishing import publish_setting
from backend.releases.setting_forms import NO_MEASURES, as_shipped, hint_of, misfit_of

COLUMNS: Final = (
    Column("key", longest=60, is_key=True),
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
        """The question that it answers, as docs/questions.md asks it."""
        name = f"setting.{self.key(row)}"
        return i18n.text(name) if i18n.has_text(name) else self.key(row)

    def columns(self) -> Sequence[Column]:
        return COLUMNS

    def unit(self, row: Row, column: str) -> str:
        unit = as_shipped().get(self.key(row), "") if column == "value" else ""
        return "" if unit in NO_MEASURES else unit

    def hints(self, on: date) -> Mapping[str, Hint]:
        return {key: hint_of(key, setting.unit, setting.value) for key, setting in _current(on).items()}

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
                wrong.append(Fault("setting-day-taken", "/in_force_from", key=self.title(row)))
            elif (misfit := misfit_of(row.get("value") or "", known)) is not None:
                code, facts = misfit
                wrong.append(Fault(code, f"{at}/value", **facts))
            elif {**_row(known), **row} == _row(known):
                wrong.append(Fault("row-unchanged", at, key=self.title(row)))
        return wrong + repeated(self, rows)

    def put_in_force(self, principal: Principal, rows: Sequence[Row], in_force_from: date, label: str) -> list[str]:
        current = _current(in_force_from)
        for row in rows:
            publish_setting(
                key=row["key"], valid_from=in_force_from, value=row.get("value") or "", unit=current[row["key"]].unit,
                source=row["source"], grade=row["grade"], verified=row["verified"], note=row.get("note") or "",
            )  # fmt: skip
        return [row["key"] for row in rows]


def _current(on: date) -> dict[str, Setting]:
    rows = db.session.scalars(select(Setting).where(Setting.valid_from <= on).order_by(Setting.valid_from))
    return {row.key: row for row in rows}


def _row(setting: Setting) -> Row:
    return {"key": setting.key, "value": setting.value, "source": setting.source, "grade": setting.grade,
            "verified": setting.verified, "note": setting.note}  # fmt: skip
