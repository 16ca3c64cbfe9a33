"""金额大写 / Amounts in capitals, as on a cheque."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.chinese_amounts import DIGITS, LARGEST_FEN, in_capitals


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "零元整"), (1, "壹分"), (10, "壹角整"), (11, "壹角壹分"), (100, "壹元整"), (105, "壹元零伍分"),
        (150, "壹元伍角整"), (2300, "贰拾叁元整"), (1000, "壹拾元整"),
        (10_100, "壹佰零壹元整"), (100_100, "壹仟零壹元整"),
        (101_000, "壹仟零壹拾元整"), (1_000_000, "壹万元整"),
        (1_000_100, "壹万零壹元整"), (1_010_000, "壹万零壹佰元整"),
        (1_100_000, "壹万壹仟元整"), (10_700_053, "壹拾万柒仟元伍角叁分"), (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"), (1_680_32, "壹仟陆佰捌拾元叁角贰分"), (16_409_02, "壹万陆仟肆佰零玖元零贰分"),
        (10_000_000_000, "壹亿元整"), (10_000_000_100, "壹亿零壹元整"), (10_001_000_000, "壹亿零壹万元整"),
        (100_000_000_000_000, "壹万亿元整"),
        (123_456_789_012_345, "壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分"),
    ],
)  # fmt: skip
def test_reads_as_a_bank_writes_it(fen: int, written: str) -> None:
    assert in_capitals(fen) == f"人民币{written}"


@given(st.integers(min_value=0, max_value=LARGEST_FEN))
def test_is_the_amount_and_no_other(fen: int) -> None:
    assert read_back(in_capitals(fen)) == fen


@given(st.integers(min_value=0, max_value=LARGEST_FEN))
def test_never_says_nought_twice(fen: int) -> None:
    assert "零零" not in in_capitals(fen) and not in_capitals(fen).rstrip("整").endswith("元零")


@pytest.mark.parametrize("fen", [-1, LARGEST_FEN + 1])
def test_is_of_what_can_be_paid(fen: int) -> None:
    with pytest.raises(ValueError, match="no amount"):
        in_capitals(fen)


def read_back(written: str) -> int:
    """Adds up digit by digit, as a reader does; knows nothing of how it was written."""
    units = {"拾": 10, "佰": 100, "仟": 1000}
    whole, _, rest = written.removeprefix("人民币").rstrip("整").rpartition("元")
    total = group = digit = 0
    for character in whole:
        if character in DIGITS:
            digit = DIGITS.index(character)
        elif character in units:
            group, digit = group + digit * units[character], 0
        else:
            group, digit = group + digit, 0
            if character == "万":
                total, group = total + group * 10_000, 0
            else:
                total, group = (total + group) * 100_000_000, 0
    fen = (total + group + digit) * 100
    for character, worth in (("角", 10), ("分", 1)):
        if character in rest:
            fen += DIGITS.index(rest[rest.index(character) - 1]) * worth
    return fen
