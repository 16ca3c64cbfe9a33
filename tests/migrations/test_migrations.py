"""From nothing to the newest schema and back; what the models say is what the migrations make."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate, downgrade, upgrade
from sqlalchemy import create_engine, text

from backend import create_app
from backend.extensions import db
from backend.kernel import idempotency
from backend.kernel.ids import new_id
from backend.kernel.transaction import run
from backend.ledger import service as ledger
from backend.ledger.verify import verify
from backend.reference_data import load_reference_data
from tests.conftest import settings_for
from tests.features.ledger.conftest import Books
from tests.features.ledger.places import fresh_chart
from tests.support.postgres import Database, TemporaryPostgres

MIGRATIONS = Path(__file__).parents[2] / "migrations"
_numbers = itertools.count(1)


@pytest.fixture
def database(postgres: TemporaryPostgres) -> Iterator[Database]:
    name = f"tanhui_migrations_{next(_numbers)}"
    yield postgres.create_database(name)
    postgres.drop_database(name)


@pytest.fixture
def app(database: Database, keys_folder: Path) -> Iterator[Flask]:
    app = create_app(settings_for(database, keys_folder))
    Migrate(app, db, directory=str(MIGRATIONS), compare_type=True)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def schema_of(database: Database) -> dict[str, list[Any]]:
    """Everything that a migration makes, as the catalogue tells it."""
    questions = {
        "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default"
        " FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
        " ORDER BY 1, 2",
        "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%' ORDER BY 1, 2",
        "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " AND indexname NOT LIKE 'alembic%' ORDER BY 1",
        "functions": "SELECT p.oid::regprocedure::text, prosrc, proacl::text FROM pg_proc p"
        " WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
        "triggers": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
        "views": "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public' ORDER BY 1",
        "sequences": "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1",
        "types": "SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')"
        " ORDER BY 1",
        "rights": "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'v', 'S', 'm') AND relname <> 'alembic_version' ORDER BY 1",
        "column rights": "SELECT attrelid::regclass::text, attname, attacl::text FROM pg_attribute"
        " WHERE attacl IS NOT NULL AND attrelid::regclass::text NOT LIKE 'pg_%' ORDER BY 1, 2",
    }
    with psycopg.connect(database.superuser_url.replace("+psycopg", "")) as connection:
        return {what: connection.execute(question).fetchall() for what, question in questions.items()}  # type: ignore[arg-type]


def test_up_from_nothing_down_to_nothing_and_up_again(app: Flask, database: Database) -> None:
    empty = schema_of(database)
    upgrade(directory=str(MIGRATIONS))
    first = schema_of(database)
    assert len(first["columns"]) > 100

    downgrade(directory=str(MIGRATIONS), revision="base")
    assert {what: rows for what, rows in schema_of(database).items() if rows != empty[what]} == {}

    upgrade(directory=str(MIGRATIONS))
    again = schema_of(database)
    assert {what: [row for row in rows if row not in first[what]] for what, rows in again.items()} == {
        what: [] for what in again
    }
    load_reference_data()


def test_what_the_models_say_is_what_the_migrations_make(app: Flask, database: Database) -> None:
    upgrade(directory=str(MIGRATIONS))
    engine = create_engine(database.owner_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "compare_server_default": True, "include_object": _is_the_models},
        )
        different = compare_metadata(context, db.metadata)
    engine.dispose()
    assert different == []


def _is_the_models(_object: Any, name: str | None, kind: str, reflected: bool, _compare_to: Any) -> bool:
    """Exclusion constraints come from SQL files: models cannot say them."""
    return not (kind == "index" and reflected and name is not None and name.startswith("ex_"))


def test_every_step_can_be_taken_back_alone(app: Flask, database: Database) -> None:
    upgrade(directory=str(MIGRATIONS))
    script = ScriptDirectory(str(MIGRATIONS))
    *steps, _first = [step.revision for step in script.walk_revisions()]  # the first: see above
    for revision in steps:
        before = schema_of(database)
        downgrade(directory=str(MIGRATIONS), revision="-1")
        upgrade(directory=str(MIGRATIONS), revision=revision)
        after = schema_of(database)
        lost = {what: [row for row in before[what] if row not in after[what]] for what in before}
        assert lost == {what: [] for what in before}, revision
        downgrade(directory=str(MIGRATIONS), revision="-1")


def test_there_is_one_line_of_revisions() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    assert len(script.get_heads()) == 1
    numbers = [step.revision for step in script.walk_revisions()][::-1]
    assert all(re.fullmatch(r"[0-9]{4}", number, re.ASCII) for number in numbers)
    assert numbers == sorted(numbers)


def test_a_migration_waits_for_nobody_for_long(app: Flask, database: Database) -> None:
    """While it waits for a lock, everybody behind it waits: it gives up, and is run again."""
    upgrade(directory=str(MIGRATIONS), revision="0001")
    with psycopg.connect(database.owner_url.replace("+psycopg", "")) as writer:
        writer.execute("LOCK TABLE ledger_postings IN ROW EXCLUSIVE MODE")
        with pytest.raises(Exception, match="lock timeout"):
            upgrade(directory=str(MIGRATIONS), revision="0002")
    posts = [row for row in schema_of(database)["functions"] if row[0].startswith("ledger_post(")]
    assert posts == [], "all or nothing"
    upgrade(directory=str(MIGRATIONS))


def test_the_books_live_through_a_step_back_and_forth(app: Flask, database: Database) -> None:
    upgrade(directory=str(MIGRATIONS))
    db.session.remove()
    books, chart = Books(app), fresh_chart()
    books.post(chart.given(100, chart.ann))
    downgrade(directory=str(MIGRATIONS), revision="0001")
    upgrade(directory=str(MIGRATIONS))
    db.session.remove()
    assert books.balance(chart.ann) == 100
    assert books.does(verify).ok
    assert books.does(lambda: ledger.lock(chart.ann)) == {chart.ann: 100}


def test_an_answer_that_was_kept_is_repeated_after_answers_came_to_be_sealed(app: Flask, database: Database) -> None:
    upgrade(directory=str(MIGRATIONS), revision="0009")
    principal, key, mark = new_id(), "kept-before-the-upgrade", idempotency.fingerprint("POST /x", {})
    with db.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO kernel_idempotency_keys (principal_id, key, fingerprint, claimed_at, status, body)"
                 " VALUES (:principal, :key, :mark, now(), 201, :body)"),
            {"principal": principal, "key": key, "mark": mark, "body": '{"points": 7, "a": "茶"}'},
        )  # fmt: skip
    for _ in range(2):
        upgrade(directory=str(MIGRATIONS))
        answer = run(lambda: idempotency.answered(principal, key, mark))
        assert answer is not None and (answer.status, list(answer.body.items())) == (201, [("points", 7), ("a", "茶")])
        db.session.remove()
        downgrade(directory=str(MIGRATIONS), revision="0009")


def test_the_application_reads_and_writes_the_tables_it_needs(app: Flask, database: Database) -> None:
    """A table that a migration forgot to grant would fail only in production, where roles differ."""
    upgrade(directory=str(MIGRATIONS))
    with db.engine.connect() as application:
        assert application.execute(text("SELECT current_user")).scalar_one() == "tanhui_app"
        for table in db.metadata.tables:
            application.execute(text(f"SELECT 1 FROM {table} LIMIT 1"))
