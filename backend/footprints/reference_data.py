"""Load the tables of ``data/``: a release once, rows never twice and never over others."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import Model, db
from backend.footprints.calculation import Factor
from backend.footprints.models import (
    ActivityRow,
    BenchmarkRow,
    FactorRelease,
    FactorRow,
    OverlapRow,
    QuickQuantity,
    ReductionRow,
)
from backend.footprints.queries.book import arithmetic
from backend.footprints.releasing import shown_factor
from backend.kernel import clock
from backend.releases import service as releases
from backend.releases.payloads import ShipRelease
from backend.releases.ports import FACTOR_SET

DATA: Final = Path(__file__).parent / "data"
TABLES: Final = ("emission_factors", "factor_texts", "activities", "household_benchmarks", "reductions", "overlaps",
                 "quick_quantities")  # fmt: skip


class ReleaseChanged(Exception):
    """A published table was edited: what was computed with it could not be computed again."""


def load_footprint_tables() -> None:
    """Every row that is not there yet, under the release's name. The same release again changes nothing."""
    release = tomllib.loads((DATA / "release.toml").read_text(encoding="utf-8"))
    digest = hashlib.sha256(b"\0".join((DATA / f"{name}.csv").read_bytes() for name in TABLES)).hexdigest()
    known = db.session.get(FactorRelease, release["code"])
    if known is not None:
        if known.digest != digest:
            raise ReleaseChanged(f"the tables of {known.code} have changed: give them a new code in release.toml")
        _tell(known)
        return
    shipped = FactorRelease(code=release["code"], published_on=release["published_on"], digest=digest,
                            loaded_at=clock.now())  # fmt: skip
    db.session.add(shipped)
    db.session.flush()
    _load_factors(release["code"])
    _add(ActivityRow, [_activity(row) for row in _rows("activities")])
    _add(BenchmarkRow, [_benchmark(row) for row in _rows("household_benchmarks")])
    _add(ReductionRow, [_reduction(row) for row in _rows("reductions")])
    _add(OverlapRow, [_overlap(row) for row in _rows("overlaps")])
    _add(QuickQuantity, [{**row, "quantity": Decimal(row["quantity"])} for row in _rows("quick_quantities")])
    _tell(shipped)


def _tell(shipped: FactorRelease) -> None:
    """The history of factors begins with what came with the product. A release is of factors alone."""
    rows = db.session.scalars(select(FactorRow).where(FactorRow.release == shipped.code).order_by(FactorRow.id)).all()
    releases.ship_release(
        ShipRelease(
            FACTOR_SET,
            shipped.code,
            in_force_from=shipped.published_on,
            rows=[shown_factor(row) for row in rows],
            published=[row.id for row in rows],
        )
    )


def _load_factors(release: str) -> None:
    chinese = {row["en"]: row["zh"] for row in _rows("factor_texts")}
    shipped = _rows("emission_factors")
    _add(FactorRow, [_factor(row, release, chinese) for row in shipped])
    stored = {row.id: row for row in db.session.scalars(select(FactorRow))}
    for factor in (Factor.from_row(row) for row in shipped):
        if arithmetic(stored[factor.id]) != factor:
            raise ReleaseChanged(f"{factor.id} was published with other figures: add a row instead of editing it")


def _add(table: type[Model], rows: list[dict[str, Any]]) -> None:
    db.session.execute(insert(table).values(rows).on_conflict_do_nothing())


def _factor(row: Mapping[str, str], release: str, chinese: Mapping[str, str]) -> dict[str, Any]:
    factor = Factor.from_row(row)
    return {
        "id": factor.id, "code": factor.code, "factor_set": factor.factor_set, "kind": factor.kind,
        "name_zh": row["name_zh"], "name_en": row["name_en"], "value": factor.value, "value_low": factor.value_low,
        "value_high": factor.value_high, "unit_numerator": factor.unit_numerator,
        "unit_denominator": factor.unit_denominator, "gas": factor.gas, "region": factor.region,
        "region_zh": row["region_name_zh"], "region_en": row["region_name_en"], "year": factor.year,
        "valid_from": factor.valid_from, "valid_to": factor.valid_to, "calibre": row["calibre"],
        "segment_from": factor.segment_from, "segment_base": factor.segment_base,
        "source_zh": chinese.get(row["source"], row["source"]), "source_en": row["source"],
        "source_no": row["source_no"], "grade": factor.grade, "verified": factor.verified,
        "note_zh": chinese.get(row["note"], row["note"]), "note_en": row["note"], "release": release,
    }  # fmt: skip


def _activity(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        **row, "position": int(row["position"]), "on_form": row["on_form"] == "true",
        "max_quantity": Decimal(row["max_quantity"]), **_validity(row),
    }  # fmt: skip


def _benchmark(row: Mapping[str, str]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in {"derivation", "note"}}
    return {**kept, "year": int(row["year"]), "value": Decimal(row["value"]), "verified": row["verified"] == "true"}


def _reduction(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        **row, "position": int(row["position"]), "share": Decimal(row["share"]) if row["share"] else None,
        "quantity": Decimal(row["quantity"]) if row["quantity"] else None,
        "instead_activity": row["instead_activity"] or None, **_validity(row),
    }  # fmt: skip


def _overlap(row: Mapping[str, str]) -> dict[str, Any]:
    return {**row, "is_alternative": row["is_alternative"] == "true", **_validity(row)}


def _validity(row: Mapping[str, str]) -> dict[str, date | None]:
    return {
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
