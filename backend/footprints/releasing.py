"""Fills ``releases.ports.Table`` with the emission factors: a release adds rows of another year, never edits one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from backend.extensions import db
from backend.footprints import regions
from backend.footprints.calculation import factor_id
from backend.footprints.models import FactorRelease, FactorRow
from backend.footprints.queries.book import releases_in_force
from backend.kernel import clock, i18n
from backend.kernel.principal import Principal
from backend.releases.columns import Column, Hint
from backend.releases.ports import Fault, Row
from backend.releases.rows import form_faults, repeated
from backend.releases.service import hash_of_rows

COLUMNS: Final = (
    Column("code", longest=60, is_key=True),
    Column("set", longest=30, is_key=True), Column("kind", choices=("emission", "saving", "gwp")),
    Column("name_zh", longest=80), Column("name_en", longest=120), Column("value", "decimal", may_be_empty=True),
    Column("value_low", "decimal", may_be_empty=True), Column("value_high", "decimal", may_be_empty=True),
    Column("unit_numerator", longest=10), Column("unit_denominator", longest=20), Column("gas", longest=10),
    Column("region", longest=30, is_key=True), Column("region_name_zh", longest=40),
    Column("region_name_en", longest=60),
    Column("year", "year"), Column("valid_from", "day"), Column("valid_to", "day", may_be_empty=True),
    Column("calibre", longest=60, may_be_empty=True), Column("segment_from", "decimal", may_be_empty=True),
    Column("segment_base", "decimal", may_be_empty=True), Column("source_zh"), Column("source_en"),
    Column("source_no", longest=20, may_be_empty=True), Column("grade", choices=("A", "B", "C", "D")),
    Column("verified", "yes-no"), Column("note_zh", longest=400, may_be_empty=True),
    Column("note_en", longest=400, may_be_empty=True),
)  # fmt: skip
WITH_UNIT: Final = frozenset({"value", "value_low", "value_high"})
NUMBERS: Final = ("value", "value_low", "value_high", "segment_from", "segment_base")


class FactorTable:
    """A row is a factor of one activity, place and year. Its ``valid_from`` may lie in the past: from when the figure
    holds in the world. The release says from when the county computes with it."""

    def key(self, row: Row) -> str:
        return f"{row.get('code', '')}@{row.get('set', '')}/{row.get('region', '')}"

    def title(self, row: Row) -> str:
        name = i18n.choose(str(row.get("name_zh", "")), str(row.get("name_en", "")))
        place = i18n.choose(str(row.get("region_name_zh", "")), str(row.get("region_name_en", "")))
        return i18n.text("release.factor-title", name=name, place=place, year=row.get("year", ""))

    def columns(self) -> Sequence[Column]:
        return COLUMNS

    def unit(self, row: Row, column: str) -> str:
        return f"{row.get('unit_numerator', '')}/{row.get('unit_denominator', '')}" if column in WITH_UNIT else ""

    def hints(self, on: date) -> Mapping[str, Hint]:
        return {}

    def in_force(self, on: date) -> Mapping[str, Row]:
        """The newest of each activity and place, as a release would write it."""
        rows = select(FactorRow).where(FactorRow.release.in_(releases_in_force(on))).order_by(
            FactorRow.year.asc().nulls_first(), FactorRow.valid_from.asc().nulls_first(), FactorRow.id)  # fmt: skip
        return {self.key(shown): shown for shown in map(shown_factor, db.session.scalars(rows))}

    def is_gone(self, row: Row) -> bool:
        return False

    def faults(self, rows: Sequence[Row], in_force_from: date) -> list[Fault]:
        wrong = form_faults(rows, COLUMNS)
        if wrong:
            return wrong
        ids = [_id(row) for row in rows]
        taken = set(db.session.scalars(select(FactorRow.id).where(FactorRow.id.in_(ids))))
        codes = {row["code"] for row in rows}
        known = db.session.scalars(select(FactorRow).where(FactorRow.code.in_(codes)).order_by(FactorRow.id)).all()
        like = {(each.code, each.factor_set): each for each in known}
        for place, (row, its_id) in enumerate(zip(rows, ids, strict=True)):
            at, before = f"/rows/{place}", like.get((row["code"], row["set"]))
            if its_id in taken:
                wrong.append(Fault("factor-year-taken", f"{at}/year", key=its_id))
            if not row.get("value") and not (row.get("value_low") and row.get("value_high")):
                wrong.append(Fault("factor-without-value", f"{at}/value"))
            if row.get("valid_to") and row["valid_to"] < row["valid_from"]:
                wrong.append(Fault("ends-before-it-starts", f"{at}/valid_to"))
            if not regions.is_in_china(row["region"]) and all(each.region != row["region"] for each in known):
                wrong.append(Fault("region-unknown", f"{at}/region", region=row["region"]))
            wrong += [
                Fault("factor-differs", f"{at}/{field}", expected=getattr(before, field))
                for field in ("kind", "unit_numerator", "unit_denominator", "gas")
                if before is not None and row[field] != getattr(before, field)
            ]
        return wrong + repeated(self, rows)

    def put_in_force(self, principal: Principal, rows: Sequence[Row], in_force_from: date, label: str) -> list[str]:
        db.session.add(FactorRelease(code=label, published_on=in_force_from, digest=hash_of_rows(rows),
                                     loaded_at=clock.now()))  # fmt: skip
        db.session.flush()
        db.session.add_all(_stored(row, label) for row in rows)
        db.session.flush()
        return [_id(row) for row in rows]


def shown_factor(row: FactorRow) -> dict[str, Any]:
    """A stored factor as a row of a release."""
    return {
        "code": row.code, "set": row.factor_set, "kind": row.kind, "name_zh": row.name_zh, "name_en": row.name_en,
        **{name: _text(getattr(row, name)) for name in NUMBERS}, "unit_numerator": row.unit_numerator,
        "unit_denominator": row.unit_denominator, "gas": row.gas, "region": row.region,
        "region_name_zh": row.region_zh, "region_name_en": row.region_en, "year": row.year,
        "valid_from": _text(row.valid_from), "valid_to": _text(row.valid_to), "calibre": row.calibre,
        "source_zh": row.source_zh, "source_en": row.source_en, "source_no": row.source_no, "grade": row.grade,
        "verified": row.verified, "note_zh": row.note_zh, "note_en": row.note_en,
    }  # fmt: skip


def _text(value: Decimal | date | None) -> str:
    return "" if value is None else str(value)


def _id(row: Row) -> str:
    return factor_id(row["code"], row["set"], row["region"], row["year"])


def _stored(row: Row, label: str) -> FactorRow:
    numbers = {name: Decimal(row[name]) if row.get(name) else None for name in NUMBERS}
    return FactorRow(
        id=_id(row), code=row["code"], factor_set=row["set"], kind=row["kind"], name_zh=row["name_zh"],
        name_en=row["name_en"], **numbers, unit_numerator=row["unit_numerator"],
        unit_denominator=row["unit_denominator"], gas=row["gas"], region=row["region"],
        region_zh=row["region_name_zh"], region_en=row["region_name_en"], year=row["year"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row.get("valid_to") else None,
        calibre=row.get("calibre") or "", source_zh=row["source_zh"], source_en=row["source_en"],
        source_no=row.get("source_no") or "", grade=row["grade"], verified=row["verified"],
        note_zh=row.get("note_zh") or "", note_en=row.get("note_en") or "", release=label,
    )  # fmt: skip
