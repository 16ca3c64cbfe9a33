"""The real system in a folder of its own, the hands to break its parts, and the patience until it is whole again."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import psycopg
import requests
from flask import Flask

from backend import config, create_app
from backend.extensions import db
from deploy.local import postgres
from deploy.local.places import Places
from deploy.local.postgres import PostgresServer
from tests.support.checkout import Checkout

SOURCES: Final = ("backend", "deploy", "migrations", "points_engine", "wsgi.py")
PATIENCE_S: Final = 180
"""For whatever must come in the end, on whatever machine. Nothing is asserted about how much of it is used."""
PATIENTLY: Final = f"-c statement_timeout={PATIENCE_S}s"

# As the supervisor starts them.
WEB, WORKER, BEAT = r"-m granian ", r"-m celery .* worker ", r"-m celery .* beat "
POSTGRES, VALKEY = r"bin/postgres -D", r"valkey-server"


class County(Checkout):
    """Everything that `make run` starts, with demo people, and its own ports and files."""

    def __init__(self, folder: Path, port: int) -> None:
        # Everybody here shares one address; how many messages it may ask for is not the question.
        super().__init__(folder, port, SMS_PER_IP_AND_HOUR="100000")
        for name in SOURCES:
            self.bring(name)

    def start(self) -> str:
        vars(self).pop("demo", None)
        return super().start()

    @property
    def var(self) -> Path:
        return self._places.var

    @property
    def _places(self) -> Places:
        return Places(self.folder / "var")

    @cached_property
    def demo(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads((self.var / "demo.json").read_text(encoding="utf-8"))
        return read

    @property
    def sms_file(self) -> Path:
        return Path(self.demo["sms_file"])

    @cached_property
    def app(self) -> Flask:
        """The application in this process, on the running system's database: for its own commands and checks."""
        environment = json.loads(self._places.environment.read_text(encoding="utf-8"))
        return create_app(config.load(environment))

    def types(self, *command: str) -> dict[str, Any]:
        """What ``flask COMMAND --json`` says."""
        done = self.app.test_cli_runner().invoke(args=[*command, "--json"])
        assert done.exit_code == 0, (command, done.output[-3000:], done.exception)
        said: dict[str, Any] = json.loads(done.output.strip().splitlines()[-1])
        return said

    # Its parts

    @property
    def _server(self) -> PostgresServer:
        return PostgresServer(self._places.postgres, self._places.sockets)

    @contextmanager
    def superuser(self) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self._server.conninfo(), autocommit=True, options=PATIENTLY) as connection:
            yield connection

    @contextmanager
    def auditor(self) -> Iterator[psycopg.Connection[Any]]:
        """Through the auditor's role: a second pair of eyes that shares no code with the service."""
        conninfo = self._server.conninfo(postgres.AUDIT_ROLE)
        with psycopg.connect(conninfo, autocommit=True, options=PATIENTLY) as connection:
            yield connection

    def web(self) -> tuple[list[int], list[int]]:
        """The web server's main process, and the processes that answer."""
        granian = self.children(WEB)
        mains = [process for process in granian if _parent(process) not in granian]
        return mains, [process for process in granian if process not in mains]

    def broker(self, *command: str) -> bytes:
        """What Valkey says to one command."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(10)
            line.connect(str(self._places.sockets / "valkey.sock"))
            parts = [part.encode() for part in command]
            line.sendall(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts))
            return line.recv(65536)

    # To be whole again

    def is_whole(self) -> bool:
        """Every part runs, and those that can be asked answer."""
        _, answering = self.web()
        parts = all(len(self.children(part)) == 1 for part in (WORKER, BEAT, POSTGRES, VALKEY))
        return parts and len(answering) == 2 and self._answers()

    def _answers(self) -> bool:
        try:
            ready = requests.get(f"{self.address}/readyz", timeout=5).status_code == 200
            return ready and self.broker("PING") == b"+PONG\r\n"
        except OSError:
            return False

    def recovers(self) -> float:
        """Wait until it is whole; return after how many seconds it was."""
        began = time.monotonic()
        while not self.is_whole():
            assert self.supervisor is not None and self.supervisor.poll() is None, f"it ended:\n{self.last_words()}"
            assert time.monotonic() - began < PATIENCE_S, f"not whole after {PATIENCE_S} s:\n{self.last_words()}"
            time.sleep(0.05)
        return time.monotonic() - began

    def mistakes(self) -> str:
        """What the web server wrote down of answers 500: its own stacks, and what went past it."""
        lines = (self.var / "log" / "web.log").read_text("utf-8", "replace").splitlines()
        told = [json.loads(line)["exception"] for line in lines if line.startswith("{") and '"unexpected"' in line]
        untold = [line for line in lines if not line.startswith("{")]
        return "\n".join([*told[-3:], *untold[-80:]])

    def logs_that_tell(self, secrets: set[str]) -> list[str]:
        """Every log, of web, worker, beat, the payment stand-in and the servers, that has one of these in it."""
        logs = sorted((self.var / "log").glob("*.log"))
        assert {"web.log", "worker.log", "beat.log", "payment-standin.log"} <= {log.name for log in logs}, logs
        texts = {log.name: log.read_text("utf-8", "replace") for log in logs}
        spellings = {secret: {secret, json.dumps(secret).strip('"')} for secret in secrets}
        return [f"{name}: {secret}" for name, text in texts.items() for secret, written in spellings.items()
                if any(spelling in text for spelling in written)]  # fmt: skip

    def last_words(self) -> str:
        logs = sorted((self.var / "log").glob("*.log"))
        return "\n".join(f"== {log.name}\n" + "\n".join(log.read_text("utf-8", "replace").splitlines()[-8:])
                         for log in logs)  # fmt: skip

    def end(self) -> None:
        for process in self.processes():
            kill(process)
        if self.supervisor is not None:
            self.supervisor.wait(10)
        self.forget()
        if "app" in vars(self):
            with self.app.app_context():
                db.engine.dispose()


def kill(process: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Signal one process, which may have ended already."""
    with suppress(ProcessLookupError):
        os.kill(process, number)


@contextmanager
def frozen(*processes: int) -> Iterator[None]:
    """The processes stand still and answer nothing, their connections stay open."""
    for process in processes:
        kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            kill(process, signal.SIGCONT)


def _parent(process: int) -> int:
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    return int(stat.rpartition(")")[2].split()[1])
