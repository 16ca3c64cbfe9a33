"""A command that lost a race runs again; a database that is away is said to be away."""

from __future__ import annotations

import itertools
import time
from contextlib import ExitStack

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from backend.extensions import db
from backend.kernel.transaction import ATTEMPTS, LOST_RACES, Busy, DatabaseUnavailable, look_again, once, run


def database_raises(sqlstate: str) -> None:
    db.session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'test' USING ERRCODE = '{sqlstate}'; END $$"))


@pytest.fixture(scope="module", autouse=True)
def a_table(database) -> None:
    import psycopg

    with psycopg.connect(database.owner_url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE test_names (name text CONSTRAINT uq_test_names_name UNIQUE)")


class TestWhatIsReadOnce:
    """Rules and settings: a command asks for them at several places, and is told the same at each."""

    def test_is_read_once_in_a_transaction_and_anew_in_the_next(self, world):
        def the_transactions_number() -> int:
            return db.session.execute(text("SELECT txid_current()")).scalar_one()

        def command() -> tuple[int, int]:
            return once("test", the_transactions_number), once("test", the_transactions_number)

        with world.app.app_context():
            first, second = run(command), run(command)
        assert first[0] == first[1]
        assert second[0] == second[1] != first[0]

    def test_is_read_again_by_whoever_has_changed_it(self, world):
        looks = itertools.count()

        def command() -> list[int]:
            found = [once("test", lambda: next(looks))]
            db.session.execute(text("SELECT 1"))
            look_again("test")
            return [*found, once("test", lambda: next(looks))]

        assert world.does(command) == [0, 1]

    def test_is_read_again_by_an_attempt_that_begins_anew(self, world):
        looks = itertools.count()

        def command() -> int:
            db.session.execute(text("SELECT 1"))
            found = once("test", lambda: next(looks))
            if found == 0:
                database_raises("40001")
            return found

        assert world.does(command) == 1


class TestALostRace:
    @pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
    def test_is_run_again(self, world, sqlstate):
        tries = []

        def command() -> str:
            tries.append(1)
            if len(tries) < ATTEMPTS:
                database_raises(sqlstate)
            return "done"

        assert world.does(command) == "done"
        assert len(tries) == ATTEMPTS

    def test_is_given_up_in_the_end(self, world):
        tries = []

        def command() -> None:
            tries.append(1)
            database_raises("40001")

        with pytest.raises(Busy) as refused:
            world.does(command)
        assert len(tries) == ATTEMPTS
        assert refused.value.facts["retry_after_s"] == 1

    def test_leaves_nothing_of_the_attempts_that_failed(self, world):
        tries = []

        def command() -> None:
            tries.append(1)
            db.session.execute(text("INSERT INTO test_names VALUES (:name)"), {"name": f"try-{len(tries)}"})
            if len(tries) == 1:
                database_raises("40001")

        world.does(command)
        found = world.reads(
            lambda: db.session.scalars(text("SELECT name FROM test_names WHERE name LIKE 'try-%'")).all()
        )
        assert found == ["try-2"]

    def test_over_a_name_is_one_where_the_feature_says_so(self, world):
        tries = []

        def insert() -> None:
            tries.append(1)
            db.session.execute(text("INSERT INTO test_names VALUES ('taken')"))

        world.does(insert)
        with pytest.raises(IntegrityError):
            world.does(insert)
        assert len(tries) == 2, "any other violation is a mistake of ours"
        LOST_RACES.add("uq_test_names_name")
        try:
            with pytest.raises(Busy):
                world.does(insert)
        finally:
            LOST_RACES.discard("uq_test_names_name")
        assert len(tries) == 2 + ATTEMPTS


class TestWaiting:
    def test_for_a_row_that_another_holds_ends(self, world):
        world.does(lambda: db.session.execute(text("INSERT INTO test_names VALUES ('held')")))
        with world.app.app_context(), db.engine.begin() as other:
            other.execute(text("SELECT * FROM test_names WHERE name = 'held' FOR UPDATE"))

            def command() -> None:
                db.session.execute(text("SET LOCAL lock_timeout = '100ms'"))
                db.session.execute(text("UPDATE test_names SET name = 'mine' WHERE name = 'held'"))

            with pytest.raises(Busy):
                run(command)

    def test_for_a_query_ends(self, world):
        def command() -> None:
            db.session.execute(text("SET LOCAL statement_timeout = '50ms'"))
            db.session.execute(text("SELECT pg_sleep(5)"))

        with pytest.raises(Busy):
            world.does(command)


class TestADatabaseThatIsAway:
    def test_is_told_as_such(self, world):
        with pytest.raises(DatabaseUnavailable) as refused:
            world.does(lambda: db.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())")))
        assert refused.value.facts["retry_after_s"] > 0
        assert world.does(lambda: db.session.execute(text("SELECT 1")).scalar_one()) == 1, "the next one finds it back"

    @pytest.mark.parametrize(
        "sqlstate",
        ["53300", "53100", "53200", "57P01", "57P02", "57P03", "08006"],
        ids=["too-many-sessions", "disk-full", "out-of-memory", "ending", "crashed", "starting", "connection-lost"],
    )
    def test_is_told_as_such_whatever_it_lacks(self, world, sqlstate):
        with pytest.raises(DatabaseUnavailable):
            world.does(lambda: database_raises(sqlstate))

    def test_is_told_to_who_was_away_too_long_himself(self, world):
        """A process that stood still with a transaction open finds its session ended."""

        def command() -> None:
            db.session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '50ms'"))
            time.sleep(0.3)
            db.session.execute(text("SELECT 1"))

        with pytest.raises(DatabaseUnavailable):
            world.does(command)

    def test_is_told_where_each_new_session_is_cut_as_well(self, world):
        def cut(connection, record) -> None:
            connection.pgconn.finish()

        with world.app.app_context():
            engine = db.engine
            engine.dispose()
        event.listen(engine, "connect", cut)
        try:
            with pytest.raises(DatabaseUnavailable):
                world.does(lambda: db.session.execute(text("SELECT 1")))
        finally:
            event.remove(engine, "connect", cut)
        assert world.does(lambda: db.session.execute(text("SELECT 1")).scalar_one()) == 1, "the next one finds it back"

    def test_is_told_when_all_our_sessions_are_taken(self, world):
        with world.app.app_context(), ExitStack() as taken:
            pool = db.engine.pool
            for _ in range(pool.size() + pool._max_overflow):
                taken.enter_context(db.engine.connect())
            with pytest.raises(Busy):
                run(lambda: db.session.execute(text("SELECT 1")))
            refused = world.get("/offers")
            assert (refused.status_code, refused.json["code"]) == (503, "busy")
            assert refused.headers["Retry-After"] == "1"


class TestATransaction:
    def test_does_not_nest(self, world):
        """To do two things at once, write one command."""
        with pytest.raises(AssertionError, match="already open"):
            world.does(lambda: run(lambda: None))
        assert world.does(lambda: 5) == 5

    def test_undoes_everything_when_the_command_fails(self, world):
        def command() -> None:
            db.session.execute(text("INSERT INTO test_names VALUES ('undone')"))
            raise LookupError

        with pytest.raises(LookupError):
            world.does(command)
        found = world.reads(lambda: db.session.scalar(text("SELECT count(*) FROM test_names WHERE name = 'undone'")))
        assert found == 0
