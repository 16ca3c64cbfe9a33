"""Working days: the shipped years are as the State Council published them, the county's word wins, and sums agree."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel import calendar
from backend.kernel.calendar import CalendarInForce, DayKind
from tests.support.world import World

PUBLISHED = range(2021, 2027)


@st.composite
def calendars(draw: st.DrawFn) -> CalendarInForce:
    days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
    return CalendarInForce(draw(st.dictionaries(days, st.sampled_from(DayKind), max_size=60)), frozenset({2026}))


DAYS = st.dates(date(2025, 11, 1), date(2027, 2, 28))


class TestShippedYears:
    def test_say_of_every_day_what_the_maintained_library_says(self, world: World) -> None:
        known = world.does(calendar.in_force)
        different = [
            day
            for year in PUBLISHED
            for day in (date(year, 1, 1) + timedelta(days=n) for n in range(365))
            if known.is_working_day(day) != chinese_calendar.is_workday(day)
        ]
        assert different == []

    def test_know_the_make_up_days_of_2026(self, world: World) -> None:
        known = world.does(calendar.in_force)
        assert known.is_working_day(date(2026, 10, 10)), "a Saturday that is worked for the National Day"
        assert not known.is_working_day(date(2026, 10, 7))
        assert known.add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)

    def test_a_year_that_nobody_has_published_is_reckoned_by_weekends_and_says_so(self, world: World) -> None:
        known = world.does(calendar.in_force)
        assert known.covers(date(2026, 12, 31))
        assert not known.covers(date(2031, 1, 1))
        assert known.is_working_day(date(2031, 1, 1)), "a Wednesday"
        assert not known.is_working_day(date(2031, 1, 4)), "a Saturday"


class TestTheCounty:
    def test_wins_over_what_is_shipped_and_may_change_its_mind(self, world: World) -> None:
        day = date(2026, 10, 10)

        def decided(kind: DayKind) -> bool:
            calendar.decide(day, kind, name_zh="台风停工", source="明政办 [2026] 1号")
            return calendar.is_working_day(day)

        assert world.does(lambda: decided(DayKind.REST)) is False
        assert world.does(lambda: decided(DayKind.WORK)) is True
        world.does(calendar.load_calendar)
        assert world.does(lambda: decided(DayKind.REST)) is False, "loading what is shipped changes nothing"

    def test_publishes_a_year_before_the_product_ships_it(self, world: World) -> None:
        day = date(2027, 2, 8)
        world.does(lambda: calendar.decide(day, DayKind.REST, name_zh="春节", source="国办发明电〔2026〕9号"))
        known = world.does(calendar.in_force)
        assert known.covers(day)
        assert not known.is_working_day(day)


class TestSums:
    @given(calendars(), DAYS, st.integers(0, 80))
    def test_what_is_added_is_what_lies_between(self, known: CalendarInForce, day: date, count: int) -> None:
        later = known.add_working_days(day, count)
        assert known.working_days_between(day, later) == count
        assert count == 0 or known.is_working_day(later)

    @given(calendars(), DAYS, st.integers(0, 40), st.integers(0, 40))
    def test_two_terms_one_after_the_other_are_one(self, known: CalendarInForce, day: date, a: int, b: int) -> None:
        assert known.add_working_days(known.add_working_days(day, a), b) == known.add_working_days(day, a + b)

    @given(calendars(), DAYS, DAYS, DAYS)
    def test_parts_of_a_stretch_add_up(self, known: CalendarInForce, a: date, b: date, c: date) -> None:
        between = known.working_days_between
        assert between(a, b) + between(b, c) == between(a, c)
        assert between(a, b) == -between(b, a)

    def test_a_term_runs_forward(self) -> None:
        with pytest.raises(ValueError, match="forward"):
            CalendarInForce({}, frozenset()).add_working_days(date(2026, 11, 22), -1)
