"""Somebody lives here for a day; afterwards nothing of theirs, and no secret, lies where it does not belong.

Not in a dump of the database, not in the broker with its tasks, not in a line of the log, not in a refusal.
"""

from __future__ import annotations

import base64
import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import redis
from flask import Flask

from backend import create_app
from backend.extensions import db
from deploy.local.postgres import binary_folder
from deploy.local.sockets import socket_folder
from deploy.local.valkey import ValkeyServer
from tests.conftest import settings_for
from tests.support.counter import Shop, earns
from tests.support.county import a_shelf
from tests.support.postgres import Database
from tests.support.privacy import closes, takes_along
from tests.support.residents import Register, a_number
from tests.support.world import Person, World, fresh_key

PHONE = "13977665544"
NAME = "只有自己知道的名字"
WORDS = "那天在店里等了半个钟头没人理"
NOTE = "从老屋后门一路走到渔塘溪"
HOME = "渔塘溪边第三户"
REAL_NAME, RESIDENT_ID = "欧阳晓渔", a_number()
FRIEND = "13955443322"
"""Somebody who has no account, and whose number was typed in for them."""


@pytest.fixture(scope="module")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    folder = tmp_path_factory.mktemp("valkey")
    server = ValkeyServer(folder, socket_folder(folder / "run") / "v")
    server.address.parent.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(server.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while not server.is_ready():
            assert process.poll() is None
            time.sleep(0.05)
        yield server
        process.terminate()


@pytest.fixture(scope="module")
def app(database: Database, keys_folder: Path, valkey: ValkeyServer, residents: Register) -> Iterator[Flask]:
    """With a broker and without workers: whatever is told to them stays to be read."""
    app = create_app(replace(settings_for(database, keys_folder, real_name=residents.settings), broker_url=valkey.url))
    yield app
    with app.app_context():
        db.engine.dispose()


class Day:
    """What one person did, every secret that came up, and what was answered."""

    def __init__(self, world: World) -> None:
        self.world, self.refusals = world, list[str]()
        shop = Shop(world)
        a_shelf(world)
        asked = self.says(world.request("POST", "/auth/sms-codes", body={"phone": f"+86 {PHONE[:3]} {PHONE[3:]}"}))
        code = world.messages_to(f"+86{PHONE}")[-1]["code"]
        wrong = {"challenge_id": asked["challenge_id"], "code": "000000", "client": "app", "agreement_version": "1.1"}
        self.says(world.request("POST", "/auth/sessions", body=wrong))
        session = self.says(world.request("POST", "/auth/sessions", body={**wrong, "code": code}))
        fresh = self.says(world.request("POST", "/auth/refresh", body={"refresh_token": session["refresh_token"]}))
        self.me = Person(world, PHONE, SimpleNamespace(**fresh))
        self.says(self.me.patch("/me", {"nickname": NAME}))
        earns(world, self.me, 500)
        self.says(self.me.post("/complaints", {"kind": "complaint", "text": WORDS}))
        self.says(self.me.post("/me/consents", {"purpose": "statistics", "text_version": "1.1"}))
        self.says(self.me.post("/me/real-name", {"name": REAL_NAME, "resident_id": RESIDENT_ID}))
        assert self.me.get("/me/real-name").json["number_tail"] == RESIDENT_ID[-4:], "it was believed"
        assert self.me.post("/me/household", {"name": HOME}).status_code == 201
        assert self.me.post("/me/household/invitations", {"phone": f"+86{FRIEND}"}).status_code == 201
        walked = {"kind": "mobility.walk", "measures": {"steps": "7250"}, "evidence": {"note": NOTE},
                  "occurred_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}  # fmt: skip
        assert self.me.post("/activities", walked).status_code == 201
        key = fresh_key()
        shown = self.says(self.me.post("/pay-codes", key=key))
        self.says(self.me.post("/pay-codes", key=key))
        self.says(shop.looks_at(shown["code"]))
        self.says(shop.takes(shown["code"], points=200))
        self.says(shop.takes(shown["digits"], points=200))
        typed = self.says(self.me.post("/pay-codes"))
        self.says(shop.takes(typed["digits"], points=100))
        self._is_refused()
        world.relay()
        self.secrets = {
            "phone": PHONE, "phone in groups": f"{PHONE[:3]} {PHONE[3:]}",
            "access token": session["access_token"].rsplit(".", 1)[1], "next access token":
            fresh["access_token"].rsplit(".", 1)[1], "refresh token": session["refresh_token"], "next refresh token":
            fresh["refresh_token"], "pay code": shown["code"], "digits": shown["digits"], "typed digits":
            typed["digits"], "name": NAME,
            "complaint": WORDS, "note": NOTE, "real name": REAL_NAME, "resident number": RESIDENT_ID, "friend": FRIEND,
            "household": HOME,
        }  # fmt: skip

    def says(self, answer: Any) -> Any:
        if answer.status_code >= 400:
            self.refusals.append(answer.get_data(as_text=True))
        return answer.json

    def _is_refused(self) -> None:
        """Everything that is personal, in every place of a request where it does not belong."""
        request, token = self.world.request, self.me.token
        for phone in (PHONE, f"+86{PHONE}", f"{PHONE}x", int(PHONE)):
            self.says(request("POST", "/auth/sms-codes", body={"phone": phone}))
            self.says(request("POST", "/auth/sessions", body={"challenge_id": phone, "code": phone}))
            self.says(request("PATCH", "/me", body={"nickname": f"{phone}\x00"}, token=token, key=fresh_key()))
            self.says(request("GET", "/me", token=f"{token}x"))
            for path, body in (
                ("/me/real-name", {"name": f"{REAL_NAME}1", "resident_id": RESIDENT_ID[:-1] + "?"}),
                ("/me/real-name", {"name": REAL_NAME, "resident_id": RESIDENT_ID}),
                ("/me/household/invitations", {"phone": f"{FRIEND}{phone}"}),
                ("/me/phone-changes", {"phone": f"{FRIEND}{phone}", "challenge_id": RESIDENT_ID, "code": FRIEND}),
            ):
                self.says(request("POST", path, token=token, body=body, key=fresh_key()))
            self.says(request("POST", "/certificate-verifications", body={"text": [phone]}))
            self.says(
                request(
                    "POST",
                    "/activities",
                    token=token,
                    key=fresh_key(),
                    body={"kind": "mobility.walk", "measures": {"steps": phone}, "occurred_at": phone},
                )
            )
            self.says(request("GET", f"/redemption-summaries/{phone}", token=token))
            self.says(request("GET", "/points/entries", query={"limit": phone, "cursor": phone}, token=token))
            self.says(request("GET", f"/offset-orders/{phone}", token=token))
            self.says(request("GET", "/me", token=token, headers={"X-Request-Id": f"{PHONE}"[:5]}))


@pytest.fixture(scope="module")
def told(app: Flask, keys_folder: Path, capfd_module: Any) -> tuple[Day, str]:
    day = Day(World(app, keys_folder / "sms.jsonl"))
    return day, capfd_module()


@pytest.fixture(scope="module")
def capfd_module(request: pytest.FixtureRequest) -> Any:
    """Everything that was written to both streams since: the log is the second."""
    manager = request.config.pluginmanager.getplugin("capturemanager")
    return lambda: "".join(manager.read_global_capture())


def spellings(secret: str) -> set[bytes]:
    """As text, and as what a bytea, a JSON escape or an encoded message makes of it."""
    raw = secret.encode()
    encoded = {base64.b64encode(b"x" * offset + raw)[4 if offset else 0 : -4] for offset in range(3)}
    return {raw, raw.hex().encode(), json.dumps(secret).strip('"').encode(), *(e for e in encoded if len(e) >= 8)}


def found(day: Day, where: bytes, *, but: frozenset[str] | set[str] = frozenset()) -> list[str]:
    wanted = {what: spellings(secret) for what, secret in day.secrets.items() if what not in but}
    return [what for what, written in wanted.items() if any(spelling in where for spelling in written)]


def dump_of(database: Database) -> bytes:
    return subprocess.run(
        [str(binary_folder() / "pg_dump"), "--inserts", database.superuser_url.replace("+psycopg", "")],
        check=True, capture_output=True,
    ).stdout  # fmt: skip


def test_a_dump_of_the_database_tells_nobody(told: tuple[Day, str], database: Database) -> None:
    day, _ = told
    dump = dump_of(database)
    assert day.me.person_id.encode() in dump, "the day is in it"
    # A nickname is what others are to see: it stands on certificates. A household's name greets its guests.
    assert found(day, dump, but={"name", "note", "household"}) == []


def test_the_broker_and_its_tasks_tell_nobody(told: tuple[Day, str], valkey: ValkeyServer) -> None:
    day, _ = told
    client = redis.Redis(unix_socket_path=str(valkey.address))
    deadline = time.monotonic() + 20
    while not (names := sorted(client.scan_iter(count=1000))):
        assert time.monotonic() < deadline, "a task was sent"
        time.sleep(0.1)
    everything = b"\n".join(names)
    for name in names:
        everything += (
            b"".join(client.lrange(name, 0, -1)) if client.type(name) == b"list" else (client.dump(name) or b"")
        )
    tasks = [json.loads(message) for message in client.lrange("celery", 0, -1)]
    client.close()
    assert tasks
    bodies = b"".join(base64.b64decode(task["body"]) for task in tasks)
    assert found(day, everything + bodies) == []


def test_the_log_tells_nobody(told: tuple[Day, str]) -> None:
    day, log = told
    assert "sign_in_with_sms" in log and "not-a-phone" in log, "the day is in it"
    assert found(day, log.encode()) == []


def test_a_refusal_tells_nobody(told: tuple[Day, str]) -> None:
    day, _ = told
    assert len(day.refusals) >= 30
    assert found(day, "".join(day.refusals).encode()) == []


def test_the_keys_lie_in_their_folder_alone(app: Flask, told: tuple[Day, str], keys_folder: Path) -> None:
    _, log = told
    for file in (keys_folder / "keys").iterdir():
        secret = file.read_text(encoding="ascii").strip()
        assert secret.splitlines()[-2 if "BEGIN" in secret else 0] not in log
        assert file.stat().st_mode & 0o077 == 0


def test_when_the_account_is_closed_nothing_is_left_to_read(told: tuple[Day, str], database: Database) -> None:
    """Last, as it ends the day: a copy was taken, then everything was let go of."""
    day, _ = told
    assert WORDS in takes_along(day.me).text, "the copy has it, and lies sealed"
    day.me.phone = f"+86{PHONE}"
    closed = closes(day.me)
    assert closed.status_code == 200, closed.get_data(as_text=True)
    dump = dump_of(database)
    assert day.me.person_id.encode() in dump, "under a pseudonym"
    assert found(day, dump) == []
