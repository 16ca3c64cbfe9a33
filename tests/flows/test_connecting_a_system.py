"""docs/machines.md, followed to the letter by somebody who has never seen the programme: OpenSSL, Python, a server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from flask import Flask
from jwt.algorithms import OKPAlgorithm

from backend import create_app
from backend.kernel import i18n
from backend.notifications.webhooks import sending
from backend.notifications.webhooks import service as webhooks
from backend.notifications.webhooks.destinations import Limits
from backend.notifications.webhooks.sending import Sender
from deploy.local.sockets import free_port
from tests.conftest import settings_for
from tests.e2e.conftest import demo_county
from tests.support.county import an_organisation
from tests.support.machines import Operator
from tests.support.postgres import Database
from tests.support.receiver import running_receiver
from tests.support.world import World

PAGE = Path(__file__).parents[2] / "docs" / "machines.md"
SHOWN = Path(__file__).parents[2] / "web" / "src" / "features" / "machines" / "verify_webhook.py"
NO_PROXY = {"PATH": os.environ["PATH"], "NO_PROXY": "*", "no_proxy": "*"}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def app(database: Database, keys_folder: Path) -> Iterator[Flask]:
    address = f"http://127.0.0.1:{free_port('127.0.0.1', 22_000)}"
    with demo_county(create_app(replace(settings_for(database, keys_folder), public_url=address))) as app:
        yield app


@pytest.fixture
def operator(world: World) -> Operator:
    return Operator(world, an_organisation(world, "merchant", "客家擂茶铺").party_id)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the page speaks of OpenSSL, and this machine has none")
@pytest.mark.parametrize("is_sandbox", [True, False])
def test_the_program_signs_in_and_signs(operator: Operator, tmp_path: Path, is_sandbox: bool) -> None:
    making = next(block for block in blocks("sh") if "genpkey" in block)
    made = subprocess.run(
        ["sh", "-euc", making], cwd=tmp_path, env=NO_PROXY, capture_output=True, text=True, check=True
    )
    public: Any = OKPAlgorithm.to_jwk(load_pem_public_key(made.stdout.encode()), as_dict=True)
    jwk = {name: public[name] for name in ("kty", "crv", "x")} | {"kid": "till-2026-11"}
    wish = {"name": "收银台 1", "scopes": ["redemptions:read", "redemptions:write"], "is_sandbox": is_sandbox}
    client = operator.manager.post(operator.clients, wish | {"key": jwk}).json

    done = runs(tmp_path, client["client_id"], operator.world)

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.stdout.splitlines()[-1] == "422 pay-code-invalid"  # through the door; of no customer is the code
    assert (tmp_path / "tanhui.pem").stat().st_mode & 0o777 == 0o600
    operator.manager.post(f"{operator.clients}/{client['client_id']}/suspension")
    assert "no token: invalid_client" in runs(tmp_path, client["client_id"], operator.world).stderr


def runs(folder: Path, client_id: str, world: World) -> subprocess.CompletedProcess[str]:
    program = next(block for block in blocks("python") if "client_assertion" in block)
    settings = {"TANHUI_BASE": world.app.extensions["settings"].public_url, "TANHUI_CLIENT_ID": client_id,
                "TANHUI_KID": "till-2026-11", "TANHUI_KEY_FILE": "tanhui.pem"}  # fmt: skip
    return subprocess.run([sys.executable, "-c", program], env=NO_PROXY | settings, cwd=folder, capture_output=True,
                          text=True, timeout=60, check=False)  # fmt: skip


def test_the_receivers_program_tells_our_messages_from_others(world: World, operator: Operator, tmp_path: Path) -> None:
    program: dict[str, Any] = {}
    exec(next(block for block in blocks("python") if "webhook-signature" in block), program)
    is_genuine = program["is_genuine"]
    endpoints = f"/organisations/{operator.party_id}/webhook-endpoints"
    strict = sending.sender()
    with running_receiver(tmp_path) as receiver:
        sending.use(Sender(Limits(loopback=True), authority_file=receiver.authority))
        endpoint = operator.manager.post(endpoints, {"url": receiver.url, "kinds": ["redemption.done"]}).json
        operator.manager.post(f"{endpoints}/{endpoint['endpoint_id']}/trials")
        world.reads(webhooks.deliver_due)
        operator.manager.post(f"{endpoints}/{endpoint['endpoint_id']}/closing")
        sending.use(strict)
    [message] = receiver.heard
    ours = [endpoint["keys"][0]["public_key"]]
    sent_at = int(message.headers["webhook-timestamp"])

    assert is_genuine(message.headers, message.body, ours, now=sent_at)
    assert is_genuine(message.headers | {"webhook-signature": "v1,c2VjcmV0 " + message.headers["webhook-signature"]},
                      message.body, ours, now=sent_at)  # fmt: skip
    assert not is_genuine(message.headers, message.body + b" ", ours, now=sent_at)
    assert not is_genuine(message.headers, message.body, ours, now=sent_at + 301)
    assert not is_genuine(message.headers, message.body, ["whpk_" + "A" * 43 + "="], now=sent_at)
    assert not is_genuine(message.headers | {"webhook-id": "msg_another"}, message.body, ours, now=sent_at)


def test_the_page_and_the_app_show_the_same_receiver() -> None:
    assert SHOWN.read_text(encoding="utf-8") in blocks("python")


def test_every_code_that_the_page_names_is_one() -> None:
    named = re.findall(r"^\| `([a-z-]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(named) >= 8
    assert [code for code in named if i18n.text(f"problem.{code}.title") == f"problem.{code}.title"] == []
