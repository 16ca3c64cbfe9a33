"""Lots: the soonest to lapse is spent first, a reversal restores the very lots, and no point is made or lost."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from points_engine import Lot, NotEnoughPoints, Opened, Taken, expire, give_back, open_lot, spend, spendable

TODAY = date(2026, 11, 22)


def lot(number: int, expires_on: date, available: int, issued: int | None = None) -> Lot:
    return Lot(UUID(int=number), expires_on, available if issued is None else issued, available)


class TestSpending:
    def test_takes_the_soonest_to_lapse_first_whatever_the_order(self) -> None:
        later, soon = lot(1, date(2028, 1, 1), 50), lot(2, date(2027, 1, 1), 30)

        assert spend([later, soon], 40, TODAY) == (Taken(soon.id, 30), Taken(later.id, 10))

    def test_of_lots_that_lapse_together_the_older_award_goes_first(self) -> None:
        newer, older = lot(9, date(2027, 1, 1), 5), lot(3, date(2027, 1, 1), 5)

        assert spend([newer, older], 6, TODAY) == (Taken(older.id, 5), Taken(newer.id, 1))

    def test_the_last_day_still_counts_and_the_day_after_does_not(self) -> None:
        last_day = [lot(1, TODAY, 10)]

        assert spend(last_day, 10, TODAY) == (Taken(UUID(int=1), 10),)
        with pytest.raises(NotEnoughPoints):
            spend(last_day, 10, TODAY + timedelta(days=1))

    def test_a_refusal_says_what_can_be_spent(self) -> None:
        with pytest.raises(NotEnoughPoints) as refused:
            spend([lot(1, TODAY, 10), lot(2, TODAY - timedelta(days=1), 90)], 11, TODAY)

        assert (refused.value.asked, refused.value.spendable) == (11, 10)

    @pytest.mark.parametrize("points", [0, -1])
    def test_nothing_and_less_than_nothing_cannot_be_spent(self, points: int) -> None:
        with pytest.raises(ValueError, match="at least one point"):
            spend([lot(1, TODAY, 10)], points, TODAY)


class TestAwarding:
    def test_opens_a_lot(self) -> None:
        assert open_lot(UUID(int=1), points=14, owed=0, expires_on=TODAY) == Opened(0, lot(1, TODAY, 14))

    def test_pays_a_debt_first(self) -> None:
        assert open_lot(UUID(int=1), points=14, owed=4, expires_on=TODAY) == Opened(4, lot(1, TODAY, 10))

    def test_what_only_pays_a_debt_opens_no_lot(self) -> None:
        assert open_lot(UUID(int=1), points=14, owed=14, expires_on=TODAY) == Opened(14, None)
        assert open_lot(UUID(int=1), points=14, owed=99, expires_on=TODAY) == Opened(14, None)


class TestReversing:
    def test_brings_the_very_lots_back(self) -> None:
        lots = [lot(1, date(2027, 1, 1), 30), lot(2, date(2028, 1, 1), 50)]
        after = applied(lots, spend(lots, 40, TODAY))

        assert set(give_back(after, spend(lots, 40, TODAY))) == set(lots)

    def test_a_lot_that_has_lapsed_meanwhile_comes_back_and_then_expires(self) -> None:
        [back] = give_back([lot(1, TODAY, 0, issued=10)], [Taken(UUID(int=1), 10)])

        assert back == lot(1, TODAY, 10)
        assert expire([back], TODAY + timedelta(days=1)) == (Taken(back.id, 10),)

    def test_more_than_was_issued_cannot_come_back(self) -> None:
        with pytest.raises(ValueError, match="cannot be available"):
            give_back([lot(1, TODAY, 5, issued=10)], [Taken(UUID(int=1), 6)])


def test_expiry_takes_only_what_is_left_in_lots_past_their_day() -> None:
    past, spent, good = lot(1, TODAY - timedelta(days=1), 7, issued=9), lot(2, date(2020, 1, 1), 0, 5), lot(3, TODAY, 4)

    assert expire([past, spent, good], TODAY) == (Taken(past.id, 7),)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 100)), max_size=8), st.integers(1, 400))
def test_a_spend_takes_exactly_what_was_asked_from_good_lots_or_nothing(
    shapes: list[tuple[int, int]], points: int
) -> None:
    lots = [lot(n, TODAY + timedelta(days=days - 30), available) for n, (days, available) in enumerate(shapes)]
    try:
        taken = spend(lots, points, TODAY)
    except NotEnoughPoints:
        assert spendable(lots, TODAY) < points
    else:
        assert sum(part.points for part in taken) == points
        assert all(part.points > 0 for part in taken)
        assert spendable(applied(lots, taken), TODAY) == spendable(lots, TODAY) - points


def applied(lots: list[Lot], taken: tuple[Taken, ...]) -> list[Lot]:
    parts = {part.lot_id: part.points for part in taken}
    return [Lot(each.id, each.expires_on, each.issued, each.available - parts.get(each.id, 0)) for each in lots]


class APointsAccount(RuleBasedStateMachine):
    """Awards, spends, reversals and sweeps in any order: what was issued is available, spent, lapsed or paid a debt."""

    def __init__(self) -> None:
        super().__init__()
        self.lots: list[Lot] = []
        self.on = TODAY
        self.issued = self.paid_debt = self.lapsed = 0
        self.spends: list[tuple[Taken, ...]] = []

    @rule(points=st.integers(1, 50), owed=st.integers(0, 20), days=st.integers(0, 40))
    def award(self, points: int, owed: int, days: int) -> None:
        last_day = self.on + timedelta(days=days)
        opened = open_lot(UUID(int=self.issued + 1), points=points, owed=owed, expires_on=last_day)
        self.issued += points
        self.paid_debt += opened.paid_debt
        if opened.lot:
            self.lots.append(opened.lot)

    @rule(points=st.integers(1, 80))
    def redeem(self, points: int) -> None:
        if spendable(self.lots, self.on) >= points:
            taken = spend(self.lots, points, self.on)
            self.lots = applied(self.lots, taken)
            self.spends.append(taken)

    @precondition(lambda self: self.spends)
    @rule()
    def reverse(self) -> None:
        changed = {each.id: each for each in give_back(self.lots, self.spends.pop())}
        self.lots = [changed.get(each.id, each) for each in self.lots]

    @rule(days=st.integers(1, 20))
    def sweep(self, days: int) -> None:
        self.on += timedelta(days=days)
        gone = expire(self.lots, self.on)
        self.lapsed += sum(part.points for part in gone)
        self.lots = applied(self.lots, gone)

    @invariant()
    def no_point_is_made_or_lost(self) -> None:
        spent = sum(part.points for taken in self.spends for part in taken)
        available = sum(each.available for each in self.lots)
        assert self.issued == available + spent + self.lapsed + self.paid_debt


TestAPointsAccount = APointsAccount.TestCase
