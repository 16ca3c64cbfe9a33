"""Preparing the database is skipped at a start where it could change nothing, and only there."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from deploy.local.places import Places
from deploy.local.postgres import OWNER_ROLE, PostgresServer
from deploy.local.sockets import free_port
from tests.deploy.small_application import SmallSystem


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallSystem]:
    system = SmallSystem(tmp_path_factory.mktemp("checkout"), free_port("127.0.0.1"))
    yield system
    for process in system.processes():
        os.kill(process, signal.SIGKILL)
    if system.supervisor is not None:
        system.supervisor.wait(10)
    system.forget()


class Prepared:
    """A checkout that runs, and how often its database has been prepared."""

    def __init__(self, checkout: SmallSystem) -> None:
        self.checkout = checkout
        places = Places(checkout.folder / "var")
        self.server = PostgresServer(places.postgres, places.sockets)

    def times(self) -> int:
        with psycopg.connect(self.server.conninfo(OWNER_ROLE)) as connection:
            row = connection.execute("SELECT count(*) FROM preparations").fetchone()
        assert row is not None
        return int(row[0])

    def after_a_restart(self, change: Callable[[], None] = lambda: None) -> int:
        """Change something, start again; by how much the count has grown."""
        before = self.times()
        change()
        self.checkout.signal(signal.SIGINT)
        self.checkout.start()
        return self.times() - before

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.server.conninfo(), autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="module")
def prepared(checkout: SmallSystem) -> Prepared:
    checkout.start()
    return Prepared(checkout)


def test_a_second_start_prepares_nothing_and_says_the_same(prepared: Prepared) -> None:
    demo = prepared.checkout.folder / "var" / "demo.json"
    assert prepared.after_a_restart() == 0
    assert '"13800000001"' in demo.read_text(encoding="utf-8")


def changed_source(checkout: Path) -> None:
    (checkout / "backend" / "new_rule.py").write_text("VERSION = 2\n")


def changed_key(checkout: Path) -> None:
    (checkout / "var" / "keys" / "another.key").write_text("secret")


@pytest.mark.parametrize("change", [changed_source, changed_key])
def test_it_is_done_again_after(prepared: Prepared, change: Callable[[Path], None]) -> None:
    assert prepared.after_a_restart(lambda: change(prepared.checkout.folder)) == 1


def test_it_is_done_again_after_somebody_migrated_by_hand(prepared: Prepared) -> None:
    def migrate() -> None:
        prepared.execute("CREATE TABLE alembic_version (version_num text)")
        prepared.execute("INSERT INTO alembic_version VALUES ('0003')")

    assert prepared.after_a_restart(migrate) == 1


def test_another_database_is_prepared(prepared: Prepared) -> None:
    """A copy from before the last preparation, or an empty one: neither carries the mark that was left."""
    assert prepared.after_a_restart(lambda: prepared.execute("COMMENT ON DATABASE tanhui IS NULL")) == 1
