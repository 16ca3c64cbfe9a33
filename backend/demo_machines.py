"""Machine clients for the demo county and for whoever tries the API: their private keys lie beside the service's own.

Never in production: a real machine makes its key itself and hands over the public half.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from backend.identity import queries as identity
from backend.identity.clients.queries import key_good_now
from backend.identity.clients.seeding import seed_client
from backend.kernel.transaction import run

DEMO: Final = {"till": "leicha-shop"}
"""Role of the client -> code of the organisation that it acts for."""


def seed_demo_clients(folder: Path) -> list[dict[str, Any]]:
    """What is missing is made; whose key is still there is only named: [{role, client_id, private_key_file, ...}]."""
    return [_known(folder, role) or _fresh(folder, role, code) for role, code in DEMO.items()]


def write_client(folder: Path, organisation_id: UUID, *, role: str, is_sandbox: bool) -> dict[str, Any]:
    """Register a client and write its private key to a file that only its owner reads."""
    known, pem = run(lambda: seed_client(organisation_id, role=role, is_sandbox=is_sandbox))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{known['client_id']}.pem"
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as key:
        key.write(pem)
    return {**known, "private_key_file": str(file)}


def _known(folder: Path, role: str) -> dict[str, Any] | None:
    note = folder / f"demo-{role}.json"
    if not note.exists():
        return None
    client: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
    is_good = run(lambda: key_good_now(client["client_id"], client["kid"])) is not None
    return client if is_good and Path(client["private_key_file"]).exists() else None


def _fresh(folder: Path, role: str, code: str) -> dict[str, Any]:
    organisation = run(lambda: identity.organisation_by_code(code))
    assert organisation is not None, "the demo county has it"
    client = write_client(folder, organisation.party_id, role=role, is_sandbox=False)
    (folder / f"demo-{role}.json").write_text(json.dumps(client), encoding="utf-8")
    return client
