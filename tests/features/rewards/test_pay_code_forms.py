"""Two forms of one code, and nothing that merely looks like them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel import chance
from backend.rewards import codes

digits = st.text("0123456789", min_size=12, max_size=12)
words = st.text(chance.ALPHABET, min_size=43, max_size=43).map(lambda word: codes.PREFIX + word)


@given(st.one_of(digits, words), st.data())
def test_spaces_between_groups_do_not_matter(code: str, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(code)), max_size=6))
    written = code
    for place in places:
        written = written[:place] + " " + written[place:]
    assert codes.normalised(written) == code


@given(st.text(max_size=60))
def test_whatever_is_taken_is_one_of_the_two(written: str) -> None:
    try:
        code = codes.normalised(written)
    except codes.NotAPayCode:
        return
    assert code.isascii() and (len(code) == 12 or len(code) == 48)


@pytest.mark.parametrize(
    "written",
    ["", " ", "48217706395", "4821770639540", "４８２１７７０６３９５４", "٤٨٢١٧٧٠٦٣٩٥٤", "482177063954\n",
     "4821-7706-3954", "MXP1." + "a" * 42, "MXP1." + "a" * 44, "mxp1." + "a" * 43, "MXP1." + "a" * 42 + "-", "a" * 43],
)  # fmt: skip
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(codes.NotAPayCode):
        codes.normalised(written)


def test_no_two_are_alike_and_the_word_does_not_tell_the_digits() -> None:
    issued = [codes.fresh() for _ in range(1000)]
    assert len({word for word, _ in issued}) == len({typed for _, typed in issued}) == 1000
    assert all(codes.normalised(word) == word and codes.is_digits(typed) for word, typed in issued)


def test_every_digit_is_as_likely_as_another_also_in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chance, "_source", random.Random(7))
    first = [codes.fresh()[1][0] for _ in range(5000)]
    assert all(400 < first.count(digit) < 600 for digit in "0123456789")
