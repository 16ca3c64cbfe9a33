"""Many hands at once on one balance, one reference, one roll-up."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest
from structlog.testing import capture_logs

from backend.ledger import service as ledger
from backend.ledger.errors import EntryReferenceReused, InsufficientBalance
from backend.ledger.service import Draft, Move
from tests.features.ledger.conftest import Books
from tests.features.ledger.places import Chart, fresh_chart

HANDS = 32


@pytest.fixture
def chart() -> Chart:
    return fresh_chart()


def outcomes(*works: Callable[[], Any]) -> list[Any]:
    """What each of them returned or raised, all pressed at the same moment."""

    def attempt(work: Callable[[], Any]) -> Any:
        try:
            return work()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(attempt, works))


def test_a_balance_for_one_is_spent_by_one(books: Books, chart: Chart) -> None:
    books.post(chart.given(100, chart.ann))

    told = outcomes(*[lambda: books.post(Move(100, chart.ann, chart.bob))] * HANDS)

    refused = [outcome for outcome in told if isinstance(outcome, InsufficientBalance)]
    assert (len(refused), books.balance(chart.ann), books.balance(chart.bob)) == (HANDS - 1, 0, 100)
    assert books.verify().ok


def test_a_balance_read_under_the_lock_stays_true_until_the_command_ends(books: Books, chart: Chart) -> None:
    books.post(chart.given(50, chart.ann))

    def spend_all() -> int:
        def command() -> int:
            held = ledger.lock(chart.ann)[chart.ann]
            if held:
                reference = f"{chart.unit}:spent-all"
                ledger.record(Draft(reference, "test", [Move(held, chart.ann, chart.bob)]))
            return held

        return books.does(command)

    told = outcomes(*[spend_all] * HANDS)
    assert sorted(told) == [0] * (HANDS - 1) + [50]


def test_a_reference_is_recorded_by_one(books: Books, chart: Chart) -> None:
    told = outcomes(*[lambda: books.post(chart.given(7, chart.ann), reference=f"{chart.unit}:once")] * HANDS)
    reused = [outcome for outcome in told if isinstance(outcome, EntryReferenceReused)]
    assert (len(reused), books.balance(chart.ann)) == (HANDS - 1, 7)


def test_transfers_in_every_direction_never_block_one_another_for_good(books: Books, chart: Chart) -> None:
    places = [ledger.guarded(f"test:ring:{i}", chart.unit) for i in range(6)]
    for place in places:
        books.post(chart.given(1000, place))

    def wander(seed: int) -> int:
        chosen, moved = random.Random(seed), 0
        for step in range(15):
            route = chosen.sample(places, 4)
            moves = [Move(chosen.randint(1, 40), a, b) for a, b in pairwise(route)]
            drafts = [Draft(f"{chart.unit}:{seed}:{step}:{i}", "test", [move]) for i, move in enumerate(moves)]

            def command(route: Any = route, drafts: Any = drafts, step: int = step) -> None:
                if step % 3 == 0:
                    ledger.lock(*route)
                ledger.record(*drafts)

            try:
                books.does(command)
                moved += 1
            except InsufficientBalance:
                pass
        return moved

    with capture_logs() as logs:
        told = outcomes(*[lambda seed=seed: wander(seed) for seed in range(12)])

    assert all(isinstance(outcome, int) and outcome > 0 for outcome in told), told
    assert [line for line in logs if line["event"] == "lost-a-race"] == []
    assert sum(map(books.balance, places)) == 6000
    assert books.verify().ok


def test_a_roll_up_beside_many_writers_misses_nothing(books: Books, chart: Chart) -> None:
    def write() -> None:
        for _ in range(20):
            books.post(chart.given(1, chart.till))

    def fold() -> None:
        for _ in range(20):
            books.does(ledger.roll_up)

    told = outcomes(*[write] * 8, *[fold] * 2)

    assert told == [None] * 10
    assert books.balance(chart.till) == 160
    books.does(ledger.roll_up)
    assert books.balance(chart.till) == 160
    assert books.verify().ok


def test_a_place_that_all_see_first_is_opened_once(books: Books) -> None:
    """Two first posts at once: the id and the path are unique both, and whichever is met first must not refuse."""
    for _ in range(40):
        chart = fresh_chart()
        posting: list[Callable[[], Any]] = [lambda c=chart: books.post(c.given(1, c.ann))] * 6  # type: ignore[misc]
        locking: list[Callable[[], Any]] = [lambda c=chart: books.does(lambda: ledger.lock(c.ann, c.bob))] * 2  # type: ignore[misc]

        told = outcomes(*posting, *locking)

        assert not [outcome for outcome in told if isinstance(outcome, Exception)]
        assert books.balance(chart.ann) == 6
