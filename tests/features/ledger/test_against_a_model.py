"""The books, written by SQL under locks, do what thirty lines of Python do with a dictionary."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backend.ledger import service as ledger
from backend.ledger.errors import EntryReferenceReused, InsufficientBalance
from backend.ledger.models import AccountKind
from backend.ledger.service import Draft, Move, Place
from tests.features.ledger.conftest import Books
from tests.features.ledger.places import fresh_chart

GIVERS = ("mint", "ann", "bob", "jar", "debt", "till", "bank")
TAKERS = ("gone", "ann", "bob", "jar", "debt", "till", "bank")

moves = st.tuples(st.integers(1, 300), st.sampled_from(GIVERS), st.sampled_from(TAKERS)).filter(lambda m: m[1] != m[2])
entries = st.lists(moves, min_size=1, max_size=4)


class ChangedItsMind(Exception):
    """A command that fails after it has posted."""


class LedgerMachine(RuleBasedStateMachine):
    books: Books

    def __init__(self) -> None:
        super().__init__()
        self.chart = fresh_chart()
        self.held: Counter[str] = Counter()
        self.recorded: dict[UUID, list[tuple[int, str, str]]] = {}
        self.reversed: set[UUID] = set()
        self.references = 0

    def place(self, name: str) -> Place:
        found: Place = getattr(self.chart, name)
        return found

    def refuses(self, wanted: list[list[tuple[int, str, str]]]) -> bool:
        """What the whole post leaves behind must lie between floor and ceiling."""
        after = Counter(self.held)
        for entry in wanted:
            for amount, source, target in entry:
                after[source] -= amount
                after[target] += amount
        return any(
            (place.floor is not None and after[name] < place.floor)
            or (place.ceiling is not None and after[name] > place.ceiling)
            for name in set(GIVERS) | set(TAKERS)
            if (place := self.place(name)).kind is AccountKind.GUARDED
        )

    def drafts(self, wanted: list[list[tuple[int, str, str]]]) -> list[Draft]:
        self.references += len(wanted)
        return [
            Draft(f"{self.chart.unit}:{self.references - i}", "test",
                  [Move(amount, self.place(source), self.place(target)) for amount, source, target in entry])
            for i, entry in enumerate(wanted)
        ]  # fmt: skip

    def remember(self, entry_id: UUID, entry: list[tuple[int, str, str]]) -> None:
        self.recorded[entry_id] = entry
        for amount, source, target in entry:
            self.held[source] -= amount
            self.held[target] += amount

    @rule(wanted=st.lists(entries, min_size=1, max_size=3))
    def post(self, wanted: list[list[tuple[int, str, str]]]) -> None:
        drafts, must_refuse = self.drafts(wanted), self.refuses(wanted)
        try:
            done = self.books.does(lambda: ledger.record(*drafts))
        except InsufficientBalance:
            assert must_refuse
            return
        assert not must_refuse
        for entry_id, entry in zip(done.entry_ids, wanted, strict=True):
            self.remember(entry_id, entry)
        for name in {name for entry in wanted for move in entry for name in move[1:]}:
            if self.place(name).kind is AccountKind.GUARDED:
                assert done.balance(self.place(name)) == self.held[name]

    @rule(wanted=entries)
    def post_and_change_ones_mind(self, wanted: list[tuple[int, str, str]]) -> None:
        drafts = self.drafts([wanted])

        def command() -> None:
            ledger.record(*drafts)
            raise ChangedItsMind

        try:
            self.books.does(command)
        except (ChangedItsMind, InsufficientBalance):
            return
        raise AssertionError("unreachable")

    @rule(data=st.data())
    def post_again(self, data: Any) -> None:
        if not self.recorded:
            return
        number = data.draw(st.integers(1, self.references))
        reference = f"{self.chart.unit}:{number}"
        if self.books.does(lambda: ledger.entry_of(reference)) is None:
            return
        again = Draft(reference, "test", [Move(1, self.chart.mint, self.chart.till)])
        try:
            self.books.does(lambda: ledger.record(again))
        except EntryReferenceReused:
            return
        raise AssertionError(f"{reference} was recorded twice")

    @rule(data=st.data())
    def reverse(self, data: Any) -> None:
        candidates = [
            entry_id for entry_id, entry in self.recorded.items()
            if entry_id not in self.reversed and not any("mint" in move or "gone" in move for move in entry)
        ]  # fmt: skip
        if not candidates:
            return
        entry_id = data.draw(st.sampled_from(candidates))
        mirrored = [(amount, target, source) for amount, source, target in self.recorded[entry_id]]
        must_refuse = self.refuses([mirrored])
        reference = f"{self.chart.unit}:reversal-of:{entry_id}"
        try:
            done = self.books.does(lambda: ledger.reverse(entry_id, reference=reference, kind="test-reversed"))
        except InsufficientBalance:
            assert must_refuse
            return
        assert not must_refuse
        self.reversed |= {entry_id, done.entry_ids[0]}
        self.remember(done.entry_ids[0], mirrored)

    @rule(names=st.sets(st.sampled_from(["ann", "bob", "jar", "debt"]), min_size=1))
    def lock(self, names: set[str]) -> None:
        held = self.books.does(lambda: ledger.lock(*map(self.place, names)))
        assert held == {self.place(name): self.held[name] for name in names}

    @rule()
    def roll_up(self) -> None:
        self.books.does(ledger.roll_up)

    @invariant()
    def every_place_holds_what_the_model_says(self) -> None:
        for name in set(GIVERS) | set(TAKERS):
            assert self.books.balance(self.place(name)) == self.held[name], name

    def teardown(self) -> None:
        assert self.books.broken_laws() == {}


def run_machine(app: Flask, *, examples: int, steps: int) -> None:
    class Machine(LedgerMachine):
        books = Books(app)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )  # fmt: skip


def test_the_ledger_does_what_a_dictionary_does(app: Flask) -> None:
    run_machine(app, examples=30, steps=20)


@pytest.mark.soak
def test_the_ledger_does_what_a_dictionary_does_for_a_long_time(app: Flask, soak_seconds: int | None) -> None:
    begun = time.monotonic()
    for _ in range(1000):
        run_machine(app, examples=10, steps=200)
        if soak_seconds is not None and time.monotonic() - begun > soak_seconds:
            break
