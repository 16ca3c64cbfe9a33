"""Somebody who has just shown again who they are, and what they take along."""

from __future__ import annotations

import io
import json
import time
import zipfile
from typing import Any
from uuid import UUID

from backend.identity import service as identity
from backend.identity.queries import has_second_factor
from backend.kernel import jobs
from backend.kernel.principal import Proof
from backend.kernel.transaction import run
from tests.support.world import Person, World, fresh_key


def proves_again(person: Person) -> Person:
    """The same person on another device, who has shown a moment ago what they have: an app's code, else a message's."""
    person_id = UUID(person.person_id)

    def signs_in() -> Any:
        proof = Proof.TOTP if has_second_factor(person_id) else Proof.SMS
        return identity.open_session(person_id, client="app", proof=proof)

    with person.world.app.app_context():
        return Person(person.world, person.phone, run(signs_in))


def previews(person: Person) -> Any:
    return person.get("/me/closing").json


def closes(person: Person, *, confirmation: str | None = None, key: str | None = None) -> Any:
    """With a fresh proof, and the end of the own number."""
    proved = proves_again(person)
    body = {"confirmation": confirmation or person.phone[-4:]}
    return person.world.request("DELETE", "/me", token=proved.token, body=body, key=key or fresh_key())


def works(world: World) -> int:
    """What waits is done, as the worker does it."""
    return world.reads(jobs.work_off)


class Copy:
    """What came out of an export."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}

    def __getitem__(self, table: str) -> Any:
        return json.loads(self.files[f"json/{table}.json"])

    @property
    def text(self) -> str:
        return "\n".join(content.decode("utf-8", "replace") for content in self.files.values())


def takes_along(person: Person) -> Copy:
    proved = proves_again(person)
    started = proved.post("/me/exports")
    assert started.status_code == 202, started.get_data(as_text=True)
    deadline = time.monotonic() + 30
    while True:  # somebody else may be at it right now
        works(person.world)
        job = proved.get(f"/jobs/{started.json['job_id']}").json
        if job["state"] not in {"queued", "running"} or time.monotonic() > deadline:
            break
        time.sleep(0.05)
    assert job["state"] == "done", job
    return Copy(proved.get(f"/files/{job['result']['file_id']}/content").data)
