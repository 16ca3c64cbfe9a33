"""One PostgreSQL a run, one migrated template, one database a module: everything on the real thing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask_migrate import Migrate, upgrade

from backend import create_app
from backend.config import Settings
from backend.extensions import db
from backend.reference_data import load_reference_data
from deploy.local.sockets import free_port
from deploy.standins.wechatpay.keys import KeyPaths, ensure_keys
from tests.support.postgres import Database, TemporaryPostgres, temporary_postgres
from tests.support.residents import Register, running_register
from tests.support.standin import StandIn, pays_at, running_standin
from tests.support.world import World

TEMPLATE = "tanhui_template"

# How long an example takes is the benchmarks' affair; a busy machine must not fail a law.
hypothesis.settings.register_profile(
    "laws", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("laws")
_numbers = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak-seconds", type=int, default=None, help="end each long form of a test after so long")


@pytest.fixture(scope="session")
def soak_seconds(request: pytest.FixtureRequest) -> int | None:
    """How long a test marked ``soak`` may go on; None: until it has done all it set out to do."""
    seconds: int | None = request.config.getoption("--soak-seconds")
    return seconds


def settings_for(database: Database, folder: Path, **more: Any) -> Settings:
    return Settings(
        environment="test", database_url=database.app_url, database_owner_url=database.owner_url, broker_url=None,
        public_url=f"http://localhost:{free_port('127.0.0.1', 20_000)}", keys_dir=folder / "keys",
        files_dir=folder / "files", sms_url=f"file:{folder / 'sms.jsonl'}", web_dist=folder / "no-web",
        database_connections=40, **more,
    )  # fmt: skip


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TemporaryPostgres]:
    with temporary_postgres(tmp_path_factory.mktemp("pg")) as server:
        yield server


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="session")
def template(postgres: TemporaryPostgres, keys_folder: Path) -> str:
    """A database with every migration and the reference data, to be copied."""
    app = create_app(settings_for(postgres.create_database(TEMPLATE), keys_folder))
    Migrate(app, db)
    with app.app_context():
        upgrade(directory=str(Path(__file__).parents[1] / "migrations"))
        load_reference_data()
        db.engine.dispose()
    return TEMPLATE


@pytest.fixture(scope="module")
def database(postgres: TemporaryPostgres, template: str) -> Iterator[Database]:
    name = f"tanhui_{next(_numbers)}"
    yield postgres.create_database_from_template(template, name)
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def wechat_keys_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wechat-keys")


@pytest.fixture(scope="session")
def wechat_keys(wechat_keys_dir: Path) -> KeyPaths:
    return ensure_keys(wechat_keys_dir)


@pytest.fixture(scope="session")
def standin(
    wechat_keys: KeyPaths, wechat_keys_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StandIn]:
    """WeChat Pay's other end, for everybody who pays in this run."""
    with running_standin(tmp_path_factory.mktemp("wechat-state"), wechat_keys_dir) as running:
        yield running


@pytest.fixture(scope="session")
def residents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """The register of residents, which confirms names."""
    with running_register(tmp_path_factory.mktemp("register")) as running:
        yield running


@pytest.fixture(scope="module")
def app(
    database: Database, keys_folder: Path, standin: StandIn, wechat_keys: KeyPaths, residents: Register
) -> Iterator[Flask]:
    app = create_app(
        settings_for(database, keys_folder, wechat_pay=pays_at(standin, wechat_keys), real_name=residents.settings)
    )
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def world(app: Flask, keys_folder: Path) -> World:
    return World(app, keys_folder / "sms.jsonl")
