"""What the shipped tables promise each other, and that a published release stays what it was."""

from __future__ import annotations

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from backend.footprints import reference_data
from backend.footprints.reference_data import DATA, ReleaseChanged, load_footprint_tables
from backend.kernel import i18n
from tests.support.world import World


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ACTIVITIES = {row["activity"] for row in rows("activities")}


class TestWords:
    def test_every_source_and_note_with_words_in_it_is_in_chinese_too(self) -> None:
        known = {row["en"] for row in rows("factor_texts")}
        needed = {row[column] for row in rows("emission_factors") for column in ("source", "note") if row[column]}
        lacking = {text for text in needed - known if not only_arithmetic(text)}
        assert lacking == set()

    @pytest.mark.parametrize("advice", rows("reductions"), ids=lambda row: row["code"])
    def test_every_advice_has_words_and_activities_that_there_are(self, advice: dict[str, str]) -> None:
        for language in i18n.LANGUAGES:
            for part in ("title", "text"):
                assert f"footprint.reduction.{advice['code']}.{part}" in i18n.catalogue(language)
        named = {advice[name] for name in ("activity", "avoided_activity", "instead_activity") if advice[name]}
        assert named <= ACTIVITIES
        assert bool(advice["share"]) != bool(advice["quantity"])


class TestTheForm:
    def test_every_line_has_a_factor_with_a_value_in_its_unit(self) -> None:
        factors = {(row["code"], row["set"]): row for row in rows("emission_factors")}
        for line in rows("activities"):
            factor = factors[line["activity"], line["factor_set"]]
            assert (factor["unit_denominator"], factor["kind"]) == (line["unit"], "emission"), line["activity"]
            assert factor["value"], f"{line['activity']}: nobody has chosen a value"

    def test_a_chosen_value_lies_in_the_range_that_was_published_and_is_flagged(self) -> None:
        published = {(row["code"], row["region"]): row for row in rows("emission_factors") if not row["value"]}
        chosen = [row for row in rows("emission_factors") if row["set"] == "county-choice"]
        assert len(chosen) == 4
        for row in chosen:
            of = published[row["code"], row["region"]]
            assert (row["value_low"], row["value_high"]) == (of["value_low"], of["value_high"])
            assert Decimal(row["value_low"]) <= Decimal(row["value"]) <= Decimal(row["value_high"])
            assert (row["grade"], row["verified"], row["source"][:10]) == ("D", "false", "unverified")

    def test_what_overlaps_and_what_is_known_by_heart_is_on_it(self) -> None:
        assert {row[end] for row in rows("overlaps") for end in ("activity", "other")} <= ACTIVITIES
        limits = {row["activity"]: Decimal(row["max_quantity"]) for row in rows("activities")}
        assert all(0 < Decimal(row["quantity"]) <= limits[row["activity"]] for row in rows("quick_quantities"))


class TestARelease:
    def test_loads_twice_and_changes_nothing(self, world: World) -> None:
        before = world.get("/emission-factors").json
        world.does(load_footprint_tables)
        assert world.get("/emission-factors").json == before

    def test_that_was_edited_is_refused(self, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        copy = edited(tmp_path, "0.4092", "0.4091")
        monkeypatch.setattr(reference_data, "DATA", copy)
        with pytest.raises(ReleaseChanged, match=r"new code"):
            world.does(load_footprint_tables)

    def test_with_a_new_name_may_add_rows_but_not_edit_one(
        self, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        copy = edited(tmp_path, "0.4092", "0.4091")
        release = copy / "release.toml"
        release.write_text(
            release.read_text(encoding="utf-8").replace("mingxi/2026.", "mingxi/2099."), encoding="utf-8"
        )
        monkeypatch.setattr(reference_data, "DATA", copy)
        with pytest.raises(ReleaseChanged, match=r"CN-FJ/2022"):
            world.does(load_footprint_tables)


def edited(folder: Path, old: str, new: str) -> Path:
    copy = folder / "data"
    shutil.copytree(DATA, copy)
    table = copy / "emission_factors.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(f",{old},", f",{new},"), encoding="utf-8")
    return copy


def only_arithmetic(text: str) -> bool:
    """0.20 x 0.39 = 0.078; 1.35 kg / 22 km: the same in every language."""
    words = {word.strip(".,;()") for word in text.split()}
    return all(not word.isalpha() or word in {"x", "kg", "km", "GJ", "per"} for word in words)
