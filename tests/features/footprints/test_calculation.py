"""Footprint arithmetic against published numbers, and the laws of rounding, choice of factor and digest."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.footprints.calculation import (
    COUNTY_REGION_CHAIN,
    ENGINE_VERSION,
    CalculationError,
    Chosen,
    Factor,
    Interval,
    Line,
    Statement,
    choose_factor,
    emissions,
    statement,
)
from backend.footprints.regions import with_last_resort

DATA = Path(__file__).parents[3] / "backend" / "footprints" / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FACTORS = [Factor.from_row(row) for row in rows("emission_factors.csv")]
ACTIVITIES = {row["activity"]: row for row in rows("activities.csv")}
AUTUMN_2026 = date(2026, 10, 1)


def candidates(code: str, factor_set: str = "default") -> list[Factor]:
    return [factor for factor in FACTORS if (factor.code, factor.factor_set) == (code, factor_set)]


def entered(activity: str, quantity: str, on: date = AUTUMN_2026) -> Line:
    """A line as the citizen's form makes it."""
    offered = ACTIVITIES[activity]
    chosen = choose_factor(candidates(activity, offered["factor_set"]), with_last_resort(COUNTY_REGION_CHAIN), on)
    return Line(activity, offered["category"], Decimal(quantity), offered["unit"], chosen)


def computed(lines: Iterable[Line]) -> Statement:
    return statement(lines, kind="citizen", period="2026-10")


def a_month() -> list[Line]:
    return [
        entered("electricity.grid", "186"),
        entered("fuel.natural-gas", "14"),
        entered("water.tap", "9"),
        entered("fuel.petrol.volume", "32"),
        entered("travel.bus", "60"),
        entered("travel.hsr", "500"),
        entered("food.person-day", "31"),
    ]


class TestPublishedNumbers:
    def test_a_citizens_month_is_229_8_kg(self) -> None:
        month = computed(a_month())

        assert month.emissions_g == 229_819
        assert month.by_category == {"home": 108_128, "travel": 90_691, "food": 31_000}
        assert [each.emissions_g for each in month.lines] == [76_111, 30_271, 1_746, 69_264, 6_187, 15_240, 31_000]

    def test_home_energy_in_fujian_2022_is_125_084_g(self) -> None:
        in_2022 = date(2022, 6, 1)
        home = computed([entered("electricity.grid", "200", in_2022), entered("fuel.natural-gas", "20", in_2022)])

        assert [each.exact_g for each in home.lines] == [81_840, 43_244]
        assert home.emissions_g == 125_084

    def test_a_hundred_litres_of_petrol_with_the_factor_as_printed_are_216_450_g(self) -> None:
        # The row prints 2.1645 kg/L, already 0.74 kg/L x 2.92505598 rounded to four places. The product of the
        # unrounded figures is 216.45414 kg: the row gives the same to two places of a kilogram, four grams less here.
        # The other printed road, 0.74 x 2.9251 t/t, would give 216.46: a product of rounded factors.
        by_volume = entered("fuel.petrol.volume", "100")
        unrounded = Decimal(100) * Decimal("0.74") * Decimal("43.070") * Decimal("0.0189") * Decimal("0.98") * 44 / 12
        by_mass = Decimal(100) * Decimal("0.74") * Decimal("2.9251")

        assert emissions(by_volume) == 216_450
        assert emissions(by_volume) / 1000 == unrounded.quantize(Decimal("0.01")) == Decimal("216.45")
        assert by_mass.quantize(Decimal("0.01")) == Decimal("216.46")

    def test_500_km_by_high_speed_rail_are_15_240_g(self) -> None:
        assert emissions(entered("travel.hsr", "500")) == 15_240

    def test_a_flight_of_1500_km_is_169_350_g_at_most_by_its_range(self) -> None:
        chosen = choose_factor(candidates("travel.flight.domestic"), COUNTY_REGION_CHAIN, AUTUMN_2026)
        flight = computed([Line("travel.flight.domestic", "travel", Decimal(1500), "person-km", chosen)])

        assert flight.emissions_g == 169_350
        assert flight.interval == Interval(162_450, 169_350)

    def test_the_piecewise_flight_formula_is_base_plus_slope(self) -> None:
        row = candidates("travel.flight.domestic.200-1000km", "popular")
        chosen = choose_factor(row, COUNTY_REGION_CHAIN, AUTUMN_2026)
        flight = Line("travel.flight.domestic.200-1000km", "travel", Decimal(1000), "person-km", chosen)

        assert emissions(flight) == 139_000
        with pytest.raises(CalculationError, match="quantity-below-segment"):
            emissions(replace(flight, quantity=Decimal(199)))


class TestChoiceOfTheFactor:
    def test_the_day_of_the_activity_decides(self) -> None:
        in_2021 = choose_factor(candidates("electricity.grid"), COUNTY_REGION_CHAIN, date(2021, 12, 31))
        in_2022 = choose_factor(candidates("electricity.grid"), COUNTY_REGION_CHAIN, date(2022, 1, 1))

        assert (in_2021.factor.value, in_2022.factor.value) == (Decimal("0.4711"), Decimal("0.4092"))
        assert in_2021.basis == in_2022.basis == "in-force"

    def test_the_newest_stands_in_for_years_without_a_row(self) -> None:
        chosen = choose_factor(candidates("electricity.grid"), COUNTY_REGION_CHAIN, AUTUMN_2026)

        assert chosen.factor.id == "electricity.grid@default/CN-FJ/2022"
        assert (chosen.level_used, chosen.foreign) == ("CN-FJ", False)

    def test_a_gap_between_rows_takes_the_newest_before_it_never_a_later_one(self) -> None:
        old, new = candidates_of_years((2021, "0.4711"), (2024, "0.3"))

        assert choose_factor([old, new], ("CN-FJ",), date(2023, 5, 1)) == Chosen(old, "CN-FJ", "newest-before", False)

    def test_a_day_before_all_rows_takes_the_newest_published_and_says_so(self) -> None:
        old, new = candidates_of_years((2021, "0.4711"), (2024, "0.3"))

        assert choose_factor([old, new], ("CN-FJ",), date(2019, 5, 1)) == Chosen(new, "CN-FJ", "newest", False)

    def test_a_near_region_goes_before_a_newer_year_elsewhere(self) -> None:
        # East China has 2023, Fujian ends with 2022
        chosen = choose_factor(candidates("electricity.grid"), COUNTY_REGION_CHAIN, date(2023, 5, 1))

        assert (chosen.level_used, chosen.factor.year) == ("CN-FJ", 2022)

    def test_a_farther_region_is_used_where_the_nearer_ones_have_none(self) -> None:
        chain = ("CN-AH", "CN-GRID-EAST", "CN")

        chosen = choose_factor(candidates("electricity.grid"), chain, date(2023, 5, 1))

        assert (chosen.level_used, chosen.factor.value) == ("CN-GRID-EAST", Decimal("0.5500"))

    def test_a_foreign_row_comes_last_and_is_flagged(self) -> None:
        bus = choose_factor(candidates("travel.bus", "uk-2024"), COUNTY_REGION_CHAIN, AUTUMN_2026)
        walk = choose_factor(candidates("travel.walk"), COUNTY_REGION_CHAIN, AUTUMN_2026)

        assert (bus.level_used, bus.foreign) == ("GB", True)
        assert (walk.level_used, walk.foreign) == ("WORLD", False)

    def test_a_region_outside_the_chain_does_not_serve(self) -> None:
        with pytest.raises(CalculationError, match="factor-missing"):  # Beijing alone has a metro row
            choose_factor(candidates("travel.metro"), COUNTY_REGION_CHAIN, AUTUMN_2026)

    def test_sets_are_alternatives_and_never_mixed(self) -> None:
        both = candidates("water.tap") + candidates("water.tap", "cn-unverified")

        with pytest.raises(ValueError, match="one code and set"):
            choose_factor(both, COUNTY_REGION_CHAIN, AUTUMN_2026)

    def test_ids_are_unique_in_the_table(self) -> None:
        assert len({factor.id for factor in FACTORS}) == len(FACTORS) == 98


class TestActivitiesOffered:
    @pytest.mark.parametrize("activity", ACTIVITIES)
    def test_each_has_a_factor_for_the_county_in_its_unit(self, activity: str) -> None:
        line = entered(activity, "1")
        if line.chosen.factor.segment_from:
            line = entered(activity, str(line.chosen.factor.segment_from + 1))

        # Walking and cycling emit nothing, and say so.
        assert emissions(line) > 0 or activity in {"travel.walk", "travel.cycle"}
        assert line.unit == line.chosen.factor.unit_denominator
        assert line.chosen.factor.kind == "emission"
        assert Decimal(ACTIVITIES[activity]["max_quantity"]) > 0
        assert line.category in {"home", "travel", "food", "things"}


class TestRefusals:
    def test_a_range_without_a_value_is_not_computed(self) -> None:
        chosen = choose_factor(candidates("food.beef"), COUNTY_REGION_CHAIN, AUTUMN_2026)

        with pytest.raises(CalculationError, match="factor-without-value") as refused:
            computed([Line("food.beef", "food", Decimal(1), "kg", chosen)])

        assert refused.value.facts == {"factor": "food.beef@default/CN/-"}

    def test_savings_are_no_emissions(self) -> None:
        chosen = choose_factor(candidates("saving.chopsticks"), COUNTY_REGION_CHAIN, AUTUMN_2026)

        with pytest.raises(CalculationError, match="factor-not-an-emission"):
            emissions(Line("saving.chopsticks", "home", Decimal(1), "pair", chosen))

    def test_the_unit_is_the_factors(self) -> None:
        with pytest.raises(CalculationError, match="unit-mismatch") as refused:
            emissions(replace(entered("water.tap", "9"), unit="m3"))

        assert refused.value.facts == {"unit": "m3", "expected": "t"}

    @pytest.mark.parametrize("quantity", ["-1", "-0.1", "NaN", "Infinity", "1E+308", "1000000000001", "1E-10"])
    def test_a_quantity_out_of_range_is_refused(self, quantity: str) -> None:
        with pytest.raises(CalculationError, match="quantity-out-of-range"):
            emissions(entered("electricity.grid", quantity))


class TestRounding:
    def test_half_a_gram_is_rounded_up_once_in_the_total(self) -> None:
        # two half grams are one gram, not two and not none
        two_halves = computed([grams("0.5"), grams("0.5")])

        assert two_halves.emissions_g == 1
        assert [each.emissions_g for each in two_halves.lines] == [1, 0]

    def test_the_largest_remainders_get_the_rest(self) -> None:
        shared = computed([grams("1.2"), grams("1.9"), grams("1.6")])

        assert (shared.emissions_g, [each.emissions_g for each in shared.lines]) == (5, [1, 2, 2])

    def test_an_interval_is_rounded_outwards(self) -> None:
        ranged = replace(grams("1.5").chosen.factor, value_low=Decimal("1.4"), value_high=Decimal("1.6"))
        line = replace(grams("1.5"), chosen=Chosen(ranged, "CN", "in-force", foreign=False))

        assert computed([line]).interval == Interval(1, 2)
        assert computed([line, grams("0.5")]).interval == Interval(1, 3)
        assert computed([grams("1.5")]).interval is None

    def test_nothing_entered_is_nothing_emitted(self) -> None:
        assert (computed([]).emissions_g, computed([]).lines, computed([]).by_category) == (0, (), {})

    @given(st.lists(st.decimals(0, 10_000, places=6), max_size=12))
    def test_lines_and_categories_add_up_and_no_line_is_a_gram_off(self, amounts: list[Decimal]) -> None:
        result = computed([grams(str(amount)) for amount in amounts])

        assert sum(each.emissions_g for each in result.lines) == result.emissions_g
        assert sum(result.by_category.values()) == result.emissions_g
        assert abs(sum(amounts) - result.emissions_g) <= Decimal("0.5")
        assert all(abs(each.exact_g - each.emissions_g) < 1 for each in result.lines)

    @given(st.lists(st.decimals(0, 10_000, places=3), min_size=1, max_size=8))
    def test_the_total_does_not_depend_on_the_order(self, amounts: list[Decimal]) -> None:
        there, back = ([grams(str(amount)) for amount in order] for order in (amounts, amounts[::-1]))

        assert computed(there).emissions_g == computed(back).emissions_g


class TestDigest:
    def test_the_same_inputs_give_the_same_digest_however_they_are_written(self) -> None:
        assert computed([entered("water.tap", "9")]).digest == computed([entered("water.tap", "9.00")]).digest

    def test_it_is_the_sha_256_of_the_canonical_json(self) -> None:
        month = computed(a_month())

        assert month.digest == hashlib.sha256(month.canonical.encode()).hexdigest()
        kept = json.loads(month.canonical)
        assert (kept["engine"], kept["emissions_g"], kept["period"]) == (ENGINE_VERSION, 229_819, "2026-10")
        assert kept["lines"][0] == {
            "activity": "electricity.grid",
            "quantity": "186",
            "unit": "kWh",
            "emissions_g": 76_111,
            "factor": {"id": "electricity.grid@default/CN-FJ/2022", "unit": "kg/kWh", "value": "0.4092"},
        }

    def test_it_is_pinned_so_that_old_statements_can_be_computed_again(self) -> None:
        # It changes only together with ENGINE_VERSION.
        assert computed(a_month()).digest == "db3838b664a67e9dccbbf654efc13558c72485499d42d49465cf0087ba0269f0"

    def test_every_input_is_in_it(self) -> None:
        line = entered("electricity.grid", "186")
        other_value = replace(line.chosen, factor=replace(line.chosen.factor, value=Decimal("0.40920001")))
        other_row = replace(line.chosen, factor=replace(line.chosen.factor, year=2023))
        digests = {
            computed([line]).digest,
            computed([replace(line, quantity=Decimal("186.0001"))]).digest,
            computed([replace(line, chosen=other_value)]).digest,
            computed([replace(line, chosen=other_row)]).digest,
            statement([line], kind="citizen", period="2026-09").digest,
            statement([line], kind="event", period="2026-10").digest,
        }

        assert len(digests) == 6

    def test_the_rows_used_are_named_once(self) -> None:
        twice = computed([entered("travel.bus", "1"), entered("water.tap", "1"), entered("travel.bus", "2")])

        assert twice.factor_ids == ("travel.bus@uk-2024/GB/2024", "water.tap@default/CN/-")


def grams(amount: str) -> Line:
    """A line of exactly so many grams."""
    factor = replace(candidates("goods.plastic-bag")[0], value=Decimal(amount))
    return Line("goods.plastic-bag", "home", Decimal(1), "bag", Chosen(factor, "CN", "in-force", foreign=False))


def candidates_of_years(*years: tuple[int, str]) -> list[Factor]:
    """Rows of one region, each valid for its own calendar year alone."""
    row = candidates("electricity.grid")[0]
    return [
        replace(row, year=year, value=Decimal(v), valid_from=date(year, 1, 1), valid_to=date(year, 12, 31))
        for year, v in years
    ]
