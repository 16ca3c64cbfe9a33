"""Points for a purchase are worth less than the purchase, at any price, value and rate."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from points_engine import most_fen_per_point, rebate_refusal
from tests.engine.shipped import RULE_BOOK

RETAIL = {"price_fen_per_t": 10_000, "rebate_cap_percent": 30}  # 1 yuan for 10 kg


def test_the_books_own_numbers() -> None:
    book = json.loads(RULE_BOOK.read_text(encoding="utf-8"))["no_arbitrage"]

    most = most_fen_per_point(
        points_per_kg=book["points_per_kg"],
        price_fen_per_t=book["price_fen_per_kg"] * 1000,
        rebate_cap_percent=book["rebate_cap_percent"],
    )

    assert most == book["max_value_fen_per_point"] == 3


def test_three_fen_a_point_pass_because_equality_is_allowed() -> None:
    assert rebate_refusal(points_per_kg=1, value_fen_per_point=3, **RETAIL) is None


def test_a_gift_worth_a_hair_more_is_refused_with_its_numbers() -> None:
    refusal = rebate_refusal(points_per_kg=1, value_fen_per_point=Fraction(301, 100), **RETAIL)

    assert refusal is not None
    assert (refusal.rebate_fen_per_t, refusal.allowed_fen_per_t, refusal.most_fen_per_point) == (3010, 3000, 3)


def test_a_point_worth_ten_fen_would_pay_the_whole_price_back() -> None:
    refusal = rebate_refusal(points_per_kg=1, value_fen_per_point=10, **RETAIL)

    assert refusal is not None
    assert refusal.rebate_fen_per_t == refusal.price_fen_per_t


def test_a_price_that_is_no_whole_number_of_fen_a_kilogram_is_computed_exactly() -> None:
    # 15 yuan a tonne is 1.5 fen a kilogram; 0.45 fen a point is the limit
    at_15_yuan = {"price_fen_per_t": 1_500, "rebate_cap_percent": 30}

    assert rebate_refusal(points_per_kg=1, value_fen_per_point=Fraction(45, 100), **at_15_yuan) is None
    assert rebate_refusal(points_per_kg=1, value_fen_per_point=Fraction(46, 100), **at_15_yuan) is not None


def test_what_was_paid_for_with_nothing_gives_nothing_back() -> None:
    assert rebate_refusal(points_per_kg=1, value_fen_per_point=1, price_fen_per_t=0, rebate_cap_percent=30) is not None
    assert rebate_refusal(points_per_kg=0, value_fen_per_point=99, price_fen_per_t=0, rebate_cap_percent=30) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"points_per_kg": -1},
        {"value_fen_per_point": -1},
        {"price_fen_per_t": -1},
        {"rebate_cap_percent": -1},
        {"rebate_cap_percent": 101},
    ],
)
def test_impossible_numbers_raise(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"negative|percentage"):
        rebate_refusal(**({"points_per_kg": 1, "value_fen_per_point": 1, **RETAIL} | wrong))


@given(st.integers(1, 50), st.integers(1, 200_000), st.integers(0, 100), st.fractions(0, 100))
def test_it_passes_exactly_up_to_the_highest_value(
    points_per_kg: int, price_fen_per_t: int, cap: int, value: Fraction
) -> None:
    numbers = {"points_per_kg": points_per_kg, "price_fen_per_t": price_fen_per_t, "rebate_cap_percent": cap}

    passes = rebate_refusal(value_fen_per_point=value, **numbers) is None

    assert passes == (value <= most_fen_per_point(**numbers))
