"""Bring schema, reference data and demo people up to date before the web serves; skip it when nothing can have changed.

Preparing takes a process that imports the whole application: most of a second start. What it would do follows from the
sources, from the keys that index phone numbers, and from the database. So a digest of the first two is kept beside the
answer in var/, and a mark in the database itself says that it is the one that was prepared then: a comment on it, which
another database lacks. Only our own server is trusted with this; one that we were given is prepared at every start.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from deploy.local.environment import Settings
from deploy.local.places import ROOT, Places, write_private
from deploy.local.processes import Guardian, launched, tail
from deploy.local.refusal import Refusal

SOURCES = ("backend", "points_engine", "migrations")
MEANS_SOMETHING_ELSE = ("ENVIRONMENT", "CLOCK_OFFSET_S", "KEYS_DIR")


def prepared(places: Places, settings: Settings, guardian: Guardian) -> dict[str, Any]:
    """Return what `flask prepare --demo` says: who may sign in. Runs it unless it would change nothing.

    Raises:
        Refusal: the database could not be prepared.
    """
    server, sources = settings.postgres, _digest(ROOT / name for name in SOURCES)
    keys = Path(settings.environment["KEYS_DIR"])
    if server is not None:
        kept = _kept(places)
        made_from = [sources, _digest([keys]), _meaning(settings)]
        if kept and kept["from"] == made_from and (kept["mark"], kept["schema"]) == server.state():
            answer: dict[str, Any] = kept["answer"]
            return answer
    answer = _prepare(places, settings, guardian)
    if server is not None:
        server.leave_mark(mark := secrets.token_hex(16))
        _, schema = server.state()
        # Preparing makes keys that were missing, so these are looked at afterwards.
        made_from = [sources, _digest([keys]), _meaning(settings)]
        kept = {"from": made_from, "mark": mark, "schema": schema, "answer": answer}
        write_private(places.prepared, json.dumps(kept, ensure_ascii=False) + "\n")
    return answer


def _digest(folders: Iterable[Path]) -> str:
    """Of names and contents of all files in these folders."""
    digest = sha256()
    for top in folders:
        for folder, subfolders, files in os.walk(top):
            subfolders[:] = sorted(name for name in subfolders if name != "__pycache__")
            for path in (Path(folder, name) for name in sorted(files)):
                digest.update(f"{path}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _meaning(settings: Settings) -> dict[str, str | None]:
    return {name: settings.environment.get(name) for name in MEANS_SOMETHING_ELSE}


def _kept(places: Places) -> dict[str, Any] | None:
    try:
        kept: dict[str, Any] = json.loads(places.prepared.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept if kept.keys() == {"from", "mark", "schema", "answer"} else None


def _prepare(places: Places, settings: Settings, guardian: Guardian) -> dict[str, Any]:
    log = places.logs / "prepare.log"
    command = launched([sys.executable, "-m", "flask", "prepare", "--demo", "--json"], signal.SIGKILL)
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, env=dict(settings.environment), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=errors, process_group=0,
        )  # fmt: skip
    guardian.watch(process.pid, signal.SIGKILL)
    try:
        output, _ = process.communicate()
    finally:
        process.kill()
        process.wait()
        guardian.forget(process.pid)
    if process.returncode != 0:
        raise Refusal(f"the database could not be prepared (flask prepare):\n{tail(log, 12)}")
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError:
        raise Refusal(f"flask prepare said something else than JSON: {output[:200]!r}") from None
    return answer
