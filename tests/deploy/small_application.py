"""Lay out a checkout with the real supervisor and an application of a few lines, so that starting it takes seconds."""

from __future__ import annotations

from pathlib import Path

import requests

from tests.support.checkout import Checkout

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


class SmallSystem(Checkout):
    """A checkout whose application keeps notes."""

    def __init__(self, folder: Path, port: int, **variables: str) -> None:
        super().__init__(folder, port, **variables)
        self.bring("deploy")
        (folder / "wsgi.py").write_text(WSGI)
        (folder / "backend").mkdir()
        (folder / "backend" / "__init__.py").touch()
        (folder / "backend" / "celery.py").write_text(CELERY)

    def write(self, text: str) -> int:
        """The status of the answer; 0 where nobody answers, as while the web server starts again."""
        try:
            return requests.post(f"{self.address}/notes", data=text, timeout=5).status_code
        except requests.ConnectionError:
            return 0

    def notes(self) -> list[str]:
        answer = requests.get(f"{self.address}/notes", timeout=5)
        assert answer.status_code == 200, answer.text
        notes: list[str] = answer.json()
        return notes
