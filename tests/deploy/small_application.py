"""Lay out a checkout with the real supervisor and an application of a few lines, so that starting it takes seconds."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import requests

from deploy.local.places import ROOT

WSGI = """
import json, os
import click, psycopg
from flask import Flask

app = Flask(__name__)

def connect(name="DATABASE_URL"):
    return psycopg.connect(os.environ[name].replace("+psycopg", ""), connect_timeout=2)

@app.get("/healthz")
def healthz():
    return "ok"

@app.get("/seen-as")
def seen_as():
    from flask import request
    return {"secure": request.is_secure, "host": request.host, "public_url": os.environ["PUBLIC_URL"]}

@app.route("/notes", methods=["GET", "POST"])
def notes():
    from flask import request
    try:
        with connect() as connection:
            if request.method == "POST":
                connection.execute("INSERT INTO notes VALUES (%s)", [request.get_data(as_text=True)])
                connection.commit()
                return "kept", 201
            return [text for (text,) in connection.execute("SELECT text FROM notes ORDER BY text")]
    except psycopg.OperationalError:
        return "the database is away", 503

@app.cli.command()
@click.option("--demo", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
def prepare(demo, as_json):
    with connect("DATABASE_OWNER_URL") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS notes (text text)")
        connection.execute("GRANT SELECT, INSERT ON notes TO tanhui_app")
        connection.execute("GRANT SELECT ON notes TO tanhui_audit")
        connection.execute("CREATE TABLE IF NOT EXISTS preparations (at timestamptz DEFAULT now())")
        connection.execute("INSERT INTO preparations DEFAULT VALUES")
    click.echo(json.dumps({"people": [{"role": "citizen", "phone": "13800000001"}], "clients": []}))
"""

CELERY = """
import os
from celery import Celery

celery = Celery(broker=os.environ["BROKER_URL"])
"""


class SmallSystem:
    """One checkout; it can be started, killed and looked at. Every process of it carries a mark of its own."""

    def __init__(self, folder: Path, port: int, **variables: str) -> None:
        self.variables = variables
        self.folder = folder
        self.port = port
        self.mark = uuid.uuid4().hex
        shutil.copytree(ROOT / "deploy", folder / "deploy", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "wsgi.py").write_text(WSGI)
        (folder / "backend").mkdir()
        (folder / "backend" / "__init__.py").touch()
        (folder / "backend" / "celery.py").write_text(CELERY)
        self.supervisor: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *arguments: str, port: int | None = None) -> subprocess.Popen[str]:
        """Start `./tanhui ARGUMENTS`, past its installation."""
        variables = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "DATABASE_OWNER_URL", "BROKER_URL", "WECHATPAY_BASE_URL", "MAKELEVEL"}
        }
        return subprocess.Popen(
            [sys.executable, "-m", "deploy.local", *arguments],
            cwd=self.folder,
            env={
                **variables,
                **self.variables,
                "PORT": str(port or self.port),
                "TANHUI_MARK": self.mark,
                "PYTHONUNBUFFERED": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def start(self) -> str:
        """Start the system; return what it said until it was ready."""
        self.forget()
        self.supervisor = self.command("run")
        assert self.supervisor.stdout is not None
        said = ""
        for line in self.supervisor.stdout:
            said += line
            if "Ctrl-C" in line:
                return said
        raise AssertionError(f"it ended instead of starting: {said}")

    def forget(self) -> None:
        """Close what an ended supervisor had to say."""
        if self.supervisor is not None and self.supervisor.stdout is not None:
            self.supervisor.stdout.close()

    def signal(self, number: signal.Signals) -> int:
        """Signal the supervisor alone, as the kernel does when somebody kills it; return its status."""
        assert self.supervisor is not None
        self.supervisor.send_signal(number)
        return self.supervisor.wait(30)

    def children(self, program: str) -> list[int]:
        """Return the processes whose command line matches."""
        return [process for process in self.processes() if re.search(program, _command_line(process))]

    def processes(self) -> list[int]:
        """Return everything that runs for this system: what inherited the mark, or works in its folder."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                marked = self.mark.encode() in (entry / "environ").read_bytes()
                # PostgreSQL overwrites its environment with its title.
                inside = self.folder in Path(os.readlink(entry / "cwd")).parents
                if (marked or inside) and _command_line(int(entry.name)):
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def write(self, text: str) -> int:
        return requests.post(f"{self.address}/notes", data=text, timeout=5).status_code

    def notes(self) -> list[str]:
        answer = requests.get(f"{self.address}/notes", timeout=5)
        assert answer.status_code == 200, answer.text
        notes: list[str] = answer.json()
        return notes


def eventually(what: Callable[[], bool], within_s: float) -> bool:
    """Tell whether it came true in time."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.05)
    return what()


def _command_line(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""
