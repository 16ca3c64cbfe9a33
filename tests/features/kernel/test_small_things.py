"""Phones, quantities, ids, check digits: pure functions with one law each."""

from __future__ import annotations

import time
from itertools import pairwise
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel import ids, phones
from backend.kernel.check_digits import check_digit, is_checked
from backend.kernel.quantities import amount_fen, kg_covering, split


class TestAPhoneNumber:
    @pytest.mark.parametrize(
        "written",
        ["13812345678", "+8613812345678", "8613812345678", "008613812345678", "+86 138 1234 5678", "138-1234-5678",
         "0086 138-1234-5678", "86 13812345678"],
    )  # fmt: skip
    def test_has_one_spelling(self, written):
        assert phones.normalised(written) == "+8613812345678"

    @pytest.mark.parametrize(
        "written",
        ["", "1", "1381234567", "138123456789", "１３８１２３４５６７８",
         "13812345678\n", " 13812345678", "12812345678",
         "02162345678", "+12025550123", "+85291234567", "13812345678;ext=1", "1381234567x", "+86+8613812345678",
         "--13812345678", "0013812345678", "13812345678 " * 3, "+"],
        ids=ascii,
    )  # fmt: skip
    def test_is_a_mobile_of_the_mainland(self, written):
        with pytest.raises(phones.NotAPhoneNumber):
            phones.normalised(written)

    def test_is_shown_only_in_part(self):
        assert phones.masked("+8613812342046") == "138****2046"
        assert phones.tail("+8613812342046") == phones.tail("138****2046") == "2046"


class TestKilogramsAndFen:
    @given(st.integers(0, 10**15))
    def test_whole_kilograms_cover_an_emission_and_no_more(self, emissions_g):
        kg = kg_covering(emissions_g)
        assert (kg - 1) * 1000 < emissions_g <= kg * 1000

    @given(st.integers(1, 10**9), st.integers(1, 10**7))
    def test_an_amount_is_rounded_up_once(self, quantity_kg, price_fen_per_t):
        amount = amount_fen(quantity_kg, price_fen_per_t)
        assert (amount - 1) * 1000 < quantity_kg * price_fen_per_t <= amount * 1000

    def test_examples_of_the_price_list(self):
        assert [amount_fen(kg, 10_000) for kg in (1, 10, 99, 1000)] == [10, 100, 990, 10_000]
        assert [kg_covering(g) for g in (0, 1, 999, 1000, 1001, 326_512)] == [0, 1, 1, 1, 2, 327]

    @given(st.integers(0, 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
    def test_a_split_loses_and_makes_nothing(self, total, weights):
        parts = split(total, weights)
        whole = sum(weights)
        assert sum(parts) == total
        for part, weight in zip(parts, weights, strict=True):
            assert total * weight // whole <= part <= total * weight // whole + 1
            assert weight or not part

    @given(st.integers(0, 10**9), st.lists(st.integers(0, 1000), min_size=2, max_size=8))
    def test_who_weighs_more_never_gets_less(self, total, weights):
        parts = split(total, weights)
        for (light, less), (heavy, more) in pairwise(sorted(zip(weights, parts, strict=True))):
            assert light == heavy or less <= more

    def test_a_split_by_no_weight_gives_nothing(self):
        assert split(100, [0, 0]) == [0, 0]


class TestAnId:
    def test_is_a_uuid_of_version_seven(self):
        made = ids.new_id()
        assert (made.version, made.variant) == (7, "specified in RFC 4122")
        assert abs((made.int >> 80) / 1000 - time.time()) < 5

    def test_is_never_the_same(self):
        assert len({ids.new_id() for _ in range(50_000)}) == 50_000

    def test_sorts_by_the_time_it_was_made(self):
        early = ids.new_id()
        time.sleep(0.003)
        assert early < ids.new_id()

    def test_of_an_account_follows_from_path_and_unit(self):
        one = ids.account_id("points:member:7:available", "POINT")
        assert (
            one
            == ids.account_id("points:member:7:available", "POINT")
            == uuid5(ids.ACCOUNTS, "POINT\npoints:member:7:available")
        )
        assert one != ids.account_id("points:member:7:available", "CNY")
        assert isinstance(one, UUID)


class TestACheckDigit:
    @given(st.text("0123456789", min_size=1, max_size=20))
    def test_fits_its_digits(self, digits):
        assert is_checked(digits + check_digit(digits))

    @given(st.text("0123456789", min_size=2, max_size=16), st.data())
    def test_catches_every_mistyped_digit(self, digits, data):
        whole = digits + check_digit(digits)
        place = data.draw(st.integers(0, len(whole) - 1))
        other = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != whole[place]))
        assert not is_checked(whole[:place] + other + whole[place + 1 :])

    def test_catches_nearly_every_swap_of_neighbours(self):
        missed = swapped = 0
        for number in range(10_000):
            whole = f"{number:04}" + check_digit(f"{number:04}")
            for i in range(len(whole) - 1):
                if whole[i] != whole[i + 1]:
                    swapped += 1
                    missed += is_checked(whole[:i] + whole[i + 1] + whole[i] + whole[i + 2 :])
        assert missed / swapped < 0.025

    def test_is_the_published_one(self):
        """ISO 7064 names 0794 with the digit 5 for MOD 11,10."""
        assert check_digit("0794") == "5"
        assert not is_checked("5")
