"""A real PostgreSQL for one test run: the server of `make run`, in a temporary folder, gone afterwards."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from deploy.local import postgres
from deploy.local.sockets import socket_folder


@dataclass(frozen=True)
class Database:
    """One database, as seen by each of its roles. URLs are SQLAlchemy's; `audit_conninfo` is libpq's."""

    name: str
    owner_url: str
    app_url: str
    audit_url: str
    superuser_url: str
    audit_conninfo: str


@dataclass(frozen=True)
class TemporaryPostgres:
    """A running server. Its databases belong to the owner role, the same three roles see all of them."""

    server: postgres.PostgresServer

    def database(self, name: str) -> Database:
        """Return the addresses of a database that is there."""
        return Database(
            name=name,
            owner_url=self.server.url(postgres.OWNER_ROLE, name),
            app_url=self.server.url(postgres.APPLICATION_ROLE, name),
            audit_url=self.server.url(postgres.AUDIT_ROLE, name),
            superuser_url=self.server.url(postgres.SUPERUSER, name),
            audit_conninfo=self.server.conninfo(postgres.AUDIT_ROLE, name),
        )

    def create_database(self, name: str) -> Database:
        """Make an empty database."""
        self.server.ensure_database(name)
        return self.database(name)

    def create_database_from_template(self, template: str, name: str) -> Database:
        """Copy `template` with all its rows and rights; nobody may be connected to it. Takes about 30 ms."""
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(postgres.OWNER_ROLE), sql.Identifier(template)
        )
        self._as_superuser(statement)
        return self.database(name)

    def drop_database(self, name: str) -> None:
        """Remove a database and end the sessions that are still in it."""
        self._as_superuser(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _as_superuser(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.server.conninfo(database="postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def temporary_postgres(folder: Path, *, durable: bool = False) -> Iterator[TemporaryPostgres]:
    """Yield a server with the three roles and an empty database `tanhui`; it ends with the block, or with us.

    Unless `durable`, it forgets what a power failure would make it forget: tests do not wait for the disk.
    """
    server = postgres.PostgresServer(
        data=folder / "pg", sockets=socket_folder(folder / "run"), durable=durable, max_connections=150
    )
    server.initialise()
    with (folder / "postgres.log").open("ab") as log:
        process = subprocess.Popen(server.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0)
    try:
        server.wait_until_ready(process, patience_s=30)
        server.ensure_roles()
        server.ensure_database()
        yield TemporaryPostgres(server)
    finally:
        process.send_signal(postgres.STOP_SIGNAL)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if server.sockets.parent != folder:
            shutil.rmtree(server.sockets, ignore_errors=True)
