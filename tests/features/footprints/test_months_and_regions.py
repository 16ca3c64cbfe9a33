"""Which months and regions there are, and what stands around them."""

from __future__ import annotations

from datetime import date

import pytest

from backend.footprints import periods
from backend.footprints.regions import chain_from, is_in_china, level


@pytest.mark.parametrize(
    ("month", "before", "days"),
    [("2026-01", "2025-12", 31), ("2024-02", "2024-01", 29), ("2026-02", "2026-01", 28), ("2026-12", "2026-11", 31)],
)
def test_the_month_before_and_its_days(month: str, before: str, days: int) -> None:
    assert (periods.before(month), periods.days(month)) == (before, days)


def test_a_month_is_over_on_the_first_of_the_next() -> None:
    assert not periods.is_over("2026-10", date(2026, 10, 31))
    assert periods.is_over("2026-10", date(2026, 11, 1))


def test_from_mingxi_outwards() -> None:
    chain = chain_from(None)
    assert [level(each) for each in chain] == ["county", "city", "province", "grid", "nation", "world", "foreign"]
    assert chain_from("CN-FJ") == chain[2:]


def test_from_another_place_outwards() -> None:
    assert chain_from("CN-GD-440106") == ("CN-GD-440106", "CN-GD-440100", "CN-GD", "CN", "WORLD", "GB")
    assert chain_from("CN-ZJ") == ("CN-ZJ", "CN", "WORLD", "GB")
    assert chain_from("GB") == ("GB",)


@pytest.mark.parametrize(
    "region", ["CN", "CN-XX", "CN-FJX", "CN-FJ-35042", "CN-FJ-3504210", "GB", "CN-GRID-EAST", "cn-fj"]
)
def test_what_is_no_place_of_china(region: str) -> None:
    assert not is_in_china(region)
