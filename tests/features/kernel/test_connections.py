"""A command begins with one word to the database, and never with a connection that died while nobody looked."""

from __future__ import annotations

from contextlib import suppress

import psycopg
import pytest
from sqlalchemy import event, text

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.transaction import DatabaseUnavailable, run


def everybody_is_thrown_out(database) -> int:
    """What a restart of the server does to the connections that lie in the pool. How many there were."""
    with psycopg.connect(database.superuser_url.replace("+psycopg", ""), autocommit=True) as superuser:
        sessions = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND pid <> %s"
        return len(superuser.execute(sessions, [database.name, superuser.info.backend_pid]).fetchall())


class TestAPooledConnection:
    def test_that_died_is_replaced_and_nobody_notices(self, world, database):
        server_of = lambda: db.session.scalar(text("SELECT pg_backend_pid()"))  # noqa: E731 - a command of one line
        before = world.does(server_of)

        assert everybody_is_thrown_out(database) >= 1

        assert world.does(server_of) != before

    def test_that_lives_is_used_again(self, world):
        server_of = lambda: db.session.scalar(text("SELECT pg_backend_pid()"))  # noqa: E731 - a command of one line
        assert len({world.does(server_of) for _ in range(5)}) == 1


class TestAStatementThatIsAskedAgainAndAgain:
    PREPARED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%asked again%'")

    def ask(self, world, *, times: int, how: str) -> int:
        def asked() -> None:
            db.session.execute(text("SELECT :n, 'asked again'"), {"n": 1})
            if how == "refused":
                raise LookupError

        for _ in range(times):
            if how == "read":
                world.reads(asked)
            else:
                with suppress(LookupError):
                    world.does(asked)
        return world.reads(lambda: db.session.scalar(self.PREPARED))

    @pytest.mark.parametrize("how", ["done", "read", "refused"])
    def test_is_planned_once_whatever_becomes_of_its_transactions(self, world, database, how):
        everybody_is_thrown_out(database)
        assert self.ask(world, times=10, how=how) == 1

    def test_is_planned_anew_after_a_refusal_where_a_table_was_changed_meanwhile(self, world, database):
        def change(what: str) -> None:
            with psycopg.connect(database.owner_url.replace("+psycopg", ""), autocommit=True) as owner:
                owner.execute(what)

        change("CREATE TABLE test_plans (n int); GRANT SELECT ON test_plans TO tanhui_app")
        look = lambda: list(db.session.execute(text("SELECT * FROM test_plans")).keys())  # noqa: E731
        assert [world.does(look) for _ in range(10)] == [["n"]] * 10
        change("ALTER TABLE test_plans ADD more int")
        with pytest.raises(DatabaseUnavailable):
            world.does(look)
        assert world.does(look) == ["n", "more"]


class TestATransaction:
    def test_asks_for_the_time_with_its_first_word(self, app):
        with app.app_context():
            asked: list[str] = []
            listen = lambda conn, cursor, statement, *rest: asked.append(statement)  # noqa: E731
            event.listen(db.engine, "before_cursor_execute", listen)
            try:
                run(clock.now)
            finally:
                event.remove(db.engine, "before_cursor_execute", listen)
        assert asked == []

    def test_is_undone_as_a_whole(self, world):
        def half_a_command() -> None:
            db.session.execute(text("CREATE TEMPORARY TABLE half (id int)"))
            raise LookupError

        with pytest.raises(LookupError):
            world.does(half_a_command)
        assert world.does(lambda: db.session.scalar(text("SELECT to_regclass('half')"))) is None

    def test_may_be_a_frozen_view_and_the_next_one_is_not(self, world):
        def level(**options: object) -> tuple[str, str]:
            connection = db.session.connection(execution_options=options or None)
            asked = ("transaction_isolation", "transaction_read_only")
            isolation, read_only = (connection.scalar(text(f"SHOW {name}")) for name in asked)
            return isolation, read_only

        frozen = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        assert world.does(lambda: level(**frozen)) == ("repeatable read", "on")
        assert world.does(level) == ("read committed", "off")
