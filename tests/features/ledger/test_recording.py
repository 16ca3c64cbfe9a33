"""One way in: what record(), lock() and reverse() promise to a command."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from backend.extensions import db
from backend.kernel.ids import account_id, new_id
from backend.ledger import service as ledger
from backend.ledger.errors import EntryReferenceReused, InsufficientBalance
from backend.ledger.models import Account, Entry, Posting
from backend.ledger.service import Draft, Move, Place
from tests.features.ledger.conftest import Books
from tests.features.ledger.places import Chart, fresh_chart


@pytest.fixture
def chart() -> Chart:
    return fresh_chart()


def legs_of(books: Books, entry_id) -> list[tuple[int, int | None, int | None]]:
    """(amount, balance after, version) of each leg, in order."""
    query = (
        select(Posting.amount, Posting.balance_after, Posting.account_version)
        .where(Posting.entry_id == entry_id)
        .order_by(Posting.leg)
    )
    return [tuple(row) for row in books.does(lambda: db.session.execute(query).all())]


def entry_of(books: Books, entry_id):
    columns = select(Entry.id, Entry.occurred_at, Entry.recorded_at, Entry.business_date, Entry.reverses)
    return books.does(lambda: db.session.execute(columns.where(Entry.id == entry_id)).one())


class TestAMove:
    def test_cannot_be_written_down_unbalanced(self, chart):
        other_unit = fresh_chart()
        for amount, source, target in [
            (0, chart.ann, chart.bob),
            (-5, chart.ann, chart.bob),
            (10**15 + 1, chart.ann, chart.bob),
            (5, chart.ann, chart.ann),
            (5, chart.ann, other_unit.bob),
        ]:
            with pytest.raises(AssertionError):
                Move(amount, source, target)

    def test_leaves_two_legs_that_say_what_is_left(self, books, chart):
        books.post(chart.given(100, chart.ann))

        moved = books.post(Move(30, chart.ann, chart.bob))

        assert (moved.balance(chart.ann), moved.balance(chart.bob)) == (70, 30)
        assert legs_of(books, moved.entry_ids[0]) == [(-30, 70, 2), (30, 30, 1)]

    def test_keeps_no_balance_where_many_write_at_once(self, books, chart):
        moved = books.post(chart.given(100, chart.till))
        assert legs_of(books, moved.entry_ids[0]) == [(-100, None, None), (100, None, None)]
        assert books.balance(chart.till) == 100

    def test_opens_the_places_it_names_once(self, books, chart):
        books.post(chart.given(1, chart.ann))
        books.post(chart.given(1, chart.ann))
        query = select(Account.id, Account.path).where(Account.unit == chart.unit)
        found = books.does(lambda: db.session.execute(query).all())
        paths = ("test:mint", "test:ann")
        assert {tuple(row) for row in found} == {(account_id(path, chart.unit), path) for path in paths}


class TestAnEntry:
    def test_knows_when_it_happened_and_when_it_was_written(self, books, chart):
        happened = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)
        draft = Draft("test:times", "test", [chart.given(1, chart.ann)], occurred_at=happened)
        recorded = books.does(lambda: ledger.record(draft))

        row = entry_of(books, recorded.entry_ids[0])

        assert row.occurred_at == happened
        assert row.recorded_at > happened
        assert row.business_date == (row.recorded_at.astimezone(UTC) + timedelta(hours=8)).date()
        assert books.does(lambda: ledger.entry_of("test:times")) == row.id

    def test_happens_once(self, books, chart):
        books.post(chart.given(5, chart.ann), reference="test:once")
        with pytest.raises(EntryReferenceReused) as refused:
            books.post(chart.given(5, chart.ann), reference="test:once")
        assert refused.value.facts["references"] == ["test:once"]
        assert books.balance(chart.ann) == 5

    def test_comes_with_others_or_not_at_all(self, books, chart):
        drafts = [
            Draft("test:together:1", "test", [chart.given(10, chart.ann)]),
            Draft("test:together:2", "test", [Move(11, chart.ann, chart.bob)]),
        ]
        with pytest.raises(InsufficientBalance):
            books.does(lambda: ledger.record(*drafts))
        assert books.balance(chart.ann) == 0
        assert books.does(lambda: ledger.entry_of("test:together:1")) is None

    def test_may_give_what_another_of_the_same_post_brings(self, books, chart):
        drafts = [
            Draft("test:bring:1", "test", [Move(10, chart.ann, chart.bob)]),
            Draft("test:bring:2", "test", [chart.given(10, chart.ann)]),
        ]
        recorded = books.does(lambda: ledger.record(*drafts))
        assert (recorded.balance(chart.ann), recorded.balance(chart.bob)) == (0, 10)
        assert books.verify().ok

    def test_stays_in_one_unit_even_for_a_caller_who_lies(self, books, chart):
        other_unit = fresh_chart()
        books.post(chart.given(5, chart.ann))
        books.post(other_unit.given(5, other_unit.ann))
        in_disguise = Place("test:ann", chart.unit, other_unit.ann.kind)
        in_disguise.__dict__["id"] = other_unit.ann.id
        with pytest.raises(DBAPIError, match="leaves its unit"):
            books.post(Move(5, in_disguise, chart.bob))

    def test_cannot_grow_later(self, books, chart):
        entry_id = books.post(chart.given(5, chart.ann)).entry_ids[0]
        call = text(
            "SELECT ledger_post(now(), '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}',"
            " ARRAY[:entry]::uuid[], ARRAY[:source]::uuid[], ARRAY[:target]::uuid[], ARRAY[7]::bigint[])"
        )
        legs = {"entry": entry_id, "source": chart.mint.id, "target": chart.ann.id}
        with pytest.raises(IntegrityError):
            books.does(lambda: db.session.execute(call, legs))
        assert books.balance(chart.ann) == 5


class TestAFloor:
    def test_is_kept_to_the_last_unit(self, books, chart):
        books.post(chart.given(100, chart.ann))
        with pytest.raises(InsufficientBalance) as refused:
            books.post(Move(101, chart.ann, chart.bob))
        assert refused.value.facts == {"available": 100, "required": 101, "unit": chart.unit}
        assert books.post(Move(100, chart.ann, chart.bob)).balance(chart.ann) == 0

    def test_has_a_ceiling_above_it(self, books, chart):
        books.post(chart.given(500, chart.jar))
        with pytest.raises(InsufficientBalance):
            books.post(chart.given(1, chart.jar))

    def test_lies_below_nil_for_a_debt_that_is_never_an_asset(self, books, chart):
        assert books.post(Move(40, chart.debt, chart.gone)).balance(chart.debt) == -40
        with pytest.raises(InsufficientBalance):
            books.post(chart.given(41, chart.debt))
        assert books.post(chart.given(40, chart.debt)).balance(chart.debt) == 0

    def test_belongs_to_the_account_not_to_who_names_it(self, books, chart):
        books.post(chart.given(10, chart.ann))
        generous = ledger.guarded(chart.ann.path, chart.unit, floor=None)
        with pytest.raises(InsufficientBalance):
            books.post(Move(11, generous, chart.bob))


class TestOneWayPlaces:
    def test_a_sink_never_gives(self, books, chart):
        books.post(chart.given(10, chart.gone))
        with pytest.raises(DBAPIError, match="takes from a sink"):
            books.post(Move(1, chart.gone, chart.ann))

    def test_a_source_never_receives(self, books, chart):
        books.post(chart.given(10, chart.ann))
        with pytest.raises(DBAPIError, match="gives to a source"):
            books.post(Move(1, chart.ann, chart.mint))


class TestALock:
    def test_tells_what_is_there_and_opens_what_is_missing(self, books, chart):
        books.post(chart.given(10, chart.ann))
        held = books.does(lambda: ledger.lock(chart.bob, chart.ann))
        assert held == {chart.ann: 10, chart.bob: 0}

    def test_is_for_guarded_places(self, books, chart):
        with pytest.raises(AssertionError):
            books.does(lambda: ledger.lock(chart.till))


class TestAReversal:
    def test_mirrors_every_leg(self, books, chart):
        books.post(chart.given(50, chart.ann))
        original = books.post(Move(10, chart.ann, chart.bob), Move(5, chart.ann, chart.till)).entry_ids[0]

        mirrored = books.does(lambda: ledger.reverse(original, reference="test:mirrored", kind="test-reversed"))

        amounts = [amount for amount, _, _ in legs_of(books, mirrored.entry_ids[0])]
        assert amounts == [-10, 10, -5, 5]
        assert (books.balance(chart.ann), books.balance(chart.bob), books.balance(chart.till)) == (50, 0, 0)
        assert entry_of(books, mirrored.entry_ids[0]).reverses == original

    def test_happens_once_whatever_it_is_called(self, books, chart):
        books.post(chart.given(50, chart.ann))
        original = books.post(Move(10, chart.ann, chart.bob)).entry_ids[0]
        books.does(lambda: ledger.reverse(original, reference="test:reversed:1", kind="test-reversed"))
        books.post(chart.given(50, chart.bob))
        with pytest.raises(IntegrityError, match="uq_ledger_entries_reverses"):
            books.does(lambda: ledger.reverse(original, reference="test:reversed:2", kind="test-reversed"))

    def test_needs_that_the_units_are_still_there(self, books, chart):
        books.post(chart.given(10, chart.ann))
        original = books.post(Move(10, chart.ann, chart.bob)).entry_ids[0]
        books.post(Move(1, chart.bob, chart.gone))
        with pytest.raises(InsufficientBalance):
            books.does(lambda: ledger.reverse(original, reference="test:too-late", kind="test-reversed"))


class TestARollUp:
    def test_changes_no_balance(self, books, chart):
        books.post(chart.given(100, chart.till))
        books.post(Move(30, chart.till, chart.bank))
        before = (books.balance(chart.till), books.balance(chart.mint))
        moved = books.does(ledger.roll_up)
        assert moved >= 3
        assert (books.balance(chart.till), books.balance(chart.mint)) == before == (70, -100)

    def test_leaves_what_it_cannot_see_yet_for_the_next(self, books, chart):
        with books.app.app_context():
            engine = db.engine
        with engine.connect() as slow:
            slow.execute(text("SELECT pg_current_xact_id()"))  # a transaction that began before all this
            books.post(chart.given(100, chart.till))
            books.does(ledger.roll_up)
            assert books.balance(chart.till) == 100
            slow.rollback()
        books.does(ledger.roll_up)
        books.post(chart.given(1, chart.till))
        assert books.balance(chart.till) == 101
        assert books.verify().ok


def test_an_account_that_was_never_opened_holds_nothing(books, chart):
    assert books.balance(chart.ann) == 0
    assert books.does(lambda: ledger.entry_of(f"test:{new_id()}")) is None


class TestAPost:
    @pytest.mark.parametrize(
        "name",
        ['say "so"', "a\\b", "{1,2}", "NULL", "null", "", " ", "a,b", "擂茶", "'; DROP TABLE ledger_entries; --"],
    )
    def test_takes_a_name_as_it_is_written(self, books, chart, name):
        place = ledger.guarded(f"test:{name}", chart.unit)
        reference = f"{chart.unit}:{name}"

        entry_id = books.post(Move(1, chart.mint, place), reference=reference).entry_ids[0]

        assert books.does(lambda: ledger.entry_of(reference)) == entry_id
        assert books.does(lambda: db.session.get_one(Account, place.id).path) == place.path
        assert books.balance(place) == 1

    def test_reads_what_it_names_and_not_the_books(self, books, chart):
        """Whatever the statistics say: with plans made for small tables each post read all accounts and all entries."""
        many = [ledger.guarded(f"test:many:{n}", chart.unit) for n in range(400)]
        books.post(*[chart.given(1, place) for place in many])

        def rows_read() -> int:
            counted = (
                "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
                " WHERE relname LIKE 'ledger%'"
            )
            return int(db.session.scalar(text(counted)) or 0)

        def command() -> int:
            before = rows_read()
            ledger.record(Draft(f"{chart.unit}:one", "test", [chart.given(1, many[0])]))
            return rows_read() - before

        assert books.does(command) < 50

    def test_of_thousands_takes_time_in_proportion(self, books, chart):
        many = [ledger.guarded(f"test:many:{n}", chart.unit) for n in range(4000)]

        moved = books.post(*[chart.given(n + 1, place) for n, place in enumerate(many)])

        assert [moved.balance(place) for place in many] == list(range(1, 4001))
