"""Serial texts and ranges."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.kernel.check_digits import check_digit, is_checked
from backend.kernel.serials import LARGEST_SERIAL, SerialRange, joined, parse_serial, serial_text, take_lowest

serials = some.integers(1, LARGEST_SERIAL)


@some.composite
def separate_ranges(draw) -> list[SerialRange]:
    """Ranges that do not overlap, some of them neighbours."""
    steps = draw(some.lists(some.tuples(some.integers(0, 3), some.integers(1, 20)), min_size=1, max_size=12))
    ranges, at = [], 1
    for gap, length in steps:
        ranges.append(SerialRange(at + gap, at + gap + length - 1))
        at += gap + length
    return draw(some.permutations(ranges))


def kilograms(ranges) -> set[int]:
    return {serial for each in ranges for serial in range(each.first, each.last + 1)}


# 0794 -> 5 is the example that ISO/IEC 7064 is commonly shown with for MOD 11,10.
@pytest.mark.parametrize(("digits", "check"), [("0794", "5"), ("2026000001", "7")])
def test_check_digits_are_those_of_the_standard(digits, check):
    assert check_digit(digits) == check
    assert is_checked(digits + check)


@given(serials)
def test_what_is_written_is_read_again(serial):
    assert parse_serial(serial_text(serial)) == serial
    assert parse_serial(f"{serial:,}") == serial
    assert parse_serial(str(serial)) == serial
    assert len(serial_text(serial)) == 16


@given(serials, some.integers(2, 15), some.integers(1, 9))
def test_one_wrong_digit_is_noticed(serial, place, by):
    right = serial_text(serial)
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
    assert parse_serial(wrong) is None


@pytest.mark.parametrize(
    "written", ["", "0", "-5", "+5", "1 000", "1,00", "１２", "٣", "1.0", "MX1", "MX" + "0" * 14, "1" * 14]
)
def test_what_is_no_serial_is_none(written):
    assert parse_serial(written) is None


@given(separate_ranges())
def test_joining_keeps_every_kilogram_and_leaves_no_neighbours(ranges):
    whole = joined(ranges)
    assert kilograms(whole) == kilograms(ranges)
    assert all(one.last + 1 < two.first for one, two in pairwise(whole))


@given(separate_ranges(), some.integers(0, 200))
def test_taking_parts_without_loss_lowest_first(ranges, quantity_kg):
    taken, left = take_lowest(ranges, quantity_kg)
    all_of_them = kilograms(ranges)
    assert kilograms(taken) | kilograms(left) == all_of_them
    assert len(kilograms(taken)) == min(quantity_kg, len(all_of_them))
    assert not left or not taken or max(kilograms(taken)) < min(kilograms(left))
